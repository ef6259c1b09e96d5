//! The user's own resources in the template.
//!
//! Owns the deletion policies that stateful types get where the user said nothing.

use serde_json::{Value as Json, json};

use super::ids::Ids;
use super::stateful;
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::resource::ResourceData;

pub(super) fn add(template: &mut Template, id: &str, data: &ResourceData, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    let mut resource = json!({ "Type": data.kind });
    if data.properties.as_object().is_none_or(|properties| !properties.is_empty()) {
        resource["Properties"] = data.properties.clone();
    }
    if !data.depends_on.is_empty() {
        resource["DependsOn"] = Json::from(data.depends_on.clone());
    }
    if stateful::kept_by_default(&data.kind) {
        // A failed first create leaves nothing behind; whatever lived keeps its data.
        resource["DeletionPolicy"] = Json::from("RetainExceptOnCreate");
        resource["UpdateReplacePolicy"] = Json::from("Retain");
    }
    for (name, attribute) in &data.attributes {
        resource[*name] = attribute.clone();
    }
    template.resource(id, resource, &data.place, ids, findings);
}
