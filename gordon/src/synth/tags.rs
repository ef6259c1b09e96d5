//! Tags of a function, with those of its app.
//!
//! Owns which tag wins. The project's tags are its stacks', which CloudFormation copies to every resource.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::function::Made;

/// The tags, where there are any, as CloudFormation lists them.
pub(super) fn of(made: &Made<'_>) -> Option<Json> {
    let mut tags: BTreeMap<&str, &Json> = BTreeMap::new();
    for (key, tag) in made.app.tags.iter().chain(&made.checked.function.settings.tags) {
        tags.insert(key, tag.value.json());
    }
    if tags.is_empty() {
        return None;
    }
    Some(tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect())
}

/// The tags, where the function's other resources get them too.
pub(super) fn propagated(made: &Made<'_>) -> Option<Json> {
    made.checked.function.settings.propagate_tags.then(|| of(made)).flatten()
}
