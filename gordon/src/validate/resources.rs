//! Resources: their types and attributes, without their properties.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-product-attribute-reference.html>

use std::collections::HashMap;

use super::finding::Findings;
use super::rules::{
    INVALID_POLICY, INVALID_RESOURCE, INVALID_SECTION, MISPLACED_FUNCTION, MISSING_TRANSFORM, UNDEFINED_DEPENDENCY,
    UNKNOWN_TYPE,
};
use super::template::{EXTENSIONS, SERVERLESS, Template, is_custom, is_module};
use super::tree::{Data, Key, Tree};
use gordon_schema::node::{Kind, Node};
use gordon_schema::schema;

const ATTRIBUTES: [&str; 12] = [
    "Condition",
    "Connectors",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "IgnoreGlobals",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
    "Version",
];

/// The types of SAM's transform, which are in no schema.
const SERVERLESS_TYPES: [&str; 14] = [
    "AWS::Serverless::Api",
    "AWS::Serverless::Application",
    "AWS::Serverless::CapacityProvider",
    "AWS::Serverless::Connector",
    "AWS::Serverless::Function",
    "AWS::Serverless::GraphQLApi",
    "AWS::Serverless::HttpApi",
    "AWS::Serverless::LayerVersion",
    "AWS::Serverless::MicrovmImage",
    "AWS::Serverless::NetworkConnector",
    "AWS::Serverless::SimpleTable",
    "AWS::Serverless::StateMachine",
    "AWS::Serverless::WebFunction",
    "AWS::Serverless::WebSocketApi",
];

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
const WITH_SNAPSHOTS: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

const GROUP: &str = "AWS::AutoScaling::AutoScalingGroup";

/// A policy in `CreationPolicy` or `UpdatePolicy`: its name, the types that have it, and what it has; nothing where it
/// is a boolean.
type Policy = (&'static str, &'static [&'static str], &'static [&'static str]);

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html>
const CREATION: [Policy; 3] = [
    ("AutoScalingCreationPolicy", &[GROUP], &["MinSuccessfulInstancesPercent"]),
    ("ResourceSignal", &[GROUP, "AWS::EC2::Instance", "AWS::CloudFormation::WaitCondition"], &["Count", "Timeout"]),
    ("StartFleet", &["AWS::AppStream::Fleet"], &[]),
];

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
const UPDATE: [Policy; 9] = [
    ("AutoScalingInstanceRefresh", &[GROUP], &["Preferences", "Strategy"]),
    ("AutoScalingReplacingUpdate", &[GROUP], &["WillReplace"]),
    (
        "AutoScalingRollingUpdate",
        &[GROUP],
        &[
            "MaxBatchSize",
            "MinActiveInstancesPercent",
            "MinInstancesInService",
            "MinSuccessfulInstancesPercent",
            "PauseTime",
            "SuspendProcesses",
            "WaitOnResourceSignals",
        ],
    ),
    ("AutoScalingScheduledAction", &[GROUP], &["IgnoreUnmodifiedGroupSizeProperties"]),
    (
        "CodeDeployLambdaAliasUpdate",
        &["AWS::Lambda::Alias"],
        &["AfterAllowTrafficHook", "ApplicationName", "BeforeAllowTrafficHook", "DeploymentGroupName"],
    ),
    ("EnableVersionUpgrade", &["AWS::Elasticsearch::Domain", "AWS::OpenSearchService::Domain"], &[]),
    ("StartAfterUpdate", &["AWS::AppStream::Fleet"], &["Type"]),
    ("StopBeforeUpdate", &["AWS::AppStream::Fleet"], &["Type"]),
    ("UseOnlineResharding", &["AWS::ElastiCache::ReplicationGroup"], &[]),
];

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    // A slip in a type is often made more than once.
    let mut help = HashMap::new();
    for (key, resource) in &template.resources.entries {
        let Data::Object(attributes) = &resource.data else {
            if resource.is_literal() {
                let message = format!("the resource `{}` is an object, and this is {}", key.name, resource.what());
                findings.add(&INVALID_SECTION, resource, message).help("give it a `Type`");
            }
            continue;
        };
        let kind = resource.field("Type");
        match kind {
            None => {
                findings
                    .add(&INVALID_RESOURCE, resource, format!("the resource `{}` has no `Type`", key.name))
                    .help("write its type, such as `Type: AWS::S3::Bucket`");
            }
            Some(kind) => match kind.text() {
                Some(name) => resource_type(template, kind, name, &mut help, findings),
                None => {
                    let message = format!("a type is text, and this is {}", kind.what());
                    findings.add(&INVALID_RESOURCE, kind, message);
                }
            },
        }
        let kind = kind.and_then(Tree::text).unwrap_or_default();
        for (name, value) in attributes {
            attribute(template, key, kind, resource, name, value, findings);
        }
    }
}

fn resource_type(
    template: &Template<'_>,
    tree: &Tree,
    name: &str,
    help: &mut HashMap<String, String>,
    findings: &mut Findings,
) {
    if template.transforms.other || schema::find(name).is_some() || is_custom(name) && name.len() > "Custom::".len() {
        return;
    }
    if SERVERLESS_TYPES.contains(&name) {
        if !template.transforms.serverless {
            findings
                .add(&MISSING_TRANSFORM, tree, format!("`{name}` needs the transform `{SERVERLESS}`"))
                .help(format!("add `Transform: {SERVERLESS}`"));
        }
        return;
    }
    let parts: Vec<&str> = name.split("::").collect();
    let word = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    // Types that somebody else registered, and modules.
    let wanted = if is_module(name) { 4 } else { 3 };
    if (parts[0] != "AWS" || is_module(name)) && parts.len() == wanted && parts.iter().all(word) {
        return;
    }
    let help = help.entry(name.to_owned()).or_insert_with(|| {
        let near = findings.near(name, SERVERLESS_TYPES).or_else(|| findings.near_type(name));
        near.map_or_else(
            || "types are named like `AWS::S3::Bucket` or `Custom::Thing`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )
    });
    findings.add(&UNKNOWN_TYPE, tree, format!("there is no resource type `{name}`")).help(help.as_str());
}

fn attribute(
    template: &Template<'_>,
    id: &Key,
    kind: &str,
    resource: &Tree,
    key: &Key,
    value: &Tree,
    findings: &mut Findings,
) {
    match key.name.as_str() {
        // Other files look at these.
        "Type" | "Condition" => {}
        "Properties" | "Metadata" | "Connectors" => {
            if !matches!(value.kind(), Kind::Object | Kind::Unknown(None) | Kind::Choice) {
                let message = format!("`{}` is an object, and this is {}", key.name, value.what());
                findings.add(&INVALID_RESOURCE, value, message);
            }
        }
        "DeletionPolicy" | "UpdateReplacePolicy" => policy(template, kind, &key.name, value, findings),
        "DependsOn" => depends_on(template, id, value, findings),
        "CreationPolicy" => policies(kind, resource, key, value, &CREATION, findings),
        "UpdatePolicy" => policies(kind, resource, key, value, &UPDATE, findings),
        "IgnoreGlobals" => {}
        "Version" => {
            if !is_custom(kind) {
                findings
                    .entry(&INVALID_RESOURCE, resource, key, "only custom resources have a `Version`")
                    .help("a property goes into `Properties`");
            }
        }
        other => {
            let help = findings.near(other, ATTRIBUTES).map_or_else(
                || "a property goes into `Properties`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            findings.entry(&INVALID_RESOURCE, resource, key, format!("a resource has no `{other}`")).help(help);
        }
    }
    if matches!(key.name.as_str(), "Connectors" | "IgnoreGlobals")
        && !template.transforms.serverless
        && !template.is_open()
    {
        findings
            .entry(&MISSING_TRANSFORM, resource, key, format!("`{}` needs the transform `{SERVERLESS}`", key.name))
            .help(format!("add `Transform: {SERVERLESS}`"));
    }
}

fn policy(template: &Template<'_>, kind: &str, name: &str, value: &Tree, findings: &mut Findings) {
    if !value.is_literal() {
        if !template.transforms.extensions && !template.is_open() {
            findings
                .add(&MISPLACED_FUNCTION, value, format!("`{name}` takes no functions"))
                .help(format!("write the policy itself, or add `Transform: {EXTENSIONS}`"));
        }
        return;
    }
    let snapshots = WITH_SNAPSHOTS.contains(&kind);
    let good = match value.text() {
        Some("Delete" | "Retain") => true,
        Some("RetainExceptOnCreate") => name == "DeletionPolicy",
        // What a transform makes of the type may have them.
        Some("Snapshot") => snapshots || is_module(kind),
        _ => false,
    };
    if good {
        return;
    }
    let found = value.scalar().map_or_else(|| value.what().to_owned(), |text| format!("`{text}`"));
    let mut known = vec!["Delete", "Retain"];
    known.extend((name == "DeletionPolicy").then_some("RetainExceptOnCreate"));
    known.extend(snapshots.then_some("Snapshot"));
    let help = match value.text().and_then(|text| findings.near(text, known.iter().copied())) {
        Some(near) if value.text() != Some(near) => format!("did you mean `{near}`?"),
        _ => format!("use {}", gordon_schema::words::listed(&known, "or")),
    };
    findings.add(&INVALID_POLICY, value, format!("`{name}` of `{kind}` cannot be {found}")).help(help);
}

fn depends_on(template: &Template<'_>, id: &Key, value: &Tree, findings: &mut Findings) {
    if !value.is_literal() {
        findings
            .add(&MISPLACED_FUNCTION, value, "`DependsOn` takes no functions")
            .help("write the logical ID itself, or a list of them");
        return;
    }
    for target in value.list().unwrap_or(std::slice::from_ref(value)) {
        let Some(name) = target.text() else {
            let message = format!("`DependsOn` is a logical ID or a list of them, and this is {}", target.what());
            findings.add(&INVALID_RESOURCE, target, message);
            continue;
        };
        if name == id.name {
            findings.add(&UNDEFINED_DEPENDENCY, target, format!("`{name}` depends on itself")).help("remove it");
        } else if !template.resources.has(name) && !template.has_unseen_resources() && !template.is_in_module(name) {
            let help = match findings.near(name, template.resources.names().filter(|other| *other != id.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if template.parameters.has(name) => {
                    format!("`{name}` is a parameter: only resources can be waited for")
                }
                None => "a resource can depend on resources of its own template only".to_owned(),
            };
            findings.add(&UNDEFINED_DEPENDENCY, target, format!("there is no resource `{name}`")).help(help);
        }
    }
}

/// `CreationPolicy` or `UpdatePolicy`: an object of policies that the type has.
fn policies(kind: &str, resource: &Tree, key: &Key, value: &Tree, known: &[Policy], findings: &mut Findings) {
    let Data::Object(entries) = &value.data else {
        if !matches!(value.kind(), Kind::Unknown(None) | Kind::Choice | Kind::Absent) {
            let message = format!("`{}` is an object, and this is {}", key.name, value.what());
            findings.add(&INVALID_RESOURCE, value, message);
        }
        return;
    };
    // A transform may make another type of these, and a macro anything.
    if !kind.starts_with("AWS::") || kind.starts_with("AWS::Serverless::") || is_module(kind) {
        return;
    }
    let of_type: Vec<&Policy> = known.iter().filter(|(_, types, _)| types.contains(&kind)).collect();
    if of_type.is_empty() {
        findings.entry(&INVALID_RESOURCE, resource, key, format!("`{kind}` has no `{}`", key.name)).help("remove it");
        return;
    }
    let names: Vec<&str> = of_type.iter().map(|(name, ..)| *name).collect();
    for (entry, policy) in entries {
        let Some((_, _, fields)) = of_type.iter().find(|(name, ..)| *name == entry.name) else {
            let help = findings.near(&entry.name, names.iter().copied()).map_or_else(
                || format!("it has {}", gordon_schema::words::listed(&names, "and")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{}` of `{kind}` has no `{}`", key.name, entry.name);
            findings.entry(&INVALID_RESOURCE, value, entry, message).help(help);
            continue;
        };
        let Data::Object(found) = &policy.data else { continue };
        for (field, _) in found.iter().filter(|(field, _)| !fields.contains(&field.name.as_str())) {
            let help = findings.near(&field.name, fields.iter().copied()).map_or_else(
                || format!("it has {}", gordon_schema::words::listed(fields, "and")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("`{}` has no `{}`", entry.name, field.name);
            findings.entry(&INVALID_RESOURCE, policy, field, message).help(help);
        }
    }
}
