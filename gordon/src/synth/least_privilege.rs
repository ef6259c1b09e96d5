//! What Gordon allows by itself is the least that AWS lets it say.
//!
//! Owns the walk over every statement; what may be on `*` is the table in `docs/least-privilege.md` and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gordon_schema::iam::Service;
use serde_json::{Value as Json, json};

use super::{Host, Keys, synth};
use crate::aws;
use crate::check::check;
use crate::describe::*;

/// A project with every setting and trigger that gives a role a statement, or lets something invoke a function. Whoever
/// adds one adds it here.
fn everything() -> Project {
    let function = |name: &str| Function::new(name).code("tests/code/hello.py").handler("hello.handler");
    let of = |kind: &str, name: &str| format!("arn:aws:{kind}:eu-west-1:111111111111:{name}");
    let (secret, key) = (of("secretsmanager", "secret:s-AbCdEf"), of("kms", "key/1"));
    let queue = Resource::<aws::sqs::Queue>::typed("Dead", json!({}));
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({}));
    let network = Vpc::new("net").security_group("sg-0123456789abcdef0").subnet("subnet-0123456789abcdef0");
    let settings = function("settings")
        .dead_letter(DeadLetter::queue(queue.arn()))
        .tracing(Tracing::Active)
        .vpc(&network)
        .on(Http::get("/one"))
        .on(Schedule::new("often", Rate::minutes(5)));
    let calls = function("calls")
        .on_success(Destination::function(of("lambda", "function:f")))
        .on_failure(FailureDestination::bucket("arn:aws:s3:::failures"))
        .kms_key(key.clone())
        .logs_to("shared")
        .vpc(&network)
        .file_system(FileSystem::efs(of("elasticfilesystem", "access-point/fsap-0123456789abcdef0"), "/mnt/efs"));
    let lasting = function("lasting")
        .on_success(Destination::topic(topic.reference()))
        .on_failure(Destination::event_bus(of("events", "event-bus/b")))
        .durable(Durable::for_seconds(60).kms_key(key.clone()))
        .vpc(&network)
        .file_system(
            FileSystem::s3(
                of("s3files", "file-system/fs-0123456789abcdef0/access-point/fsap-0123456789abcdef0"),
                "/mnt/s3",
            )
            .direct_read(DirectRead::Auto, "arn:aws:s3:::files"),
        );
    let events = function("events")
        .dead_letter(DeadLetter::topic(topic.reference()))
        .on(Http::default_route())
        .on(Sns::of(&topic))
        .on(EventPattern::new("any").source("aws.s3"))
        .on(Scheduler::new("daily", Cron::new("0 6 * * ? *")).kms_key(key.clone()).dead_letter(queue.arn()))
        .on(Logs::named("/aws/lambda/other"))
        .on(Iot::new("all", "SELECT * FROM 'a/b'"))
        .on(ProvisioningHook::arn(of("iot", "provisioningtemplate/t")));
    let sources = function("sources")
        .timeout(30)
        .on(Sqs::of(&queue).encrypted_by(key.clone()))
        .on(Kinesis::arn(of("kinesis", "stream/s")).from(StartingPosition::Latest))
        .on(Kinesis::arn(of("kinesis", "stream/t")).from(StartingPosition::Latest).enhanced_fan_out())
        .on(Stream::arn(of("dynamodb", "table/t/stream/2026-01-01T00:00:00.000"))
            .from(StartingPosition::Latest)
            .on_failure(OnFailure::bucket("arn:aws:s3:::failures")))
        .on(DocumentDb::arn(of("rds", "cluster:docs"), "db", secret.clone()).from(StartingPosition::Latest))
        .on(Mq::arn(of("mq", "broker:b:b-1"), "jobs", secret))
        .on(Msk::arn(of("kafka", "cluster/c/12345678-1234-1234-1234-123456789012-1"), "topic")
            .from(StartingPosition::Latest)
            .provisioned_pollers(1, 2)
            .schema_registry(SchemaRegistry::glue_arn(of("glue", "registry/r")).validate_value()))
        .on(Kafka::new(["kafka.example.com:9092"], "topic")
            .iam_oauth("kafka")
            .subnet("subnet-0123456789abcdef0")
            .security_group("sg-0123456789abcdef0")
            .from(StartingPosition::Latest));
    let app = App::new("app").function(settings).function(calls).function(lasting).function(events).function(sources);
    let listener = of("elasticloadbalancing", "listener/app/web/1/2");
    let answers = function("answers")
        .on(Alb::arn(listener, 1).path(["/a"]))
        .on(Http::get("/two"))
        .on(Rest::any("/a/{rest+}"))
        .on(WebSocket::connect())
        .on(FunctionUrl::public());
    let signed = function("signed").on(FunctionUrl::iam()
        .caller("222222222222")
        .organization("o-1234567890")
        .cloudfront("arn:aws:cloudfront::111111111111:distribution/E1"));
    let send = HttpIntegration::service(HttpService::SqsSendMessage, queue.arn())
        .parameter("QueueUrl", queue.reference())
        .parameter("MessageBody", "$request.body");
    let read = RestIntegration::service_action("dynamodb", "GetItem")
        .allow(Statement::allow(["dynamodb:GetItem"]).on(of("dynamodb", "table/cities")));
    let rest = RestApi::new()
        .endpoint(RestEndpoint::private(["vpce-1"]))
        .authorizer(&RestAuthorizer::token("gate", &answers))
        .account_log_role()
        .method(Rest::get("/cities").integration(read));
    let http = HttpApi::new()
        .authorizer(&HttpAuthorizer::lambda("gate", &answers))
        .route(Http::post("/jobs").integration(send));
    let web = App::new("web").http_api(http).rest_api(rest).function(answers).function(signed);
    let edge = App::new("edge").function(function("edge").on(Edge::viewer_request()));
    services(app, &key).app(web).app(edge).add(queue).add(topic)
}

/// The triggers of storage and services.
fn services(app: App, key: &str) -> Project {
    let function = |name: &str| Function::new(name).code("tests/code/hello.py").handler("hello.handler");
    let trusting = |name: &str, service: &str| {
        let statement = json!({ "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole" });
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
        Resource::<aws::iam::Role>::typed(name, json!({ "AssumeRolePolicyDocument": document }))
    };
    let pool = Resource::<aws::cognito::UserPool>::typed("Users", json!({}));
    let (bucket, queue) = (
        Resource::<aws::s3::Bucket>::typed("Uploads", json!({})),
        Resource::<aws::sqs::Queue>::typed("Removed", json!({})),
    );
    let (clicks_role, orders_role) =
        (trusting("ClicksRole", "firehose.amazonaws.com"), trusting("OrdersRole", "states.amazonaws.com"));
    let clicks = Resource::<aws::kinesisfirehose::DeliveryStream>::typed(
        "Clicks",
        json!({ "ExtendedS3DestinationConfiguration": { "BucketARN": bucket.arn(), "RoleARN": clicks_role.arn() } }),
    );
    let one = function("services");
    let orders = Resource::<aws::stepfunctions::StateMachine>::typed(
        "Orders",
        json!({
            "RoleArn": orders_role.arn(),
            "Definition": { "StartAt": "One", "States": { "One": Task::of(&one).end() } },
        }),
    );
    let one = one
        .on(AlexaSkill::new("amzn1.ask.skill.1"))
        .on(AlexaSmartHome::new("amzn1.ask.skill.2"))
        .on(AppSync::existing("abc", "Orders").resolver(Resolver::field("Query", "order")))
        .on(CodeCommit::existing("site"))
        .on(Cognito::of(&pool, [UserPoolStep::CustomEmailSender]).kms_key(key))
        .on(Cognito::existing("eu-west-1_a", [UserPoolStep::PreSignUp]))
        .on(ConfigRule::new("tagged").on_change())
        .on(Connect::arn("arn:aws:connect:eu-west-1:111111111111:instance/1"))
        .on(Firehose::of(&clicks))
        .on(Lex::arn("arn:aws:lex:eu-west-1:111111111111:bot-alias/ABCDEFGHIJ/TSTALIASID"))
        .on(Permission::to("*").organization("o-a1b2c3d4e5"))
        .on(ReceiptRule::existing("default", "support"))
        .on(S3::of(&bucket))
        .on(StepFunctions::of(&orders));
    Project::new("everything")
        .app(app.function(one))
        .notification(Notification::of(&bucket).events([S3Event::ObjectRemoved]).to_queue(&queue))
        .notification(Notification::existing("archive").to_event_bridge())
        .add(bucket)
        .add(queue)
        .add(pool)
        .add(clicks)
        .add(clicks_role)
        .add(orders)
        .add(orders_role)
}

/// The templates of `everything`, and all golden ones, by their names.
fn templates() -> Vec<(String, Json)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checked = check(everything(), root).expect("a good project");
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let made = synth(&checked, &keys, Host::Aws).expect("templates");
    let mut out = vec![
        ("everything".to_owned(), serde_json::from_str(&made.resources.body()).expect("JSON")),
        ("its bucket".to_owned(), serde_json::from_str(&made.bucket.body()).expect("JSON")),
    ];
    let mut golden = Vec::new();
    files(&root.join("../tests/golden"), &mut golden);
    assert!(golden.len() >= 16, "the golden templates are gone: {golden:?}");
    for file in golden {
        let body = fs::read_to_string(&file).expect("a template");
        out.push((file.display().to_string(), serde_json::from_str(&body).expect("JSON")));
    }
    out
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "json") {
            out.push(path);
        }
    }
}

/// The resources of a template that Gordon made, without what users say of their functions' roles.
fn resources(template: &Json) -> Vec<(&String, Json)> {
    let resources = template["Resources"].as_object().into_iter().flatten();
    let own = resources.map(|(id, resource)| {
        let mut resource = resource.clone();
        if let Some(policies) = resource["Properties"]["Policies"].as_array_mut()
            && policies.iter().any(|policy| policy["PolicyName"] == "gordon")
        {
            policies.retain(|policy| policy["PolicyName"] == "gordon");
        }
        (id, resource)
    });
    own.collect()
}

fn statements<'j>(json: &'j Json, out: &mut Vec<&'j Json>) {
    match json {
        Json::Object(map) if map.contains_key("Effect") => out.push(json),
        Json::Object(map) => map.values().for_each(|value| statements(value, out)),
        Json::Array(items) => items.iter().for_each(|item| statements(item, out)),
        _ => {}
    }
}

fn texts(json: &Json) -> Vec<&str> {
    match json {
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// Whether a resource is every resource of a service or of all.
fn is_all(resource: &Json) -> bool {
    let text = match resource {
        Json::String(text) => text,
        // `arn:${AWS::Partition}:…` has the colons of an ARN only outside braces.
        other => match other.get("Fn::Sub").map(|sub| sub.get(0).unwrap_or(sub)).and_then(Json::as_str) {
            Some(text) => &text.replace("AWS::", ""),
            None => return false,
        },
    };
    text == "*" || text.splitn(6, ':').nth(5).is_some_and(|part| part == "*")
}

/// The rows of the document: action and reason.
fn exceptions() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/least-privilege.md");
    let document = fs::read_to_string(path).expect("docs/least-privilege.md");
    let rows = document.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let action = cells.first()?.strip_prefix('`')?.strip_suffix('`')?;
        Some((action.to_owned(), (*cells.get(2)?).to_owned()))
    });
    rows.collect()
}

#[test]
fn star_is_only_where_aws_allows_nothing_narrower() {
    let exceptions = exceptions();
    let mut used = BTreeSet::new();
    for (name, template) in templates() {
        for (id, resource) in resources(&template) {
            let mut found = Vec::new();
            statements(&resource, &mut found);
            // A denial takes away; an assume-role policy has no resource.
            for statement in found.iter().filter(|statement| statement["Effect"] == "Allow") {
                let actions = texts(&statement["Action"]);
                assert!(!actions.is_empty(), "{name} {id}: {statement}");
                for action in &actions {
                    assert!(!action.contains(['*', '?']), "{name} {id}: {action}");
                }
                let on = &statement["Resource"];
                if is_all(on) || on.as_array().is_some_and(|list| list.iter().any(is_all)) {
                    for action in actions {
                        assert!(
                            exceptions.contains_key(action),
                            "{name} {id}: `{action}` on `*` is not in the document"
                        );
                        used.insert(action.to_owned());
                    }
                }
            }
        }
    }
    assert_eq!(used, exceptions.keys().cloned().collect(), "the document lists what is nowhere");
    for (action, reason) in exceptions {
        let (service, name) = action.split_once(':').expect("an action");
        let service = Service::open(service).expect("a service");
        let resources = service.action(name).expect("an action").resource_types().count();
        assert_eq!(resources == 0, reason.contains("no resource"), "{action}: {reason}");
    }
}

/// Whom the golden templates let in by `Permission::to`, which is the user's own word, and whether by account.
const CHOSEN: [(&str, bool); 2] = [("222222222222", false), ("secretsmanager.amazonaws.com", true)];

#[test]
fn a_permission_names_its_source() {
    for (name, template) in templates() {
        for (id, resource) in resources(&template) {
            if resource["Type"] == "AWS::Lambda::Permission" {
                let properties = &resource["Properties"];
                let named =
                    ["SourceArn", "EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "PrincipalOrgID"]
                        .iter()
                        .any(|key| properties.get(key).is_some());
                // A rule of AWS Config gets its ARN when it is made, and asks for the permission then.
                let in_account = properties.get("SourceAccount").is_some();
                let named = named
                    || (properties["Principal"] == "config.amazonaws.com" && in_account)
                    || CHOSEN.contains(&(properties["Principal"].as_str().unwrap_or_default(), in_account));
                assert!(named, "{name} {id}: {properties}");
                assert!(!is_all(&properties["SourceArn"]), "{name} {id}: {properties}");
            }
        }
    }
}

#[test]
fn every_resource_is_told_from_one() {
    for all in [json!("*"), json!("arn:aws:sqs:*:*:*"), json!({ "Fn::Sub": "arn:${AWS::Partition}:sqs:*:*:*" })] {
        assert!(is_all(&all), "{all}");
    }
    let one = json!({ "Fn::Sub": ["arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:${name}", { "name": "x" }] });
    for one in [json!("arn:aws:s3:::pictures/*"), json!({ "Fn::GetAtt": ["A", "Arn"] }), one] {
        assert!(!is_all(&one), "{one}");
    }
}
