//! EventBridge Scheduler: a schedule each, with the role that it invokes the function by.
//!
//! Owns the schedule and its role.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Scheduler;
use crate::describe::trigger::EventSource;
use crate::describe::trigger::scheduler::SchedulerExpression;
use crate::synth::text;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, scheduler: &Scheduler) {
    let role = owner.id(context, &scheduler.key(), "SchedulerRole");
    context.resource(&role, "AWS::IAM::Role", role_of(owner, scheduler), &scheduler.place);
    let id = owner.id(context, &scheduler.key(), "Scheduler");
    let mut target = scheduler.target.properties();
    if let Some(input) = target.get_mut("Input") {
        *input = text::of_json(&context.template.resolved(&id, input.take(), context.ids));
    }
    target.insert("Arn".to_owned(), owner.alias());
    target.insert("RoleArn".to_owned(), json!({ "Fn::GetAtt": [role, "Arn"] }));
    let expression = match &scheduler.expression {
        SchedulerExpression::Again(expression) => expression.to_string(),
        SchedulerExpression::Once(time) => format!("at({time})"),
    };
    let mut properties = scheduler.options.properties();
    properties.insert("ScheduleExpression".to_owned(), Json::from(expression));
    properties.insert("Target".to_owned(), Json::Object(target));
    properties.entry("FlexibleTimeWindow").or_insert_with(|| json!({ "Mode": "OFF" }));
    context.resource(&id, "AWS::Scheduler::Schedule", properties, &scheduler.place);
}

/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html>: the source
/// is the schedule's group, never a single schedule.
fn role_of(owner: Owner<'_>, scheduler: &Scheduler) -> Json {
    let group = scheduler.options.get("GroupName").cloned().unwrap_or_else(|| Json::from("default"));
    let source = "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/";
    let source = match group.as_str() {
        Some(name) => json!({ "Fn::Sub": format!("{source}{name}") }),
        None => json!({ "Fn::Sub": [format!("{source}${{group}}"), { "group": group }] }),
    };
    let allow = |action: &str, on: &Json| json!({ "Effect": "Allow", "Action": action, "Resource": on });
    let mut statements = vec![allow("lambda:InvokeFunction", &owner.alias())];
    if let Some(dead) = scheduler.target.get("DeadLetterConfig") {
        statements.push(allow("sqs:SendMessage", &dead["Arn"]));
    }
    if let Some(key) = scheduler.options.get("KmsKeyArn") {
        statements.push(allow("kms:Decrypt", key));
    }
    json!({
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "scheduler.amazonaws.com" },
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnEquals": { "aws:SourceArn": source },
                "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } },
            },
        }] },
        "Policies": [{
            "PolicyName": "invoke",
            "PolicyDocument": { "Version": "2012-10-17", "Statement": statements },
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::aws;
    use crate::describe::{Cron, IntoFunction, Rate, Resource};

    const KIND: &str = "AWS::Scheduler::Schedule";
    const KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/1";
    const DEAD: &str = "arn:aws:sqs:eu-west-1:111111111111:dead";

    #[test]
    fn every_setter_reaches_the_template() {
        let group = Resource::<aws::scheduler::ScheduleGroup>::typed("Group", json!({}));
        let scheduler = Scheduler::new("report", Cron::new("0 6 ? * MON-FRI *"))
            .dead_letter(DEAD)
            .description("Daily")
            .enabled(false)
            .end_date("2030-12-31T23:59:59Z")
            .flexible_window(15)
            .group(&group)
            .input(json!({ "kind": "daily" }))
            .kms_key(KEY)
            .maximum_event_age(3600)
            .maximum_retry_attempts(2)
            .start_date("2030-01-01T00:00:00Z")
            .time_zone("Europe/Madrid");
        let made = made(project(function("slash").on(scheduler)).add(group));
        let (role, resource) = one_role(&made);
        assert_eq!(
            one(&made, KIND).1["Properties"],
            json!({
                "Description": "Daily",
                "EndDate": "2030-12-31T23:59:59Z",
                "FlexibleTimeWindow": { "Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15 },
                "GroupName": { "Ref": "Group" },
                "KmsKeyArn": KEY,
                "ScheduleExpression": "cron(0 6 ? * MON-FRI *)",
                "ScheduleExpressionTimezone": "Europe/Madrid",
                "StartDate": "2030-01-01T00:00:00Z",
                "State": "DISABLED",
                "Target": {
                    "Arn": { "Ref": "SlackSlashAlias" },
                    "DeadLetterConfig": { "Arn": DEAD },
                    "Input": r#"{"kind":"daily"}"#,
                    "RetryPolicy": { "MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 2 },
                    "RoleArn": { "Fn::GetAtt": [role, "Arn"] },
                },
            })
        );
        let properties = &resource["Properties"];
        assert_eq!(
            properties["Policies"][0]["PolicyDocument"]["Statement"],
            json!([
                { "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": { "Ref": "SlackSlashAlias" } },
                { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": DEAD },
                { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": KEY },
            ])
        );
        let condition = &properties["AssumeRolePolicyDocument"]["Statement"][0]["Condition"];
        assert_eq!(condition["ArnEquals"]["aws:SourceArn"]["Fn::Sub"][1], json!({ "group": { "Ref": "Group" } }));
    }

    fn one_role(made: &serde_json::Map<String, Json>) -> (&str, &Json) {
        *of_type(made, "AWS::IAM::Role").iter().find(|(id, _)| *id != "SlackSlashRole").expect("the schedule's role")
    }

    #[test]
    fn a_role_invokes_its_function_only_and_for_its_group_only() {
        let made = made(project(function("slash").on(Scheduler::new("often", Rate::minutes(1)))));
        assert_eq!(one(&made, KIND).1["Properties"]["FlexibleTimeWindow"], json!({ "Mode": "OFF" }));
        let properties = &one_role(&made).1["Properties"];
        assert_eq!(
            properties["Policies"][0]["PolicyDocument"]["Statement"],
            json!([{ "Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": { "Ref": "SlackSlashAlias" } }])
        );
        assert_eq!(
            properties["AssumeRolePolicyDocument"]["Statement"][0],
            json!({
                "Effect": "Allow",
                "Principal": { "Service": "scheduler.amazonaws.com" },
                "Action": "sts:AssumeRole",
                "Condition": {
                    "ArnEquals": { "aws:SourceArn": { "Fn::Sub":
                        "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default" } },
                    "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } },
                },
            })
        );
    }

    #[test]
    fn once_is_at_a_time() {
        let two = function("slash")
            .on(Scheduler::at("launch", "2030-01-01T09:00:00").group_name("mine"))
            .on(Scheduler::new("often", Rate::minutes(1)));
        let made = made(project(two));
        let schedules = of_type(&made, KIND);
        let mut expressions: Vec<&str> =
            schedules.iter().filter_map(|(_, one)| one["Properties"]["ScheduleExpression"].as_str()).collect();
        expressions.sort_unstable();
        assert_eq!(expressions, ["at(2030-01-01T09:00:00)", "rate(1 minute)"]);
        assert_eq!(of_type(&made, "AWS::IAM::Role").len(), 3);
    }
}
