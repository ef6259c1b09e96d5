//! Every rule of triggers, broken once, with what the user reads.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::aws;
use crate::check::{Diagnostic, Severity, check};
use crate::describe::*;

const CLUSTER: &str = "arn:aws:kafka:eu-west-1:111111111111:cluster/shop/1a2b-3";
const FIFO: &str = "arn:aws:sqs:eu-west-1:111111111111:jobs.fifo";
const JOBS: &str = "arn:aws:sqs:eu-west-1:111111111111:jobs";
const KINESIS: &str = "arn:aws:kinesis:eu-west-1:111111111111:stream/clicks";
const NEWS: &str = "arn:aws:sns:eu-west-1:111111111111:news";
const SECRET: &str = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf";
const STREAM: &str = "arn:aws:dynamodb:eu-west-1:111111111111:table/orders/stream/x";

fn function(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

fn project(function: Function) -> Project {
    Project::new("weather").app(App::new("slack").function(function))
}

fn findings(project: Project) -> Vec<Diagnostic> {
    match check(project, Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(checked) => checked.warnings,
        Err(findings) => findings,
    }
}

/// Checks that the project has one finding, that it says `message`, and that it is here.
#[track_caller]
fn one_of(project: Project, message: &str) -> Diagnostic {
    let found = findings(project);
    assert_eq!(found.len(), 1, "{found:#?}");
    let text = |more: &Option<String>| more.clone().unwrap_or_default();
    let text = format!("{} {} {}", found[0].message, text(&found[0].label), text(&found[0].help));
    assert!(text.contains(message), "{text}");
    assert!(found[0].place.file().ends_with("trigger/tests.rs"), "{}", found[0].place);
    found[0].clone()
}

#[track_caller]
fn one(trigger: impl Into<Trigger>, message: &str) {
    one_of(project(function("slash").on(trigger)), message);
}

#[track_caller]
fn none(trigger: impl Into<Trigger>) {
    assert_eq!(findings(project(function("slash").on(trigger))), []);
}

#[test]
fn numbers_of_mappings_have_limits() {
    let kinesis = || Kinesis::arn(KINESIS);
    one(kinesis().batch_size(0), "batch cannot be 0 it is 1 to 10,000");
    one(kinesis().batch_size(10_001), "1 to 10,000");
    one(kinesis().batch_window(301), "0 to 300");
    one(kinesis().maximum_record_age(59), "60 to 604,800");
    one(kinesis().maximum_retry_attempts(10_001), "0 to 10,000");
    one(kinesis().parallelization_factor(11), "1 to 10");
    one(kinesis().parallelization_factor(0), "1 to 10");
    one(kinesis().tumbling_window(901), "0 to 900");
    one(Sqs::arn(JOBS).maximum_concurrency(1), "2 to 1,000");
    one(Sqs::arn(JOBS).provisioned_pollers(2, 10_001), "1 to 10,000");
    one(Msk::arn(CLUSTER, "a").provisioned_pollers(201, 400), "1 to 200");
    one(Msk::arn(CLUSTER, "a").provisioned_pollers(1, 2001), "1 to 2,000");
    one(Msk::arn(CLUSTER, "a").provisioned_pollers(3, 2), "3 pollers at least are more than 2");
    none(kinesis().batch_size(10_000).batch_window(300).maximum_record_age(604_800).parallelization_factor(10));
}

#[test]
fn a_finding_is_at_the_line_of_the_setter() {
    let line = line!() + 1;
    let sqs = Sqs::arn(JOBS).batch_window(1);
    let wrong = sqs.batch_size(0);
    let found = one_of(project(function("slash").on(wrong)), "cannot be 0");
    assert_eq!(found.place.line(), line + 1);
}

#[test]
fn filters_are_judged() {
    let sqs = |filter: Json| Sqs::arn(JOBS).filter(filter);
    one(sqs(json!({ "body": "x" })), r#"matched by a list: write `["x"]`"#);
    one(sqs(json!({ "body": { "x": [{ "prefx": "y" }] } })), "`prefx`, in `x`");
    one(sqs(json!({ "body": { "x": ["y".repeat(4096)] } })), "4,096 characters");
    let many = (0..21).fold(Sqs::arn(JOBS), |sqs, at| sqs.filter(json!({ "body": [at] })));
    one(many, "has 21 filters");
    none(sqs(json!({ "body": { "x": [{ "prefix": "y" }] } })));
}

#[test]
fn only_kafka_has_kafkas_metrics_and_topics_for_failures() {
    one(Sqs::arn(JOBS).metric(MappingMetric::KafkaMetrics), "no such metric");
    one(Kinesis::arn(KINESIS).on_failure(OnFailure::kafka_topic("dead")), "only `Msk` and `Kafka`");
    none(Msk::arn(CLUSTER, "a").metric(MappingMetric::ErrorCount).on_failure(OnFailure::kafka_topic("dead")));
}

#[test]
fn brokers_want_a_timeout_of_at_most_14_minutes() {
    let docs = DocumentDb::arn("arn:aws:rds:eu-west-1:111111111111:cluster:c", "shop", SECRET);
    let mq = Mq::arn("arn:aws:mq:eu-west-1:111111111111:broker:b:b-1", "q", SECRET);
    for trigger in [
        Trigger::from(docs),
        mq.into(),
        Msk::arn(CLUSTER, "a").into(),
        Kafka::new(["b:9092"], "a").sasl_plain(SECRET).into(),
    ] {
        one_of(project(function("slash").on(trigger.clone()).timeout(841)), "840 seconds");
        assert_eq!(findings(project(function("slash").on(trigger).timeout(840))), []);
    }
    assert_eq!(findings(project(function("slash").on(Kinesis::arn(KINESIS)).timeout(900))), []);
}

#[test]
fn queues_are_judged() {
    one(Sqs::arn(JOBS).batch_size(11), "need a window");
    none(Sqs::arn(JOBS).batch_size(11).batch_window(1));
    one(Sqs::arn(FIFO).batch_size(11), "batches of at most 10");
    one(Sqs::arn(FIFO).batch_window(1), "no batch window");
    one(Sqs::arn(JOBS).provisioned_pollers(1, 2), "at least 2 pollers");
    one(Sqs::arn(JOBS).provisioned_pollers(2, 4).maximum_concurrency(2), "not both");
    let fifo = Resource::<aws::sqs::Queue>::typed("Jobs", json!({ "FifoQueue": true }));
    one_of(project(function("slash").on(Sqs::of(&fifo).batch_size(11))).add(fifo), "batches of at most 10");
    one_of(project(function("slash").on(Sqs::arn(JOBS)).on(Sqs::arn(JOBS))), "two SQS triggers");
}

#[test]
fn a_visibility_timeout_outlasts_the_function() {
    let with = |visibility: Json, timeout: u32, window: u32| {
        let jobs = Resource::<aws::sqs::Queue>::typed("Jobs", visibility);
        project(function("slash").timeout(timeout).on(Sqs::of(&jobs).batch_window(window))).add(jobs)
    };
    let seconds = |seconds: u32| json!({ "VisibilityTimeout": seconds });
    let error = one_of(with(seconds(29), 30, 0), "`VisibilityTimeout` of at least 180");
    assert_eq!(error.severity, Severity::Error);
    let warning = one_of(with(seconds(184), 30, 5), "`VisibilityTimeout` of 185");
    assert_eq!(warning.severity, Severity::Warning);
    one_of(with(json!({}), 31, 0), "is 30 seconds, the function's timeout 31");
    assert_eq!(findings(with(seconds(185), 30, 5)), []);
    assert_eq!(findings(with(json!({ "VisibilityTimeout": region() }), 900, 0)), [], "known only later");
}

#[test]
fn a_table_needs_a_stream() {
    let plain = Resource::<aws::dynamodb::Table>::typed("Orders", json!({}));
    one_of(project(function("slash").on(Stream::of(&plain))).add(plain), "`Orders` has no stream");
    let streamed = json!({ "StreamSpecification": { "StreamViewType": "KEYS_ONLY" } });
    let streamed = Resource::<aws::dynamodb::Table>::typed("Orders", streamed);
    assert_eq!(findings(project(function("slash").on(Stream::of(&streamed))).add(streamed)), []);
    one(Stream::arn(STREAM).from(StartingPosition::AtTimestamp(1)), "not read from a time");
    none(Kinesis::arn(KINESIS).from(StartingPosition::AtTimestamp(1)));
    let never_added = Resource::<aws::dynamodb::Table>::typed("Lost", json!({}));
    one(Stream::of(&never_added), "`Lost` is not part of the project");
}

#[test]
fn kafka_is_judged() {
    let msk = || Msk::arn(CLUSTER, "a");
    let kafka = || Kafka::new(["b:9092"], "a");
    one(msk().bisect_on_error(true), "`bisect_on_error` is for provisioned mode");
    one(msk().partial_batch_responses(), "`partial_batch_responses` is for");
    one(msk().maximum_record_age(60), "`maximum_record_age` is for");
    one(msk().maximum_retry_attempts(1), "`maximum_retry_attempts` is for");
    one(msk().system_log_level(PollerLogLevel::Info), "`system_log_level` is for");
    one(kafka().schema_registry(SchemaRegistry::confluent("https://x").validate_key()), "`schema_registry` is for");
    none(msk().bisect_on_error(true).provisioned_pollers(1, 2));
    one(msk().on_failure(OnFailure::kafka_topic("a")), "the topic that they come from");
    one(msk().mutual_tls(SECRET).sasl_scram_512(SECRET), "in one way, not in 2");
    one(kafka().oauth_scope("x"), "`oauth_scope` is for OAuth");
    one(kafka().iam_oauth("x").oauth_identity_pool("y"), "`oauth_identity_pool` is for OAuth");
    none(kafka().iam_oauth("x"));
    none(kafka().oauth(SECRET).oauth_audience("x"));
    one(kafka().subnet("subnet-1"), "subnets and security groups");
    one(kafka().consumption_mode(ConsumptionMode::Queue).batch_window(1), "has no batch window");
    one(
        kafka().consumption_mode(ConsumptionMode::Queue).from(StartingPosition::TrimHorizon),
        "has no starting position",
    );
    one(Kafka::new(Vec::<&str>::new(), "a"), "has 0 bootstrap servers");
    one(Kafka::new((0..11).map(|at| format!("b-{at}:9092")), "a"), "has 11 bootstrap servers");
}

#[test]
fn only_rabbit_has_virtual_hosts() {
    let broker = |engine: &str| Resource::<aws::amazonmq::Broker>::typed("Shop", json!({ "EngineType": engine }));
    let with = |broker: Resource<aws::amazonmq::Broker>| {
        project(function("slash").on(Mq::of(&broker, "q", SECRET).virtual_host("/"))).add(broker)
    };
    one_of(with(broker("ActiveMQ")), "only RabbitMQ");
    assert_eq!(findings(with(broker("RABBITMQ"))), []);
}

#[test]
fn rules_are_judged() {
    let schedule = || Schedule::new("warm", Rate::hours(1));
    let pattern = || EventPattern::new("a").source("aws.s3");
    one(Schedule::new("no name", Rate::hours(1)), "is not the name of a schedule");
    one(Schedule::new("never", Rate::minutes(0)), "at least 1");
    one(schedule().description(&"x".repeat(513)), "512 characters");
    one(schedule().input(json!("x".repeat(8192))), "8,192 characters");
    one(schedule().maximum_retry_attempts(186), "0 to 185");
    one(schedule().maximum_event_age(59), "60 to 86,400");
    one(schedule().dead_letter(FIFO), "no FIFO queue");
    one(EventPattern::new("a"), "pattern is empty");
    one(pattern().detail(json!({ "x": 1 })), "`x` is matched by a list");
    one(EventPattern::new("").source("x"), "is not the name of an event pattern");
    one(pattern().input(json!({})).input_path("$.detail"), "leave one of");
    one(pattern().input_path("detail"), "such as `$.detail.state`");
    one_of(project(function("slash").on(pattern()).on(pattern())), "two event patterns named `a`");
    let transformer = |template: &str| pattern().input_transformer(InputTransformer::new(template).path("id", "$.id"));
    none(transformer("<id> of <aws.events.rule-arn>, 1 < 2"));
    one(transformer("<di>"), "`<di>`, which is no path's name");
    one(transformer(""), "1 to 8,192 characters");
    one(pattern().input_transformer(InputTransformer::new("x").path("AWSx", "$.x")), "cannot be the name of a path");
    one(pattern().input_transformer(InputTransformer::new("x").path("x", "x")), "not a path into the event");
    let many = (0..101).fold(InputTransformer::new("x"), |all, at| all.path(&format!("p{at}"), "$.x"));
    one(pattern().input_transformer(many), "at most 100 paths");
}

#[test]
fn schedulers_are_judged() {
    let often = || Scheduler::new("often", Rate::hours(1));
    one(Scheduler::new("a b", Rate::hours(1)), "is not the name of a schedule");
    one(Scheduler::new("never", Rate::minutes(0)), "at least 1");
    one(Scheduler::at("once", "2030-01-01T09:00:00Z"), "`.time_zone(name)`");
    one(often().start_date("2030-01-01T00:00:00"), "not a time with its zone");
    one(often().end_date("tomorrow"), "not a time with its zone");
    one(often().time_zone("Madrid time"), "not the name of a time zone");
    one(often().flexible_window(0), "1 to 1,440");
    one(often().maximum_event_age(86_401), "60 to 86,400");
    one(often().maximum_retry_attempts(186), "0 to 185");
    one(often().description(&"x".repeat(513)), "512 characters");
    one(often().input(json!("x".repeat(256 * 1024))), "256 KB");
    one(often().dead_letter(FIFO), "no FIFO queue");
    one_of(project(function("slash").on(often()).on(often())), "two schedulers named `often`");
    none(Scheduler::at("once", "2030-01-01T09:00:00").time_zone("America/Argentina/Buenos_Aires"));
}

#[test]
fn topics_are_judged() {
    one(Sns::arn("news"), "not the ARN of a topic");
    one(Sns::arn(format!("{NEWS}.fifo")), "sends to queues only");
    one(Sns::arn(NEWS).filter_policy(json!({ "a": "b" })), "matched by a list");
    one(Sns::arn(NEWS).filter_policy(json!({ "a": { "b": ["c"] } })), "FilterPolicyScope::MessageBody");
    one(Sns::arn(NEWS).filter_policy_scope(FilterPolicyScope::MessageBody), "says nothing without one");
    let six = json!({ "a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1] });
    one(Sns::arn(NEWS).filter_policy(six), "has 6 attributes");
    one(Sns::arn(NEWS).dead_letter(FIFO), "no FIFO queue");
    let fifo = Resource::<aws::sns::Topic>::typed("News", json!({ "FifoTopic": true }));
    one_of(project(function("slash").on(Sns::of(&fifo))).add(fifo), "sends to queues only");
    let dead = Resource::<aws::sqs::Queue>::typed("Dead", json!({ "FifoQueue": true }));
    one_of(project(function("slash").on(Sns::arn(NEWS).dead_letter(dead.arn()))).add(dead), "no FIFO queue");
    none(
        Sns::arn(NEWS)
            .filter_policy(json!({ "a": { "b": ["c"] } }))
            .filter_policy_scope(FilterPolicyScope::MessageBody),
    );
}

#[test]
fn log_groups_are_judged() {
    let slash = function("slash");
    let looped = slash.clone().on(Logs::of_function(&slash));
    one_of(project(looped), "would call itself without end");
    one(Logs::named("x").filter_pattern(&"x".repeat(1025)), "1024 characters");
    one(Logs::named("x").filter_name("a:b"), "no `:` or `*`");
    one(Logs::named("x").field_selection_criteria(&"x".repeat(2001)), "2000 characters");
    one(Logs::named("x").emit_system_field("@aws.zone"), "`@aws.account` or `@aws.region`");
    one_of(project(slash.on(Logs::of_function(&function("lost")))), "function `lost` is not part of the project");
}

#[test]
fn iot_is_judged() {
    let iot = || Iot::new("hot", "SELECT * FROM 'x'");
    one(Iot::new("hot!", "SELECT * FROM 'x'"), "not the name of an IoT rule");
    one(Iot::new("hot", "DELETE"), "selects nothing");
    one(iot().sql_version("2020-01-01"), "2015-10-08, 2016-03-23, beta");
    one(iot().rule_name("hot-sensors"), "letters, digits and `_`");
    one(iot().error_action(json!({})), "is one action");
    one_of(project(function("slash").on(iot()).on(iot())), "two IoT rules named `hot`");
}

#[test]
fn a_template_has_one_hook() {
    let body = |more: Json| {
        let mut body = json!({ "ProvisioningRoleArn": "r", "TemplateBody": "{}" });
        body["PreProvisioningHook"] = more;
        body
    };
    let own = Resource::<aws::iot::ProvisioningTemplate>::typed("Fleet", body(json!({ "TargetArn": "x" })));
    one_of(project(function("slash").on(ProvisioningHook::of(&own))).add(own), "leave that property away");
    let mut plain = body(json!({}));
    plain.as_object_mut().expect("an object").remove("PreProvisioningHook");
    let fleet = Resource::<aws::iot::ProvisioningTemplate>::typed("Fleet", plain);
    let app = App::new("slack")
        .function(function("a").on(ProvisioningHook::of(&fleet)))
        .function(function("b").on(ProvisioningHook::of(&fleet)));
    one_of(Project::new("weather").app(app).add(fleet), "has a hook already");
}

#[test]
fn all_findings_come_at_once() {
    let queue = Sqs::arn(FIFO).batch_size(11).batch_window(301).maximum_concurrency(1).filter(json!([]));
    let found = findings(project(function("slash").on(queue).on(Sns::arn("x"))));
    assert_eq!(found.len(), 6, "{found:#?}");
}

fn region() -> Value<String> {
    crate::describe::value::region()
}
