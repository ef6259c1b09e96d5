//! EventBridge rules, which a time or an event starts: a rule each, and the permission to call the alias.
//!
//! Owns the rule, its target and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::trigger::EventSource;
use crate::describe::trigger::rule::Rule;
use crate::describe::{EventPattern, Schedule};
use crate::synth::text;

pub(super) fn add_schedule(context: &mut Context<'_>, owner: Owner<'_>, schedule: &Schedule) {
    let starts = ("ScheduleExpression", Json::from(schedule.expression.to_string()));
    add(context, owner, &schedule.rule, &schedule.key(), "Schedule", starts);
}

pub(super) fn add_pattern(context: &mut Context<'_>, owner: Owner<'_>, pattern: &EventPattern) {
    let starts = ("EventPattern", Json::Object(pattern.pattern.clone()));
    add(context, owner, &pattern.rule, &pattern.key(), "EventPattern", starts);
}

fn add(
    context: &mut Context<'_>,
    owner: Owner<'_>,
    rule: &Rule,
    key: &Json,
    kind: &str,
    (starts, expression): (&str, Json),
) {
    let id = owner.id(context, key, kind);
    let mut target = rule.target.properties();
    if let Some(input) = target.get_mut("Input") {
        *input = text::of_json(&context.template.resolved(&id, input.take(), context.ids));
    }
    target.insert("Id".to_owned(), Json::from("function"));
    target.insert("Arn".to_owned(), owner.alias());
    let mut properties = rule.options.properties();
    properties.insert(starts.to_owned(), expression);
    properties.insert("Targets".to_owned(), json!([target]));
    context.resource(&id, "AWS::Events::Rule", properties, &rule.place);
    let arn = json!({ "Fn::GetAtt": [id, "Arn"] });
    if let Some(dead) = rule.target.get("DeadLetterConfig") {
        context.allow_sending(&dead["Arn"], "events.amazonaws.com", &arn, &rule.place);
    }
    let permission = owner.id(context, key, &format!("{kind}Permission"));
    let source = json!({ "SourceArn": arn });
    owner.permission(context, &permission, "events.amazonaws.com", source, &rule.place);
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::aws;
    use crate::describe::{InputTransformer, IntoFunction, Rate, Resource};

    const KIND: &str = "AWS::Events::Rule";
    const DEAD: &str = "arn:aws:sqs:eu-west-1:111111111111:dead";

    #[test]
    fn every_setter_of_a_schedule_reaches_the_template() {
        let schedule = Schedule::new("warm", Rate::minutes(5))
            .dead_letter(DEAD)
            .description("Warm")
            .enabled(false)
            .input(json!({ "warm": true }))
            .maximum_event_age(60)
            .maximum_retry_attempts(0)
            .tag("team", "weather");
        let made = made(project(function("slash").on(schedule)));
        assert_eq!(
            one(&made, KIND).1["Properties"],
            json!({
                "Description": "Warm",
                "ScheduleExpression": "rate(5 minutes)",
                "State": "DISABLED",
                "Tags": [{ "Key": "team", "Value": "weather" }],
                "Targets": [{
                    "Arn": { "Ref": "SlackSlashAlias" },
                    "DeadLetterConfig": { "Arn": DEAD },
                    "Id": "function",
                    "Input": r#"{"warm":true}"#,
                    "RetryPolicy": { "MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 0 },
                }],
            })
        );
        assert_eq!(of_type(&made, "AWS::SQS::QueuePolicy").len(), 0, "the queue is another's");
    }

    #[test]
    fn every_setter_of_a_pattern_reaches_the_template() {
        let shop = Resource::<aws::events::EventBus>::typed("Shop", json!({ "Name": "shop" }));
        let transformer = InputTransformer::new(r#"{ "id": "<id>" }"#).path("id", "$.detail.id");
        let pattern = EventPattern::new("large")
            .bus(&shop)
            .source("shop.orders")
            .source("shop.carts")
            .detail_type("OrderPlaced")
            .resource(shop.arn())
            .detail(json!({ "total": [{ "numeric": [">", 1000] }] }))
            .matching("account", json!(["111111111111"]))
            .input_transformer(transformer)
            .with_all_management_events();
        let made = made(project(function("slash").on(pattern)).add(shop));
        let (id, rule) = one(&made, KIND);
        assert_eq!(
            rule["Properties"],
            json!({
                "EventBusName": { "Ref": "Shop" },
                "EventPattern": {
                    "account": ["111111111111"],
                    "detail": { "total": [{ "numeric": [">", 1000] }] },
                    "detail-type": ["OrderPlaced"],
                    "resources": [{ "Fn::GetAtt": ["Shop", "Arn"] }],
                    "source": ["shop.orders", "shop.carts"],
                },
                "State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                "Targets": [{
                    "Arn": { "Ref": "SlackSlashAlias" },
                    "Id": "function",
                    "InputTransformer": { "InputPathsMap": { "id": "$.detail.id" }, "InputTemplate": r#"{ "id": "<id>" }"# },
                }],
            })
        );
        assert_eq!(
            one(&made, "AWS::Lambda::Permission").1["Properties"],
            json!({
                "Action": "lambda:InvokeFunction",
                "FunctionName": { "Ref": "SlackSlashAlias" },
                "Principal": "events.amazonaws.com",
                "SourceArn": { "Fn::GetAtt": [id, "Arn"] },
            })
        );
    }

    #[test]
    fn several_rules_have_permissions_of_their_own() {
        let pattern = |name: &str| EventPattern::new(name).source("aws.s3").bus_name("shop").input_path("$.detail");
        let made =
            made(project(function("slash").on(pattern("a")).on(pattern("b")).on(Schedule::new("a", Rate::hours(1)))));
        let rules = of_type(&made, KIND);
        assert_eq!((rules.len(), of_type(&made, "AWS::Lambda::Permission").len()), (3, 3));
        let paths = rules.iter().filter(|(_, rule)| rule["Properties"]["Targets"][0]["InputPath"] == "$.detail");
        assert_eq!(paths.count(), 2);
    }
}
