//! A function's schedules: an EventBridge rule each, and the permission to call the alias.
//!
//! Owns the rule and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Schedule;
use crate::describe::trigger::EventSource;
use crate::synth::text;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, schedule: &Schedule) {
    let mut target = json!({ "Id": "function", "Arn": owner.alias() });
    if let Some(input) = &schedule.input {
        let at = owner.id(context, &schedule.key(), "Schedule");
        let input = context.template.resolved(&at, input.clone(), context.ids);
        target["Input"] = text::of_json(&input);
    }
    let mut properties = json!({
        "ScheduleExpression": schedule.expression.to_string(),
        "State": if schedule.enabled { "ENABLED" } else { "DISABLED" },
        "Targets": [target],
    });
    if let Some(description) = &schedule.description {
        properties["Description"] = Json::from(description.as_str());
    }
    let rule = owner.id(context, &schedule.key(), "Schedule");
    context.resource(&rule, "AWS::Events::Rule", properties, &schedule.place);
    let permission = owner.id(context, &schedule.key(), "SchedulePermission");
    let source = json!({ "SourceArn": { "Fn::GetAtt": [rule, "Arn"] } });
    owner.permission(context, &permission, "events.amazonaws.com", source, &schedule.place);
}
