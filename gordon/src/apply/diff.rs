//! What apply would change, by comparing templates: nothing is made, not even a change set.
//!
//! Owns the comparison of a stack's template with the one that was built. Which change replaces a resource is what AWS's
//! schema says of the property. Values that apply finds are not compared. Must not change anything.

use std::collections::{BTreeMap, BTreeSet};

use gordon_schema::schema;
use serde_json::Value as Json;

use super::aws::Aws;
use super::change::{Action, Change, Changes, Detail, Replacement, Role};
use super::deployment::{DIGEST, Deployment, Target};
use super::error::Error;
use super::status;
use crate::describe::Place;
use crate::synth::canonical;

/// What apply would change in one region, the bucket's stack first; stacks that stay as they are, are left out.
///
/// # Errors
///
/// What AWS says, and [`Kind::ForeignStack`](super::Kind::ForeignStack).
pub async fn diff(aws: &Aws, deployment: &Deployment) -> Result<Vec<Changes>, Error> {
    let target = Target::from(deployment);
    let mut all = Vec::new();
    for (template, role) in [(&deployment.bucket_stack, Role::Bucket), (&deployment.resource_stack, Role::Resources)] {
        let stack = status::find(aws, &target, &template.name).await?;
        let stack = stack.filter(|stack| stack.status != "REVIEW_IN_PROGRESS");
        let old = match &stack {
            Some(stack) => serde_json::from_str(&aws.stacks.template(&stack.id).await?).unwrap_or_default(),
            None => Json::Null,
        };
        let new: Json = serde_json::from_str(&template.body).unwrap_or_default();
        let changes = Changes {
            stack: template.name.clone(),
            role,
            create: stack.is_none(),
            change_set: String::new(),
            changes: compare(&old, &new, &deployment.places),
        };
        let outputs_differ = sections(&old) != sections(&new);
        if changes.create || !changes.changes.is_empty() || outputs_differ {
            all.push(changes);
        }
    }
    Ok(all)
}

/// All of a template but its resources, without what apply adds.
fn sections(template: &Json) -> BTreeMap<&str, Json> {
    let sections = template.as_object().into_iter().flatten().filter(|(name, _)| *name != "Resources");
    let own = |(name, section): (&'_ String, &Json)| {
        let mut section = section.clone();
        if name == "Outputs"
            && let Some(outputs) = section.as_object_mut()
        {
            outputs.remove(DIGEST);
        }
        section
    };
    let sections = sections.map(|(name, section)| (name.as_str(), own((name, section))));
    // A section that has nothing is none.
    sections.filter(|(_, section)| section.as_object().is_none_or(|section| !section.is_empty())).collect()
}

fn compare(old: &Json, new: &Json, places: &BTreeMap<String, Place>) -> Vec<Change> {
    let resources = |template: &Json| template["Resources"].as_object().cloned().unwrap_or_default();
    let (old, new) = (resources(old), resources(new));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for id in ids {
        let (before, after) = (old.get(id), new.get(id));
        let change = |resource: &Json, action| Change {
            logical_id: id.clone(),
            physical_id: None,
            resource_type: resource["Type"].as_str().unwrap_or_default().to_owned(),
            action,
            replacement: Replacement::Never,
            policy: resource["DeletionPolicy"].as_str().map(str::to_owned),
            scope: Vec::new(),
            details: Vec::new(),
            nested: None,
            place: places.get(id).cloned(),
        };
        match (before, after) {
            (None, Some(after)) => changes.push(change(after, Action::Add)),
            (Some(before), None) => changes.push(change(before, Action::Remove)),
            (Some(before), Some(after)) if before != after => {
                let mut changed = change(after, Action::Modify);
                changed.details = details(before, after, &changed.resource_type);
                let recreates = changed.details.iter().map(|detail| detail.recreates);
                changed.replacement = recreates.fold(Replacement::Never, worse);
                if before["Type"] != after["Type"] {
                    changed.replacement = Replacement::Always;
                }
                changes.push(changed);
            }
            _ => {}
        }
    }
    changes
}

fn worse(a: Replacement, b: Replacement) -> Replacement {
    match (a, b) {
        (Replacement::Always, _) | (_, Replacement::Always) => Replacement::Always,
        (Replacement::Maybe, _) | (_, Replacement::Maybe) => Replacement::Maybe,
        _ => Replacement::Never,
    }
}

/// The properties, and attributes such as `DependsOn`, that differ.
fn details(before: &Json, after: &Json, resource_type: &str) -> Vec<Detail> {
    let mut paths = BTreeMap::new();
    differences(&before["Properties"], &after["Properties"], &mut String::new(), &mut paths);
    let schema = schema::find(resource_type);
    let recreates = |path: &str| {
        // `/properties/KeySchema` covers `KeySchema/0/KeyType` too.
        let covers = |pointer: &&str| {
            let named = pointer.trim_start_matches("/properties/").replace("/properties/", "/").replace("/*", "");
            path == named || path.strip_prefix(named.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        match schema {
            Some(schema) if schema.create_only().iter().any(covers) => Replacement::Always,
            Some(schema) if schema.conditional_create_only().iter().any(covers) => Replacement::Maybe,
            _ => Replacement::Never,
        }
    };
    let mut found: Vec<Detail> = paths
        .into_iter()
        .map(|(path, (before, after))| Detail {
            recreates: recreates(&path),
            name: path.replace('/', "."),
            before,
            after,
            source: None,
            cause: None,
        })
        .collect();
    let attributes = before.as_object().into_iter().chain(after.as_object()).flatten().map(|(name, _)| name);
    let attributes: BTreeSet<&String> =
        attributes.filter(|name| !matches!(name.as_str(), "Properties" | "Type")).collect();
    for name in attributes {
        if before.get(name) != after.get(name) {
            found.push(Detail {
                name: name.clone(),
                before: before.get(name).map(canonical::text),
                after: after.get(name).map(canonical::text),
                recreates: Replacement::Never,
                source: None,
                cause: None,
            });
        }
    }
    found
}

type Sides = (Option<String>, Option<String>);

/// The least parts that differ, by path.
fn differences(before: &Json, after: &Json, path: &mut String, found: &mut BTreeMap<String, Sides>) {
    if before == after {
        return;
    }
    if let (Json::Object(old), Json::Object(new)) = (before, after) {
        // A function of CloudFormation's is one value.
        let function = |map: &serde_json::Map<String, Json>| {
            map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
        };
        if !function(old) && !function(new) {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let length = path.len();
                if length > 0 {
                    path.push('/');
                }
                path.push_str(key);
                differences(old.get(key).unwrap_or(&Json::Null), new.get(key).unwrap_or(&Json::Null), path, found);
                path.truncate(length);
            }
            return;
        }
    }
    let side = |json: &Json| match json {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(canonical::text(other)),
    };
    // Where one side has nothing, there is still something to show.
    let (before, after) = (side(before), side(after));
    found.insert(path.clone(), (before.or_else(|| Some(String::new())), after.or_else(|| Some(String::new()))));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn compared(old: Json, new: Json) -> Vec<Change> {
        compare(&json!({ "Resources": old }), &json!({ "Resources": new }), &BTreeMap::new())
    }

    #[test]
    fn what_replaces_is_what_the_schema_says() {
        let table = |name: &str, mode: &str| json!({ "T": { "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": name, "BillingMode": mode } } });
        let changes = compared(table("a", "PROVISIONED"), table("a", "PAY_PER_REQUEST"));
        assert_eq!((changes[0].action, changes[0].replacement), (Action::Modify, Replacement::Never));
        assert_eq!(changes[0].details[0].name, "BillingMode");
        assert_eq!(changes[0].details[0].after.as_deref(), Some("PAY_PER_REQUEST"));
        let changes = compared(table("a", "x"), table("b", "x"));
        assert_eq!(changes[0].replacement, Replacement::Always);
        assert_eq!(changes[0].culprits(), ["TableName"]);
        assert_eq!(changes[0].destroys(), Some("items"));
    }

    #[test]
    fn what_comes_and_goes_is_told() {
        let queue = json!({ "Type": "AWS::SQS::Queue" });
        let changes = compared(json!({ "A": queue, "B": queue }), json!({ "B": queue, "C": queue }));
        let told: Vec<_> = changes.iter().map(|change| (change.logical_id.as_str(), change.action)).collect();
        assert_eq!(told, [("A", Action::Remove), ("C", Action::Add)]);
        assert!(compared(json!({ "A": queue }), json!({ "A": queue })).is_empty());
    }

    #[test]
    fn the_least_part_that_differs_is_shown() {
        let function = |value: Json| {
            json!({ "F": { "Type": "AWS::Lambda::Function", "DependsOn": value, "Properties": {
                "Environment": { "Variables": { "A": "1", "B": { "Ref": "X" } } },
            } } })
        };
        let mut new = function(json!("Y"));
        new["F"]["Properties"]["Environment"]["Variables"]["B"] = json!({ "Ref": "Z" });
        let changes = compared(function(json!("W")), new);
        let names: Vec<&str> = changes[0].details.iter().map(|detail| detail.name.as_str()).collect();
        assert_eq!(names, ["Environment.Variables.B", "DependsOn"]);
        assert_eq!(changes[0].details[0].before.as_deref(), Some("{\"Ref\":\"X\"}"));
    }
}
