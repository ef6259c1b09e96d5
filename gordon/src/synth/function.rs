//! A function's resources: log group, role, function, version, alias, and what hangs on the alias.
//!
//! Owns what they have in common and what makes a new version; properties, role, alias and log group have files of their
//! own, and so have triggers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::ids::{Ids, join};
use super::template::Template;
use super::{Keys, alias, canonical, log_group, properties, role};
use crate::check::{CheckedFunction, Diagnostic};
use crate::describe::id::Part;
use crate::describe::layer::LayerSource;
use crate::describe::{App, Project, Trigger};

pub use super::alias::ALIAS;

/// Properties that Lambda does not keep in a version: a digest over them would ask for a version that there is.
///
/// A property is kept where `UpdateFunctionCode` or `UpdateFunctionConfiguration` sets it. These have operations of
/// their own, or cannot change at all.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html>
const UNVERSIONED: [&str; 8] = [
    "CodeSigningConfigArn",
    "FunctionScalingConfig",
    "PublishToLatestPublished",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "RuntimeManagementConfig",
    "Tags",
    "TenancyConfig",
];

/// A function with what its resources are made from.
pub(super) struct Made<'a> {
    pub(super) project: &'a Project,
    pub(super) app: &'a App,
    pub(super) checked: &'a CheckedFunction,
    pub(super) keys: &'a Keys,
}

impl Made<'_> {
    /// The names that logical IDs begin with.
    pub(super) fn names(&self) -> [&str; 2] {
        [&self.app.name, &self.checked.function.name]
    }

    /// The logical ID of one of its resources.
    pub(super) fn id(&self, kind: &str) -> String {
        join(&self.names(), kind)
    }

    /// `Ref` to one of its resources.
    pub(super) fn reference(&self, part: Part) -> Json {
        json!({ "Ref": self.checked.function.id.mark(part) })
    }

    /// Adds one of its resources, under the function's own condition.
    pub(super) fn add(
        &self,
        template: &mut Template,
        id: &str,
        mut resource: Json,
        ids: &Ids,
        findings: &mut Vec<Diagnostic>,
    ) {
        if let Some(condition) = &self.checked.function.settings.condition {
            resource["Condition"] = condition.value.mark();
        }
        template.resource(id, resource, &self.checked.place, ids, findings);
    }
}

pub(super) fn add(template: &mut Template, made: &Made<'_>, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    let settings = &made.checked.function.settings;
    if let Some(group) = log_group::resource(made) {
        made.add(template, &made.id("LogGroup"), group, ids, findings);
    }
    if settings.role.is_none() {
        made.add(template, &made.id("Role"), role::resource(made), ids, findings);
    }
    let Some(mut properties) = properties::of(made, findings) else { return };
    let derived = context(template, made, &mut properties, ids);
    let mut properties = template.resolved(&made.id("Function"), properties, ids);
    let (of_resources, references) = referenced(&properties, &template.owned);
    // A value that apply finds is in no template: a keyed hash of it makes the new version.
    let values = template.fingerprint(&made.id("Values"), references.iter().map(String::as_str).collect());
    let with_values = |digest: String| {
        let parts: Vec<&Json> = values.iter().chain(&derived).collect();
        if parts.is_empty() {
            return Json::from(digest);
        }
        // The least of a key that is its content tells one zip from another; a description has 256 characters.
        let parts: Vec<Json> = [Json::from(digest)].into_iter().chain(parts.into_iter().cloned()).collect();
        json!({ "Fn::Join": ["-", parts] })
    };
    // CloudFront takes no environment.
    let at_the_edge = settings.triggers.iter().any(|trigger| matches!(trigger, Trigger::Edge(_)));
    if let Some(digest) = of_resources.filter(|_| !at_the_edge) {
        properties["Environment"]["Variables"][RESOURCES] = with_values(digest);
    }
    let version = version(made, with_values(version_digest(made, &properties)));
    let mut function = json!({ "Type": "AWS::Lambda::Function", "Properties": properties });
    if !settings.depends_on.is_empty() {
        function["DependsOn"] = settings.depends_on.iter().map(|placed| placed.value.clone()).collect();
    }
    made.add(template, &made.id("Function"), function, ids, findings);
    made.add(template, &made.id("Version"), version, ids, findings);
    alias::add(template, made, ids, findings);
}

/// A zip whose context has values that apply finds gets its key from a parameter: apply makes the zip. Gives the
/// reference to it.
fn context(template: &mut Template, made: &Made<'_>, properties: &mut Json, ids: &Ids) -> Option<Json> {
    let context = made.checked.function.settings.context.as_ref()?;
    if context.known().is_some() {
        return None;
    }
    let (json, name) = (context.json.clone().ok()?, made.id("Code"));
    let key = properties["Code"].get_mut("S3Key")?;
    let base = std::mem::replace(key, json!({ "Ref": name }));
    let json = template.resolved(&name, json, ids);
    let description = "The zip with its context; without one, the zip as it was built";
    template.parameter(&name, json!({ "Type": "String", "Default": base, "Description": description }));
    template.derived.insert(name.clone(), (context.path.clone(), json));
    Some(json!({ "Ref": name }))
}

/// An environment variable that changes with what a version keeps and the rest of the configuration does not show.
///
/// A resource that is replaced has another name or ARN: the function gets it, but a version that was published before
/// keeps the old one. So what a function refers to, and what that refers to, counts for its version; and since a version
/// of an unchanged function cannot be published, it counts in the function's configuration. So does what other operations
/// set and a version takes when it is published: how its runtime is updated, and the key of its zip.
const RESOURCES: &str = "GORDON_RESOURCES";

/// The digest of the resources, and all names that the properties and those resources refer to.
pub(super) fn referenced(properties: &Json, owned: &BTreeMap<String, Json>) -> (Option<String>, BTreeSet<String>) {
    let (mut seen, mut all) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting = vec![properties];
    while let Some(json) = waiting.pop() {
        let mut names = Vec::new();
        references(json, &mut names);
        for name in names {
            all.insert(name.to_owned());
            if let Some((name, resource)) = owned.get_key_value(name)
                && seen.insert(name)
            {
                waiting.push(&resource["Properties"]);
            }
        }
    }
    let unseen = [&properties["RuntimeManagementConfig"], &properties["Code"]["SourceKMSKeyArn"]];
    let unseen: Vec<&Json> = unseen.into_iter().filter(|json| !json.is_null()).collect();
    if seen.is_empty() && unseen.is_empty() {
        return (None, all);
    }
    // Tags never replace anything.
    let counts = |name: &&String| {
        let mut resource = json!([owned[*name]["Type"], owned[*name]["Properties"]]);
        if let Some(properties) = resource[1].as_object_mut() {
            properties.remove("Tags");
        }
        ((*name).clone(), resource)
    };
    let resources = Json::Object(seen.iter().map(counts).collect());
    let counted = if unseen.is_empty() { resources } else { json!([resources, unseen]) };
    (Some(canonical::sha256(canonical::text(&counted).as_bytes())[..16].to_owned()), all)
}

/// Properties that replace the function when they change: its ARN is another then.
const REPLACING: [&str; 4] = ["DurableConfig", "FunctionName", "PackageType", "TenancyConfig"];

/// What changes with the function's ARN, of its properties.
pub(super) fn identity(properties: &Json) -> Json {
    REPLACING.iter().map(|name| properties[*name].clone()).collect()
}

/// The logical IDs that `Ref`, `Fn::GetAtt` and `Fn::Sub` name.
pub(super) fn references<'a>(json: &'a Json, names: &mut Vec<&'a str>) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| references(item, names)),
        Json::Object(map) => {
            for (key, value) in map {
                match key.as_str() {
                    "Ref" => names.extend(value.as_str()),
                    "Fn::GetAtt" => {
                        let whole = value.as_str().and_then(|text| text.split('.').next());
                        names.extend(whole.or_else(|| value.get(0)?.as_str()));
                    }
                    "Fn::Sub" => {
                        let text = value.as_str().or_else(|| value.get(0)?.as_str()).unwrap_or_default();
                        names.extend(text.split("${").skip(1).filter_map(|rest| rest.split(['}', '.']).next()));
                        references(value, names);
                    }
                    _ => references(value, names),
                }
            }
        }
        _ => {}
    }
}

/// The version; its description is create-only, so that a new one makes a new version.
fn version(made: &Made<'_>, description: Json) -> Json {
    let settings = &made.checked.function.settings;
    let mut version = json!({
        "FunctionName": made.reference(Part::Itself),
        "Description": description,
    });
    if let Some(updates) = &settings.runtime_management {
        version["RuntimePolicy"] = properties::runtime_management(&updates.value);
    }
    if let Some(scaling) = properties::scaling(made) {
        version["FunctionScalingConfig"] = scaling;
    }
    // An old version stays for rollbacks.
    let policy = if settings.delete_versions { "Delete" } else { "Retain" };
    json!({
        "Type": "AWS::Lambda::Version",
        "DeletionPolicy": policy,
        "UpdateReplacePolicy": policy,
        "Properties": version,
    })
}

/// A digest of what Lambda keeps in a version: the code (by its key, which is its content) and the configuration.
fn version_digest(made: &Made<'_>, properties: &Json) -> String {
    let mut versioned = properties.clone();
    if let Some(map) = versioned.as_object_mut() {
        map.retain(|name, _| !UNVERSIONED.contains(&name.as_str()));
    }
    // The template names a layer that is built by its logical ID, which stays when what is in it changes.
    let layers: Vec<Json> = made
        .checked
        .function
        .settings
        .layers
        .iter()
        .filter_map(|layer| match &layer.value {
            LayerSource::Built(layer) => made.keys.layers.get(&layer.name).map(|key| json!(key)),
            LayerSource::Version(_) => None,
        })
        .collect();
    let all = if layers.is_empty() { versioned } else { json!([versioned, layers]) };
    canonical::sha256(canonical::text(&all).as_bytes())
}
