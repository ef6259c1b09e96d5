//! A function's log group, and what the function is told of its logs.
//!
//! Owns both: the group is a resource of its own, so that retention and deletion are the stack's.

use serde_json::{Map, Value as Json, json};

use super::function::Made;
use super::tags;
use crate::describe::id::Part;
use crate::describe::{Function, LogFormat};

/// The log group; none where the function sends its logs to another.
pub(super) fn resource(made: &Made<'_>) -> Option<Json> {
    let logging = &made.checked.function.settings.logging;
    if logging.group.is_some() {
        return None;
    }
    let mut properties = Map::new();
    let mut set = |name: &str, value: Json| properties.insert(name.to_owned(), value);
    if let Some(days) = logging.retention_days.as_ref().or(made.project.log_retention_days.as_ref()) {
        set("RetentionInDays", json!(days.value));
    }
    if let Some(class) = &logging.class {
        set("LogGroupClass", json!(class.value.name()));
    }
    if let Some(key) = &logging.kms_key {
        set("KmsKeyId", json!(key.value));
    }
    if let Some(policy) = &logging.data_protection {
        set("DataProtectionPolicy", policy.value.clone());
    }
    if let Some(tags) = tags::propagated(made) {
        set("Tags", tags);
    }
    Some(match properties.is_empty() {
        true => json!({ "Type": "AWS::Logs::LogGroup" }),
        false => json!({ "Type": "AWS::Logs::LogGroup", "Properties": properties }),
    })
}

/// `LoggingConfig` of the function.
pub(super) fn config(made: &Made<'_>) -> Json {
    let logging = &made.checked.function.settings.logging;
    let mut config = match &logging.group {
        Some(group) => json!({ "LogGroup": group.value }),
        None => json!({ "LogGroup": made.reference(Part::LogGroup) }),
    };
    let levels = logging.application_level.is_some() || logging.system_level.is_some();
    if let Some(format) = logging.format.as_ref().map(|format| format.value).or(levels.then_some(LogFormat::Json)) {
        config["LogFormat"] = json!(format.name());
    }
    if let Some(level) = &logging.application_level {
        config["ApplicationLogLevel"] = json!(level.value.name());
    }
    if let Some(level) = &logging.system_level {
        config["SystemLogLevel"] = json!(level.value.name());
    }
    config
}

/// The ARN of the log group's streams, for the function's role.
pub(super) fn arn(function: &Function) -> Json {
    match &function.settings.logging.group {
        // The ARN of a log group ends in `:*`: its streams.
        None => json!({ "Fn::GetAtt": [function.id.mark(Part::LogGroup), "Arn"] }),
        Some(group) => {
            let arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${group}:*";
            json!({ "Fn::Sub": [arn, { "group": group.value }] })
        }
    }
}
