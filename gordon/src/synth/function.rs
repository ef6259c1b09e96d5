//! A function's resources: log group, role, function, version and alias.
//!
//! Owns their shape and what makes a new version. Triggers have files of their own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::bucket::ARTIFACT_BUCKET;
use super::ids::{Ids, join};
use super::template::Template;
use super::{canonical, role};
use crate::check::{CheckedFunction, Diagnostic};
use crate::describe::id::Part;
use crate::describe::{Project, Trigger};

/// The alias that triggers call.
pub const ALIAS: &str = "current";

/// Properties that Lambda does not keep in a version: a digest over them would ask for a version that there is.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html>
const UNVERSIONED: [&str; 4] = ["Tags", "ReservedConcurrentExecutions", "CodeSigningConfigArn", "RecursiveLoop"];

pub(super) fn add(
    template: &mut Template,
    project: &Project,
    names: [&str; 2],
    checked: &CheckedFunction,
    key: &str,
    ids: &Ids,
    findings: &mut Vec<Diagnostic>,
) {
    let function = &checked.function;
    let settings = &function.settings;
    let place = &checked.place;

    let days = settings.log_retention_days.as_ref().or(project.log_retention_days.as_ref());
    let log_group = match days {
        Some(days) => json!({ "Type": "AWS::Logs::LogGroup", "Properties": { "RetentionInDays": days.value } }),
        None => json!({ "Type": "AWS::Logs::LogGroup" }),
    };
    template.resource(&join(&names, "LogGroup"), log_group, place, ids, findings);
    if settings.role.is_none() {
        template.resource(&join(&names, "Role"), role::resource(checked), place, ids, findings);
    }

    let mut properties = template.resolved(&join(&names, "Function"), properties(checked, key), ids);
    let (of_resources, references) = referenced(&properties, &template.owned);
    // A value that apply finds is in no template: a keyed hash of it makes the new version.
    let values = template.fingerprint(&join(&names, "Values"), references.iter().map(String::as_str).collect());
    let with_values = |digest: String| match &values {
        Some(values) => json!({ "Fn::Join": ["-", [digest, values]] }),
        None => Json::from(digest),
    };
    // CloudFront takes no environment.
    let at_the_edge = settings.triggers.iter().any(|trigger| matches!(trigger, Trigger::Edge(_)));
    if let Some(digest) = of_resources.filter(|_| !at_the_edge) {
        properties["Environment"]["Variables"][RESOURCES] = with_values(digest);
    }
    let version = json!({
        "Type": "AWS::Lambda::Version",
        // An old version stays for rollbacks; the description is create-only, so that a new digest makes a new one.
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "FunctionName": { "Ref": function.id.mark(Part::Itself) },
            "Description": with_values(version_digest(&properties)),
        },
    });
    let version_id = join(&names, "Version");
    let alias = json!({
        "Type": "AWS::Lambda::Alias",
        "Properties": {
            "Name": ALIAS,
            "FunctionName": { "Ref": function.id.mark(Part::Itself) },
            "FunctionVersion": { "Fn::GetAtt": [version_id, "Version"] },
        },
    });
    let resource = json!({ "Type": "AWS::Lambda::Function", "Properties": properties });
    template.resource(&join(&names, "Function"), resource, place, ids, findings);
    template.resource(&version_id, version, place, ids, findings);
    template.resource(&join(&names, "Alias"), alias, place, ids, findings);
}

/// An environment variable that changes with the resources that a function refers to.
///
/// A resource that is replaced has another name or ARN: the function gets it, but a version that was published before
/// keeps the old one. So what a function refers to, and what that refers to, counts for its version; and since a version
/// of an unchanged function cannot be published, it counts in the function's configuration.
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
    if seen.is_empty() {
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
    let resources: Map<String, Json> = seen.iter().map(counts).collect();
    (Some(canonical::sha256(canonical::text(&Json::Object(resources)).as_bytes())[..16].to_owned()), all)
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

fn properties(checked: &CheckedFunction, key: &str) -> Json {
    let function = &checked.function;
    let settings = &function.settings;
    let mut properties = Map::new();
    let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
    set("Code", json!({ "S3Bucket": { "Ref": ARTIFACT_BUCKET }, "S3Key": key }));
    set("Runtime", json!(checked.runtime.name()));
    // A binary has no handler, but the API wants a word.
    set("Handler", json!(checked.handler.as_deref().unwrap_or("bootstrap")));
    set(
        "Role",
        match &settings.role {
            Some(role) => json!(role.value),
            None => json!({ "Fn::GetAtt": [function.id.mark(Part::Role), "Arn"] }),
        },
    );
    set("LoggingConfig", json!({ "LogGroup": { "Ref": function.id.mark(Part::LogGroup) } }));
    set("Architectures", json!([settings.architecture.unwrap_or_default().name()]));
    set("MemorySize", json!(checked.memory()));
    set("Timeout", json!(checked.timeout()));
    if let Some(description) = &settings.description {
        set("Description", json!(description.value));
    }
    if !settings.environment.is_empty() {
        let variables: Map<String, Json> =
            settings.environment.iter().map(|(name, placed)| (name.clone(), placed.value.json().clone())).collect();
        set("Environment", json!({ "Variables": variables }));
    }
    if let Some(vpc) = &settings.vpc {
        let (groups, subnets) = (&vpc.value.security_groups, &vpc.value.subnets);
        set("VpcConfig", json!({ "SecurityGroupIds": groups, "SubnetIds": subnets }));
    }
    if !settings.layers.is_empty() {
        set("Layers", settings.layers.iter().map(|layer| layer.value.json().clone()).collect());
    }
    if let Some(target) = &settings.dead_letter {
        set("DeadLetterConfig", json!({ "TargetArn": target.arn }));
    }
    if let Some(tracing) = settings.tracing {
        set("TracingConfig", json!({ "Mode": tracing.name() }));
    }
    if let Some(size) = &settings.ephemeral_storage {
        set("EphemeralStorage", json!({ "Size": size.value }));
    }
    if let Some(instances) = &settings.reserved_concurrency {
        set("ReservedConcurrentExecutions", json!(instances.value));
    }
    if !settings.tags.is_empty() {
        let tags = settings.tags.iter().map(|(key, tag)| json!({ "Key": key, "Value": tag.value }));
        set("Tags", tags.collect());
    }
    Json::Object(properties)
}

/// A digest of what Lambda keeps in a version: the code (by its key, which is its content) and the configuration.
fn version_digest(properties: &Json) -> String {
    let mut versioned = properties.clone();
    if let Some(map) = versioned.as_object_mut() {
        map.retain(|name, _| !UNVERSIONED.contains(&name.as_str()));
    }
    canonical::sha256(canonical::text(&versioned).as_bytes())
}
