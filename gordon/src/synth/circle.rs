//! Circles of resources that wait for each other.
//!
//! Owns what Gordon can do against them: what a function's role grants on something that waits for the function, such as
//! a user pool whose trigger it is, becomes a policy of its own, which waits for both.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::function::references;
use super::ids::{Ids, join};
use super::template::Template;
use super::trigger;
use crate::check::{Checked, Diagnostic};
use crate::describe::id::Part;

/// Opens the circles that pass through a function's role; others are findings, where a trigger closes them.
pub(super) fn open(template: &mut Template, checked: &Checked, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    // One look for all roles: which of them opens a circle must not depend on their order.
    let waits = Waits::of(&template.resources());
    for (app, function) in checked.project.functions() {
        let names = [app.name.as_str(), function.name.as_str()];
        let (role, policy) = (join(&names, "Role"), join(&names, "Policy"));
        let moved = taken_out(template, &role, &waits);
        if moved.is_empty() {
            continue;
        }
        let resource = json!({
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": policy,
                "PolicyDocument": { "Version": "2012-10-17", "Statement": moved },
                "Roles": [{ "Ref": role }],
            },
        });
        template.resource(&policy, resource, &function.place, ids, findings);
        callers_wait(template, ids.get(function.id.target(Part::Alias)).unwrap_or_default(), &policy);
    }
    let waits = Waits::of(&template.resources());
    for given in trigger::given(&checked.project) {
        let id = |target| ids.get(target).unwrap_or_default();
        if let Some(path) = waits.path(id(given.function.id.target(Part::Alias)), id(given.to.target)) {
            let message = format!("{} and function `{}` wait for each other", given.to.what, given.function.name);
            findings.push(Diagnostic::error(given.place, message).label(path.join(" needs ")).help(given.help));
        }
    }
}

/// Takes the statements out of a role that name something which waits for the role.
fn taken_out(template: &mut Template, role: &str, waits: &Waits) -> Vec<Json> {
    let closes = |statement: &Json| {
        let mut names = Vec::new();
        references(statement, &mut names);
        names.into_iter().any(|name| waits.path(name, role).is_some())
    };
    let Some(mut policies) = template.get(role).and_then(|role| role["Properties"]["Policies"].as_array().cloned())
    else {
        return Vec::new();
    };
    let mut moved = Vec::new();
    for policy in &mut policies {
        if let Some(Json::Array(statements)) = policy.pointer_mut("/PolicyDocument/Statement") {
            moved.extend(statements.extract_if(.., |statement| closes(statement)));
        }
    }
    if !moved.is_empty() {
        policies.retain(|policy| policy["PolicyDocument"]["Statement"] != json!([]));
        if let Some(role) = template.made(role) {
            role["Properties"]["Policies"] = Json::from(policies);
        }
    }
    moved
}

/// Custom resources that the function stands behind, and what Lambda reads for it, need what its role grants from the
/// first moment on: they wait for the policy.
fn callers_wait(template: &mut Template, alias: &str, policy: &str) {
    let resources = template.resources();
    let waits = Waits::of(&resources);
    let alias = json!({ "Ref": alias });
    let calls = |resource: &Json| {
        let properties = &resource["Properties"];
        properties["ServiceToken"] == alias
            || (resource["Type"] == "AWS::Lambda::EventSourceMapping" && properties["FunctionName"] == alias)
    };
    for (id, resource) in &resources {
        if calls(resource)
            && waits.path(policy, id).is_none()
            && let Some(resource) = template.made(id)
        {
            let mut all = resource["DependsOn"].as_array().cloned().unwrap_or_default();
            all.push(Json::from(policy));
            resource["DependsOn"] = Json::from(all);
        }
    }
}

/// What each resource waits for.
struct Waits(BTreeMap<String, BTreeSet<String>>);

impl Waits {
    fn of(resources: &BTreeMap<String, Json>) -> Self {
        let of = |resource: &Json| {
            let mut names = Vec::new();
            references(&resource["Properties"], &mut names);
            match &resource["DependsOn"] {
                Json::Array(more) => names.extend(more.iter().filter_map(Json::as_str)),
                one => names.extend(one.as_str()),
            }
            names.into_iter().filter(|name| resources.contains_key(*name)).map(ToOwned::to_owned).collect()
        };
        Self(resources.iter().map(|(id, resource)| (id.clone(), of(resource))).collect())
    }

    /// The way from one resource to another that it waits for: both ends, and what is between them.
    fn path(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
        let mut waiting = vec![from];
        while let Some(at) = waiting.pop() {
            if at == to {
                let mut path = vec![at.to_owned()];
                let mut at = at;
                while at != from {
                    at = came_from.get(at)?;
                    path.insert(0, at.to_owned());
                }
                return Some(path);
            }
            for next in self.0.get(at).into_iter().flatten() {
                if next != from && !came_from.contains_key(next.as_str()) {
                    came_from.insert(next, at);
                    waiting.push(next);
                }
            }
        }
        None
    }
}
