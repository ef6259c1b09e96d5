//! The processor of a Firehose stream, and what lets the stream call the function.
//!
//! Owns what it writes into the user's own stream: one processor more.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Context, Owner, append, inside, policy};
use crate::describe::Firehose;
use crate::describe::trigger::{DESTINATIONS, EventSource};

/// <https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3>
const ACTIONS: [&str; 2] = ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"];

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, firehose: &Firehose) {
    let Some(stream) = firehose.own().map(|mark| context.logical_id(&mark)) else { return };
    // `check` saw to it that there is exactly one.
    let Some(properties) = context.template.get(&stream).map(|stream| &stream["Properties"]) else { return };
    let Some(destination) = DESTINATIONS.into_iter().find(|name| properties.get(name).is_some()) else { return };

    let mut parameters = vec![json!({ "ParameterName": "LambdaArn", "ParameterValue": owner.alias() })];
    let role = firehose.options.get("RoleArn").cloned();
    let role = role.unwrap_or_else(|| properties[destination]["RoleARN"].clone());
    for (name, value) in sorted(firehose) {
        parameters.push(json!({ "ParameterName": name, "ParameterValue": value }));
    }
    let processor = json!([{ "Type": "Lambda", "Parameters": parameters }]);
    let path = ["Properties", destination, "ProcessingConfiguration"];
    context.amend(&stream, &path, processor, &firehose.place, |processing, processor| {
        let Some(enabled) = inside(processing, &["Enabled"]) else { return false };
        *enabled = Json::from(true);
        inside(processing, &["Processors"]).is_some_and(|processors| append(processors, processor))
    });

    let role = context.template.resolved(&stream, role, context.ids);
    let id = owner.id(context, &firehose.key(), "FirehosePolicy");
    if let Some(id) = policy::call(context, owner, &role, &ACTIONS, &id, &firehose.place) {
        policy::wait(context, &stream, &id, &firehose.place);
    }
}

/// The parameters as texts, in the order of their names.
fn sorted(firehose: &Firehose) -> BTreeMap<String, Json> {
    let text = |(name, value): (String, Json)| {
        let value = match (name.as_str(), &value) {
            // Firehose counts in MiB.
            ("BufferSizeInMBs", Json::Number(kib)) => json!((kib.as_f64().unwrap_or_default() / 1024.0).to_string()),
            (_, Json::Number(number)) => json!(number.to_string()),
            _ => value,
        };
        (name, value)
    };
    firehose.options.properties().into_iter().map(text).collect()
}
