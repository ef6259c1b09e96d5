//! A function's schedules: an EventBridge rule each, and the permission to call the alias.
//!
//! Owns the rule and its permission.

use serde_json::{Value as Json, json};

use super::ids::{Ids, join_hashed};
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::{Function, Schedule};

pub(super) fn add(
    template: &mut Template,
    names: [&str; 2],
    function: &Function,
    schedule: &Schedule,
    ids: &Ids,
    findings: &mut Vec<Diagnostic>,
) {
    let alias = json!({ "Ref": function.id.mark(Part::Alias) });
    let mut target = json!({ "Id": "function", "Arn": alias });
    if let Some(input) = &schedule.input {
        let input = template.resolved(input.clone(), ids);
        target["Input"] = super::text::of_json(&input);
    }
    let mut properties = json!({
        "ScheduleExpression": schedule.expression.to_string(),
        "State": if schedule.enabled { "ENABLED" } else { "DISABLED" },
        "Targets": [target],
    });
    if let Some(description) = &schedule.description {
        properties["Description"] = Json::from(description.as_str());
    }
    let rule_id = join_hashed(&names, &schedule.name, "Schedule");
    let rule = json!({ "Type": "AWS::Events::Rule", "Properties": properties });
    template.resource(&rule_id, rule, &schedule.place, ids, findings);
    let permission = json!({
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": alias,
            "Principal": "events.amazonaws.com",
            "SourceArn": { "Fn::GetAtt": [rule_id, "Arn"] },
        },
    });
    template.resource(
        &join_hashed(&names, &schedule.name, "SchedulePermission"),
        permission,
        &schedule.place,
        ids,
        findings,
    );
}
