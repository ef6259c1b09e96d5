//! Every rule of triggers, broken once, with what the user reads.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::aws;
use crate::check::{Diagnostic, Severity, check};
use crate::describe::value::{account_id, region};
use crate::describe::*;

fn good(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

fn project(functions: impl IntoIterator<Item = Function>) -> Project {
    Project::new("weather").app(functions.into_iter().fold(App::new("slack"), App::function))
}

fn findings(project: Project) -> Vec<Diagnostic> {
    match check(project, Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(checked) => checked.warnings,
        Err(findings) => findings,
    }
}

/// Checks that the project has one finding, that it says `message`, and that it is in this file.
#[track_caller]
fn one(project: Project, message: &str) -> Diagnostic {
    let found = findings(project);
    assert_eq!(found.len(), 1, "{message}: {found:#?}");
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let text = format!("{} {} {}", found[0].message, part(&found[0].label), part(&found[0].help));
    assert!(text.contains(message), "{text}");
    assert!(found[0].place.file().ends_with("trigger/service_tests.rs"), "{}", found[0].place);
    found[0].clone()
}

/// One function with one trigger.
#[track_caller]
fn bad(trigger: impl Into<Trigger>, message: &str) {
    assert_eq!(one(project([good("a").on(trigger)]), message).severity, Severity::Error);
}

fn fine(trigger: impl Into<Trigger>) {
    assert_eq!(findings(project([good("a").on(trigger)])), []);
}

#[test]
fn a_bucket_is_told_of_well_formed_filters() {
    let bucket = || S3::existing("pictures");
    fine(bucket().prefix("a/b!-_.'()").suffix("%3D+x"));
    bad(bucket().events([]), "at least one event");
    bad(bucket().events([S3Event::ObjectCreated, S3Event::ObjectCreatedPut]), "one of them is enough");
    bad(bucket().prefix(""), "a prefix has 1 to 1,024");
    bad(bucket().suffix(&"x".repeat(1025)), "a suffix has 1 to 1,024");
    bad(bucket().prefix("year=2024/my photos/é"), "write `year%3D2024/my+photos/%C3%A9`");
    bad(bucket().suffix("*.jpg"), "no wildcards");
    bad(S3::existing("Pictures"), "not the name of a bucket");
    let own = Resource::<aws::s3::Bucket>::typed("Pictures", json!({}));
    one(project([good("a").on(S3::of(&own).account("222222222222"))]).add(own), "the stack's account");
}

#[test]
fn notifications_of_a_bucket_do_not_overlap() {
    let of = |prefix: &str, suffix: &str| {
        let mut trigger = S3::existing("pictures");
        for (text, is_prefix) in [(prefix, true), (suffix, false)] {
            trigger = match (text, is_prefix) {
                ("", _) => trigger,
                (text, true) => trigger.prefix(text),
                (text, false) => trigger.suffix(text),
            };
        }
        trigger
    };
    let both = |a: S3, b: S3| project([good("a").on(a), good("b").on(b)]);
    // Amazon's own examples of what is refused, and of what is not.
    // <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html>
    for (a, b) in [
        (("", ""), ("images", "")),
        (("images", ""), ("images/jpg", "")),
        (("", ".jpg"), ("", "jpg")),
        (("images", ""), ("", "jpg")),
        (("images", "jpg"), ("images/a", ".jpg")),
    ] {
        one(both(of(a.0, a.1), of(b.0, b.1)), "overlap in `s3:ObjectCreated:*`");
    }
    for (a, b) in
        [(("images/", ""), ("logs/", "")), (("", ".jpg"), ("", ".png")), (("images", ".jpg"), ("images", ".png"))]
    {
        assert_eq!(findings(both(of(a.0, a.1), of(b.0, b.1))), []);
    }
    let put = || of("a", "").events([S3Event::ObjectCreatedPut]);
    let found = one(both(of("a", ""), put()), "overlap in `s3:ObjectCreated:Put`");
    assert_eq!(found.related.len(), 1);
    assert_eq!(findings(both(put(), of("a", "").events([S3Event::ObjectCreatedPost]))), []);
    assert_eq!(findings(both(put(), S3::existing("others").prefix("a"))), []);
    let found_later = || S3::existing(Param::env("BUCKET").text());
    one(both(found_later(), found_later().prefix("a")), "overlap in");

    // Of one function, with a queue, and with what the bucket's own property says.
    one(project([good("a").on(of("a", "")).on(of("ab", ""))]), "overlap in");
    let own = |notifications: Json| {
        Resource::<aws::s3::Bucket>::typed("Pictures", json!({ "NotificationConfiguration": notifications }))
    };
    let queue = "arn:aws:sqs:eu-west-1:111111111111:jobs";
    let told = Notification::existing("pictures").to_queue_arn(queue);
    one(project([good("a").on(of("a", ""))]).notification(told), "overlap in");
    let rule = |suffix: &str| {
        let filter = json!({ "S3Key": { "Rules": [{ "Name": "suffix", "Value": suffix }] } });
        own(json!({ "QueueConfigurations": [{ "Queue": queue, "Event": "s3:ObjectCreated:Put", "Filter": filter }] }))
    };
    let with = |bucket: Resource<aws::s3::Bucket>| project([good("a").on(S3::of(&bucket).suffix(".jpg"))]).add(bucket);
    one(with(rule("jpg")), "overlap in `s3:ObjectCreated:*`");
    assert_eq!(findings(with(rule("png"))), []);

    let many = (0..101).fold(good("a"), |function, at| function.on(of(&format!("{at:03}"), "")));
    one(project([many]), "has 101 notifications");
}

#[test]
fn a_notification_goes_somewhere() {
    let told = |notification: Notification| project([]).notification(notification);
    let bucket = || Notification::existing("pictures");
    one(told(bucket()), "goes nowhere");
    one(told(bucket().to_event_bridge()).notification(bucket().account("222222222222").to_event_bridge()), "given two");
    one(told(bucket().prefix("a").to_event_bridge()), "EventBridge gets every event");
    one(told(bucket().to_queue_arn("arn:aws:sqs:eu-west-1:111111111111:jobs.fifo")), "no FIFO queue");
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({ "FifoTopic": true, "TopicName": "news.fifo" }));
    one(told(bucket().to_topic(&topic)).add(topic.clone()), "no FIFO topic");
    one(told(bucket().to_topic(&topic)), "resource `News` is not part of the project");
    assert_eq!(findings(told(bucket().to_event_bridge()).notification(bucket().to_topic_arn("arn:x"))), []);
}

#[test]
fn a_user_pool_has_one_function_a_step() {
    let pool = |steps: &[UserPoolStep]| Cognito::existing("eu-west-1_a", steps.iter().copied());
    fine(pool(&[UserPoolStep::PreSignUp]));
    bad(pool(&[]), "at least one step");
    bad(pool(&[UserPoolStep::CustomSmsSender]), "has no key");
    bad(pool(&[UserPoolStep::PreSignUp]).kms_key(KEY), "a key is for");
    bad(Cognito::existing("arn:aws:cognito", [UserPoolStep::PreSignUp]), "not the ID of a user pool");
    bad(pool(&[UserPoolStep::PreSignUp, UserPoolStep::PreSignUp]), "two functions for `PreSignUp`");
    let two = |a: Cognito, b: Cognito| project([good("a").on(a), good("b").on(b)]);
    one(two(pool(&[UserPoolStep::PreSignUp]), pool(&[UserPoolStep::PreSignUp])), "two functions for `PreSignUp`");
    let sender = |step, key: &str| pool(&[step]).kms_key(key);
    let (email, text) = (UserPoolStep::CustomEmailSender, UserPoolStep::CustomSmsSender);
    one(two(sender(email, KEY), sender(text, OTHER_KEY)), "two keys");
    assert_eq!(findings(two(sender(email, KEY), sender(text, KEY))), []);
    let own = Resource::<aws::cognito::UserPool>::typed("Users", json!({ "LambdaConfig": { "PreSignUp": "arn:x" } }));
    let trigger = Cognito::of(&own, [UserPoolStep::PreSignUp]);
    one(project([good("a").on(trigger)]).add(own), "two functions for `PreSignUp`");
}

#[test]
fn skills_bots_and_instances_have_their_form() {
    bad(AlexaSkill::new("ask.skill.1"), "begins with `amzn1.ask.skill.`");
    bad(AlexaSmartHome::new("amzn1.ask.skill.a b"), "not the ID of an Alexa skill");
    fine(AlexaSkill::new(import_value_of_skill()));
    bad(Lex::arn("arn:aws:lex:eu-west-1:111111111111:bot/ABC"), "not the ARN of a bot alias");
    bad(Connect::arn("0f1e2d3c"), "not the ARN of an Amazon Connect instance");
    let twice = good("a").on(Lex::arn(BOT)).on(Lex::arn(BOT));
    one(project([twice]), "has two Lex triggers");
}

const KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const OTHER_KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/1f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const BOT: &str = "arn:aws:lex:eu-west-1:111111111111:bot-alias/ABCDEFGHIJ/TSTALIASID";

fn import_value_of_skill() -> Value<String> {
    value::import_value("skill")
}

#[test]
fn receipt_rules_are_judged() {
    let rule = || ReceiptRule::existing("default", "support");
    fine(rule().recipient("a@example.com").after("first"));
    bad(ReceiptRule::existing("default", "my rule"), "not the name of a receipt rule");
    bad(ReceiptRule::existing("-default", "support"), "not the name of a rule set");
    bad(rule().after("a b"), "not the name of a rule set or rule");
    bad((0..101).fold(rule(), |rule, at| rule.recipient(format!("{at}@example.com"))), "at most 100 recipients");
    bad((0..10).fold(rule(), |rule, _| rule.action(json!({ "StopAction": {} }))), "at most 10 actions");
    bad(rule().action(json!("StopAction")), "an object with one name");
    one(project([good("a").on(rule()).on(rule())]), "two SES receipt rules named `support`");
    let shared = rule();
    one(project([good("a").on(shared.clone()), good("b").on(shared)]), "trigger `SES receipt rule` is added twice");
    let lost = rule();
    bad(ReceiptRule::existing("default", "second").after(lost.reference()), "give it to a function with `.on`");
}

#[test]
fn triggers_of_repositories_are_judged() {
    let site = || CodeCommit::existing("site");
    fine(site().branch("main").event(RepositoryEvent::UpdateReference).custom_data("x"));
    bad(CodeCommit::existing("site.git"), "not the name of a repository");
    bad(site().named("a b"), "not the name of a trigger");
    bad(site().custom_data("x".repeat(1001)), "1 to 1000 characters");
    bad((0..11).fold(site(), |site, at| site.branch(&format!("b{at}"))), "at most 10 branches");
    bad(site().branch(""), "1 to 256 characters");
    bad(site().event(RepositoryEvent::All).event(RepositoryEvent::DeleteReference), "is all of the others");
    let many = (0..11).fold(good("a"), |function, at| function.on(site().named(&format!("t{at}"))));
    one(project([many]), "has 11 triggers");
}

#[test]
fn config_rules_are_judged() {
    let rule = || ConfigRule::new("tagged").on_change();
    fine(rule().every(ConfigFrequency::OneHour).input(json!({ "region": region() })));
    bad(ConfigRule::new("a b").on_change(), "not the name of a rule");
    bad(ConfigRule::new("tagged"), "nothing makes the rule judge");
    bad(rule().every(ConfigFrequency::OneHour).every(ConfigFrequency::SixHours), "told twice");
    bad(rule().description(&"x".repeat(257)), "1 to 256 characters");
    bad(rule().input(json!({ "count": 3 })), "whose values are texts");
    bad(rule().input(json!("x")), "whose values are texts");
    bad(rule().input(json!({ "x": "x".repeat(1024) })), "at most 1,024");
    let types = (0..101).fold(rule(), |rule, at| rule.resource_type(&format!("AWS::A::T{at}")));
    bad(types, "at most 100 types");
    bad(rule().resource_id("i-1"), "exactly one type");
    bad(rule().tag_value("x"), "goes with its key");
    bad(rule().tag_key("x").resource_type("AWS::EC2::Instance"), "types or a tag");
    bad(rule().tag_key(&"x".repeat(129)), "1 to 128 characters");
    bad(rule().tag_key("x").tag_value(&"x".repeat(257)), "1 to 256 characters");
}

#[test]
fn app_sync_is_judged() {
    let source = |resolver: Resolver| AppSync::existing("abc", "Orders").resolver(resolver);
    let field = || Resolver::field("Query", "order");
    fine(source(field().batch_size(2000).caching(3600, ["$context.identity.sub"])));
    bad(AppSync::existing("abc", "1st"), "not the name of a data source");
    bad(source(Resolver::field("My Query", "order")), "not the name of a type");
    bad(source(Resolver::field("Query", "an-order")), "not the name of a field");
    bad(source(field().batch_size(2001)), "it is 0 to 2,000");
    bad(source(field().code("")), "1 to 32768 characters");
    bad(source(field().response_template(&"x".repeat(65_537))), "1 to 65536 characters");
    bad(source(field().code("x").request_template("x")), "code or templates");
    bad(source(field().caching(0, ["$context.source.id"])), "it is 1 to 3,600");
    bad(source(field().caching(1, ["id"])), "not a key of AppSync's cache");
    bad(source(field()).resolver(field()), "`Query.order` is answered twice");
    let two = project([good("a").on(source(field())), good("b").on(AppSync::existing("abc", "Orders"))]);
    one(two, "two data sources named `Orders`");
    let other = AppSync::existing("other", "Orders").resolver(field());
    assert_eq!(findings(project([good("a").on(source(field())), good("b").on(other)])), []);
    let lost = AppSync::existing("abc", "Lost");
    one(project([]).output("Name", lost.data_source()), "give it to a function with `.on`");
}

#[test]
fn firehose_is_judged() {
    let stream = |properties: Json| Resource::<aws::kinesisfirehose::DeliveryStream>::typed("Clicks", properties);
    let s3 = || json!({ "BucketARN": "arn:aws:s3:::clicks", "RoleARN": "arn:aws:iam::111111111111:role/clicks" });
    let good_stream = stream(json!({ "ExtendedS3DestinationConfiguration": s3() }));
    let of = |trigger: Firehose| project([good("a").on(trigger)]).add(good_stream.clone());
    let clicks = || Firehose::of(&good_stream);
    assert_eq!(findings(of(clicks().buffer_kib(205).buffer_seconds(900).retries(300))), []);
    one(of(clicks().buffer_kib(204)), "it is 205 to 3,072");
    one(of(clicks().buffer_kib(3073)), "it is 205 to 3,072");
    one(of(clicks().buffer_seconds(901)), "it is 0 to 900");
    one(of(clicks().retries(301)), "it is 0 to 300");
    let slow = project([good("a").timeout(301).on(clicks())]).add(good_stream.clone());
    assert_eq!(one(slow, "gives up after 300 seconds").severity, Severity::Warning);
    for properties in [
        json!({ "S3DestinationConfiguration": s3() }),
        json!({ "ExtendedS3DestinationConfiguration": s3(), "HttpEndpointDestinationConfiguration": {} }),
    ] {
        let stream = stream(properties);
        one(project([good("a").on(Firehose::of(&stream))]).add(stream), "destinations with processors");
    }
}

#[test]
fn a_state_machine_calls_the_function() {
    let machine = |definition: Json| {
        let properties = json!({ "RoleArn": "arn:aws:iam::111111111111:role/x", "Definition": definition });
        Resource::<aws::stepfunctions::StateMachine>::typed("Orders", properties)
    };
    let a = good("a");
    let calls = machine(json!({ "StartAt": "A", "States": { "A": Task::of(&a).end() } }));
    assert_eq!(findings(project([a.clone().on(StepFunctions::of(&calls))]).add(calls)), []);
    let idle = machine(json!({ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }));
    one(project([a.on(StepFunctions::of(&idle))]).add(idle), "`Orders` does not call `a`");
}

#[test]
fn permissions_are_judged() {
    let service = || Permission::to("events.amazonaws.com").source_account("111111111111");
    fine(service());
    fine(Permission::to("arn:aws:iam::111111111111:role/x"));
    bad(Permission::to(""), "not a principal");
    bad(service().action("invoke"), "not an action of Lambda");
    bad(service().function_url_auth_type(FunctionUrlAuthType::None), "goes with the action");
    bad(Permission::to("events.amazonaws.com").source_account("1111"), "12 digits");
    bad(Permission::to("*").organization("o-1"), "10 to 32 small letters");
    bad(service().source_arn("rule/x"), "an ARN is");
    bad(service().event_source_token("a b"), "a token has");
    bad(service().event_source_token("x".repeat(257)), "1 to 256 characters");
    for open in ["events.amazonaws.com", "*"] {
        let found = one(project([good("a").on(Permission::to(open))]), "keep it to");
        assert_eq!(found.severity, Severity::Warning);
    }
    let twice = good("a").on(service().source_account(account_id())).on(service().source_account(account_id()));
    one(project([twice]), "has two permissions");
}

#[test]
fn custom_resources_are_judged() {
    let a = good("a");
    let with = |custom: CustomResource| project([a.clone()]).add(custom.resource("Rows", json!({})));
    assert_eq!(findings(with(CustomResource::of(&a).kind("Custom::Seed_@-1").timeout(3600))), []);
    one(with(CustomResource::of(&a).kind("Custom::")), "not the type of a custom resource");
    one(with(CustomResource::of(&a).kind(&format!("Custom::{}", "x".repeat(61)))), "not the type of a custom resource");
    one(with(CustomResource::of(&a).timeout(0)), "1 to 3600 seconds");
    one(with(CustomResource::of(&a).timeout(3601)), "1 to 3600 seconds");
}
