//! Events, messages, times, objects and log lines that AWS brings to the function.

use std::sync::LazyLock;

use serde_json::json;

use super::{KEY, QUEUE, ROLE, Row, TOPIC, function, on, project, reaches};
use crate::aws;
use crate::describe::{
    EventPattern, FilterPolicyScope, InputTransformer, Iot, Logs, Notification, Project, Rate, Resource, S3, S3Event,
    Schedule, Scheduler, Sns,
};

// Both projects of a row have these, so that a setter can refer to one.
static BUS: LazyLock<Resource<aws::events::EventBus>> =
    LazyLock::new(|| Resource::typed("Bus", json!({ "Name": "bus" })));
static GROUP: LazyLock<Resource<aws::scheduler::ScheduleGroup>> = LazyLock::new(|| Resource::typed("Group", json!({})));
static JOBS: LazyLock<Resource<aws::sqs::Queue>> = LazyLock::new(|| Resource::typed("Jobs", json!({})));
static NEWS: LazyLock<Resource<aws::sns::Topic>> = LazyLock::new(|| Resource::typed("News", json!({})));

pub(super) fn rows() -> Vec<Row> {
    [rules(), schedules(), messages(), buckets()].concat()
}

/// The setters that a rule has, whether a time or an event starts it.
macro_rules! rule {
    ($source:ident, $base:expr) => {
        reaches! { $source: $base, on, "Events::Rule";
            dead_letter(QUEUE) => "/Targets/0/DeadLetterConfig/Arn": QUEUE;
            description("Says") => "/Description": "Says";
            enabled(false) => "/State": "DISABLED";
            input(json!({ "a": 1 })) => "/Targets/0/Input": "{\"a\":1}";
            input_path("$.detail") => "/Targets/0/InputPath": "$.detail";
            input_transformer(InputTransformer::new("\"x\"")) =>
                "/Targets/0/InputTransformer": { "InputTemplate": "\"x\"" };
            maximum_event_age(90) => "/Targets/0/RetryPolicy/MaximumEventAgeInSeconds": 90;
            maximum_retry_attempts(4) => "/Targets/0/RetryPolicy/MaximumRetryAttempts": 4;
            tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
        }
    };
}

fn pattern() -> EventPattern {
    EventPattern::new("large").matching("account", json!(["111111111111"]))
}

fn rules() -> Vec<Row> {
    let matching = reaches! { EventPattern: pattern(), |source| on(source).add(BUS.clone()), "Events::Rule";
        bus(&BUS) => "/EventBusName": { "Ref": "Bus" };
        bus_name("shop") => "/EventBusName": "shop";
        detail(json!({ "a": ["b"] })) => "/EventPattern/detail": { "a": ["b"] };
        detail_type("Placed") => "/EventPattern/detail-type": ["Placed"];
        matching("region", json!(["eu-west-1"])) => "/EventPattern/region": ["eu-west-1"];
        resource(TOPIC) => "/EventPattern/resources": [TOPIC];
        source("shop") => "/EventPattern/source": ["shop"];
        with_all_management_events() => "/State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
    };
    let transformed = reaches! { InputTransformer: InputTransformer::new("\"<other>\"").path("other", "$.id"),
        |transformer| on(pattern().input_transformer(transformer)), "Events::Rule";
        path("id", "$.detail.id") => "/Targets/0/InputTransformer/InputPathsMap/id": "$.detail.id";
    };
    let schedule = rule!(Schedule, Schedule::new("warm", Rate::minutes(5)));
    [schedule, rule!(EventPattern, pattern()), matching, transformed].concat()
}

fn schedules() -> Vec<Row> {
    reaches! { Scheduler: Scheduler::new("report", Rate::days(1)), |source| on(source).add(GROUP.clone()),
        "Scheduler::Schedule";
        dead_letter(QUEUE) => "/Target/DeadLetterConfig/Arn": QUEUE;
        description("Says") => "/Description": "Says";
        enabled(false) => "/State": "DISABLED";
        end_date("2030-12-31T00:00:00Z") => "/EndDate": "2030-12-31T00:00:00Z";
        flexible_window(15) => "/FlexibleTimeWindow": { "Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15 };
        group(&GROUP) => "/GroupName": { "Ref": "Group" };
        group_name("mine") => "/GroupName": "mine";
        input(json!({ "a": 1 })) => "/Target/Input": "{\"a\":1}";
        kms_key(KEY) => "/KmsKeyArn": KEY;
        maximum_event_age(90) => "/Target/RetryPolicy/MaximumEventAgeInSeconds": 90;
        maximum_retry_attempts(4) => "/Target/RetryPolicy/MaximumRetryAttempts": 4;
        start_date("2030-01-01T00:00:00Z") => "/StartDate": "2030-01-01T00:00:00Z";
        time_zone("Europe/Madrid") => "/ScheduleExpressionTimezone": "Europe/Madrid";
    }
}

fn messages() -> Vec<Row> {
    let topics = reaches! { Sns: Sns::arn(TOPIC), on, "SNS::Subscription";
        dead_letter(QUEUE) => "/RedrivePolicy/deadLetterTargetArn": QUEUE;
        filter_policy(json!({ "kind": ["placed"] })) => "/FilterPolicy": { "kind": ["placed"] };
        filter_policy_scope(FilterPolicyScope::MessageBody).filter_policy(json!({ "kind": ["placed"] })) =>
            "/FilterPolicyScope": "MessageBody";
        region("us-east-1") => "/Region": "us-east-1";
    };
    let things = reaches! { Iot: Iot::new("hot", "SELECT * FROM 'a'"), on, "IoT::TopicRule";
        description("Says") => "/TopicRulePayload/Description": "Says";
        enabled(false) => "/TopicRulePayload/RuleDisabled": true;
        error_action(json!({ "Sns": { "RoleArn": ROLE, "TargetArn": TOPIC } })) =>
            "/TopicRulePayload/ErrorAction": { "Sns": { "RoleArn": ROLE, "TargetArn": TOPIC } };
        rule_name("hot_rule") => "/RuleName": "hot_rule";
        sql_version("2016-03-23") => "/TopicRulePayload/AwsIotSqlVersion": "2016-03-23";
        tag("team", "shop") => "/Tags/0": { "Key": "team", "Value": "shop" };
    };
    let lines = reaches! { Logs: Logs::named("/shop"), on, "Logs::SubscriptionFilter";
        apply_on_transformed_logs(true) => "/ApplyOnTransformedLogs": true;
        emit_system_field("@aws.account") => "/EmitSystemFields": ["@aws.account"];
        field_selection_criteria("@aws.region = \"eu-west-1\"") =>
            "/FieldSelectionCriteria": "@aws.region = \"eu-west-1\"";
        filter_name("errors") => "/FilterName": "errors";
        filter_pattern("ERROR") => "/FilterPattern": "ERROR";
    };
    [topics, things, lines].concat()
}

/// A project in which a bucket tells a queue.
fn told(notification: Notification) -> Project {
    project(function("slash")).notification(notification).add(JOBS.clone()).add(NEWS.clone())
}

fn buckets() -> Vec<Row> {
    let functions = reaches! { S3: S3::existing("shop"), on, "Custom::GordonBucketNotifications";
        account("222222222222") => "/Account": "222222222222";
        events([S3Event::ObjectRemoved]) => "/Notifications/0/Events": ["s3:ObjectRemoved:*"];
        prefix("in/") => "/Notifications/0/Prefix": "in/";
        suffix(".jpg") => "/Notifications/0/Suffix": ".jpg";
    };
    let others = reaches! { Notification: Notification::existing("shop").to_queue_arn(QUEUE), told,
        "Custom::GordonBucketNotifications";
        account("222222222222") => "/Account": "222222222222";
        events([S3Event::ObjectRemoved]) => "/Notifications/0/Events": ["s3:ObjectRemoved:*"];
        prefix("in/") => "/Notifications/0/Prefix": "in/";
        suffix(".jpg") => "/Notifications/0/Suffix": ".jpg";
        to_event_bridge() => "/EventBridge": "true";
        to_queue(&JOBS) => "/Notifications/0/Queue": { "Fn::GetAtt": ["Jobs", "Arn"] };
        to_topic(&NEWS) => "/Notifications/0/Topic": { "Ref": "News" };
        to_topic_arn(TOPIC) => "/Notifications/0/Topic": TOPIC;
    };
    let queue = reaches! { Notification: Notification::existing("shop").to_topic_arn(TOPIC), told,
        "Custom::GordonBucketNotifications";
        to_queue_arn(QUEUE) => "/Notifications/0/Queue": QUEUE;
    };
    [functions, others, queue].concat()
}
