//! Layers that are built: one resource each, for all functions that have it.
//!
//! Owns the layer's version. Every property of it is create-only, so whatever changes makes a new version, and the old
//! one stays.

use serde_json::{Value as Json, json};

use super::bucket::ARTIFACT_BUCKET;
use super::ids::{Ids, join};
use super::template::Template;
use crate::check::{CheckedLayer, Diagnostic};

/// The logical ID of a layer.
pub(super) fn id(name: &str) -> String {
    join(&[name], "Layer")
}

pub(super) fn add(
    template: &mut Template,
    checked: &CheckedLayer,
    key: &str,
    ids: &Ids,
    findings: &mut Vec<Diagnostic>,
) {
    let layer = &checked.layer;
    let mut properties = json!({
        // A name of its own, so that versions are counted; stages have stacks of different names.
        "LayerName": { "Fn::Sub": format!("${{AWS::StackName}}-{}", checked.name) },
        "Content": { "S3Bucket": { "Ref": ARTIFACT_BUCKET }, "S3Key": key },
    });
    let names = |all: Vec<&'static str>| Json::from(all);
    if !layer.runtimes.is_empty() {
        properties["CompatibleRuntimes"] = names(layer.runtimes.iter().map(|runtime| runtime.name()).collect());
    }
    if !layer.architectures.is_empty() {
        properties["CompatibleArchitectures"] =
            names(layer.architectures.iter().map(|architecture| architecture.name()).collect());
    }
    if let Some(description) = &layer.description {
        properties["Description"] = json!(description);
    }
    if let Some(license) = &layer.license {
        properties["LicenseInfo"] = json!(license);
    }
    let resource = json!({
        "Type": "AWS::Lambda::LayerVersion",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    });
    template.resource(&id(&checked.name), resource, &checked.place, ids, findings);
}
