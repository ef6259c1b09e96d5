//! Functions that exist only where a condition holds: what Gordon makes around them has the condition too.
//!
//! Owns the way of a condition from a function's resources to its triggers' and to outputs. A resource or function of
//! its own that refers to one is the user's to decide.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::function::references;
use super::template::Template;
use crate::check::Diagnostic;

/// Types that are a function's own, and not something around it.
const OF_FUNCTIONS: [&str; 4] =
    ["AWS::IAM::Role", "AWS::Lambda::Function", "AWS::Lambda::LayerVersion", "AWS::Logs::LogGroup"];

/// Gives conditions on; `conditional` has the logical IDs of the resources of functions with one.
pub(super) fn spread(template: &mut Template, findings: &mut Vec<Diagnostic>) {
    let mut conditions: BTreeMap<String, String> = BTreeMap::new();
    let owned: Vec<String> = template.owned.keys().cloned().collect();
    for (id, resource) in template.section("Resources").iter() {
        if let Some(condition) = resource["Condition"].as_str().filter(|_| !owned.contains(id)) {
            conditions.insert(id.clone(), condition.to_owned());
        }
    }
    if conditions.is_empty() {
        return;
    }
    loop {
        let mut found = Vec::new();
        for (id, resource) in template.section("Resources").iter() {
            if resource.get("Condition").is_some() {
                continue;
            }
            if let Some((to, condition)) = needed(resource, &conditions) {
                found.push((id.clone(), to, condition));
            }
        }
        let (given, refused): (Vec<_>, Vec<_>) = found.into_iter().partition(|(id, _, _)| {
            let kind = &template.section("Resources")[id]["Type"];
            !owned.contains(id) && OF_FUNCTIONS.iter().all(|of_function| kind != of_function)
        });
        if given.is_empty() {
            for (id, to, condition) in refused {
                let (Some(place), Some(there)) = (template.places.get(&id), template.places.get(&to)) else { continue };
                findings.push(
                    Diagnostic::error(place, format!("`{id}` refers to `{to}`, which is not always there"))
                        .related(there, format!("this exists only where `{condition}` holds"))
                        .help("give both the same condition, or refer to it with `if_`"),
                );
            }
            break;
        }
        for (id, _, condition) in given {
            template.section("Resources")[&id]["Condition"] = Json::from(condition.as_str());
            conditions.insert(id, condition);
        }
    }
    let outputs = std::mem::take(template.section("Outputs"));
    let with_condition = |(name, mut output): (String, Json)| {
        if let Some((_, condition)) = needed(&output, &conditions) {
            output["Condition"] = Json::from(condition);
        }
        (name, output)
    };
    *template.section("Outputs") = outputs.into_iter().map(with_condition).collect::<Map<_, _>>();
}

/// The first conditional resource that `json` refers to outside of a choice, with its condition.
fn needed(json: &Json, conditions: &BTreeMap<String, String>) -> Option<(String, String)> {
    let unguarded = without_choices(json);
    let mut names = Vec::new();
    references(&unguarded, &mut names);
    if let Some(depends_on) = unguarded.get("DependsOn") {
        names.extend(depends_on.as_array().into_iter().flatten().filter_map(Json::as_str));
    }
    names
        .into_iter()
        .find_map(|name| conditions.get_key_value(name))
        .map(|(id, condition)| (id.clone(), condition.clone()))
}

/// What stands under `Fn::If` is there only where it is asked for.
fn without_choices(json: &Json) -> Json {
    match json {
        Json::Array(items) => items.iter().map(without_choices).collect(),
        Json::Object(map) if map.contains_key("Fn::If") => Json::Null,
        Json::Object(map) => {
            Json::Object(map.iter().map(|(key, value)| (key.clone(), without_choices(value))).collect())
        }
        scalar => scalar.clone(),
    }
}
