//! An infra crate with a function for each trigger that the emulator fires. Each function posts what it gets to
//! `RECORDER`.

use gordon::prelude::*;
use serde_json::Value as Json;

/// Where it runs.
#[derive(Stages)]
enum Stage {
    /// The emulator.
    #[stage(local)]
    Local,
}

/// A function that records its events under its name.
fn record(name: &str) -> Function {
    Function::new(name)
        .code("code/record/record.py")
        .handler("record.handler")
        .timeout(5)
        .environment("NAME", name)
        .environment("RECORDER", std::env::var("RECORDER").unwrap_or_default())
}

/// What a proxy integration, and a load balancer, want for an answer.
fn answering(name: &str) -> Function {
    let body = json!({ "recorded": name }).to_string();
    let answer = json!({ "statusCode": 200, "headers": { "content-type": "application/json" }, "body": body });
    record(name).environment("ANSWER", answer.to_string())
}

fn fire(_: &Stage) -> Project {
    let project = Project::new("fire").app(calls());
    [events, times, polled, requests, users, services].into_iter().fold(project, |project, of| of(project))
}

/// What becomes of a function's calls: its failures, its log lines, and its answers to CloudFormation.
fn calls() -> App {
    let (done, failed) = (record("done"), record("failed"));
    let talk = record("talk")
        .retries(0)
        .on_success(Destination::function(done.arn()))
        .on_failure(Destination::function(failed.arn()));
    let seed = record("seed");
    let rows = CustomResource::of(&seed).resource("Rows", json!({ "Size": 3 }));
    let lines = record("lines").on(Logs::of_function(&talk).filter_pattern("line"));
    App::new("calls").function(talk).function(done).function(failed).function(lines).function(seed).add(rows)
}

fn events(project: Project) -> Project {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let (news, bus) = (
        Resource::<aws::sns::Topic>::typed("News", json!({})),
        Resource::<aws::events::EventBus>::typed("Shop", json!({ "Name": "shop" })),
    );
    let group = Resource::<aws::logs::LogGroup>::typed("Access", json!({}));
    let copies = Resource::<aws::sqs::Queue>::typed("Copies", json!({}));
    let placed = InputTransformer::new(r#"{ "order": <id>, "from": "a transformer" }"#).path("id", "$.detail.id");
    let app = App::new("events")
        .function(record("uploaded").on(S3::of(&bucket).prefix("in/").suffix(".jpg")))
        .function(record("archived").on(S3::existing("archive").events([S3Event::ObjectCreated])))
        .function(record("copied").on(Sqs::of(&copies)))
        .function(record("seen").on(EventPattern::new("seen").source("aws.s3").detail_type("Object Created")))
        .function(record("heard").on(Sns::of(&news).filter_policy(json!({ "kind": ["placed"] }))))
        .function(record("default_bus").on(EventPattern::new("default").source("shop").input_path("$.detail")))
        .function(record("own_bus").on(EventPattern::new("own").bus(&bus).source("shop").input_transformer(placed)))
        .function(record("logged").on(Logs::of(&group).filter_pattern("ERROR")))
        .function(record("hot").on(Iot::new("hot", "SELECT temperature FROM 'sensors/+' WHERE temperature > 60")))
        .notification(Notification::of(&bucket).prefix("copy/").to_queue(&copies))
        .notification(Notification::of(&bucket).to_event_bridge());
    project
        .app(app)
        .output("Uploads", bucket.reference())
        .output("News", news.reference())
        .output("Access", group.reference())
        .add(bucket)
        .add(news)
        .add(bus)
        .add(group)
        .add(copies)
}

fn times(project: Project) -> Project {
    let rule = record("minutely").on(Schedule::new("often", Rate::minutes(1)).input(json!({ "by": "a rule" })));
    let scheduler =
        record("scheduled").on(Scheduler::new("often", Rate::minutes(1)).input(json!({ "by": "a schedule" })));
    project.app(App::new("times").function(rule).function(scheduler))
}

fn polled(project: Project) -> Project {
    let jobs = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
    let orders =
        Resource::<aws::sqs::Queue>::typed("Orders", json!({ "FifoQueue": true, "ContentBasedDeduplication": true }));
    let clicks = Resource::<aws::kinesis::Stream>::typed("Clicks", json!({ "ShardCount": 1 }));
    let cities = Resource::<aws::dynamodb::Table>::typed(
        "Cities",
        json!({
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
            "StreamSpecification": { "StreamViewType": "NEW_IMAGE" },
        }),
    );
    let app = App::new("polled")
        .function(record("worked").on(Sqs::of(&jobs).filter(json!({ "body": { "kind": ["resize"] } }))))
        .function(record("in_order").on(Sqs::of(&orders)))
        .function(record("clicked").on(Kinesis::of(&clicks).from(StartingPosition::TrimHorizon)))
        .function(record("changed").on(Stream::of(&cities).from(StartingPosition::TrimHorizon)));
    project
        .app(app)
        .output("Jobs", jobs.reference())
        .output("Orders", orders.reference())
        .output("Clicks", clicks.reference())
        .output("Cities", cities.reference())
        .add(jobs)
        .add(orders)
        .add(clicks)
        .add(cities)
}

fn requests(project: Project) -> Project {
    let direct = record("direct").on(FunctionUrl::public());
    let app = App::new("requests");
    let talk = record("socket").on(WebSocket::connect()).on(WebSocket::route("send")).on(WebSocket::disconnect());
    let load_balancer = Resource::<aws::elasticloadbalancingv2::LoadBalancer>::typed(
        "Web",
        json!({ "Name": "web", "Subnets": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"] }),
    );
    let nothing = json!([{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404" } }]);
    let listener = Resource::<aws::elasticloadbalancingv2::Listener>::typed(
        "WebListener",
        json!({
            "LoadBalancerArn": load_balancer.reference(),
            "Port": 80,
            "Protocol": "HTTP",
            "DefaultActions": nothing,
        }),
    );
    let project = project
        .output("Direct", direct.url())
        .output("Http", app.url("/cities/lund"))
        .output("Rest", app.rest_url("/orders/7"))
        .output("Socket", app.websocket_url());
    let app = app
        .function(direct)
        .function(record("http").on(Http::get("/cities/{city}")))
        .function(answering("rest").on(Rest::get("/orders/{id}")))
        .function(talk.environment("ANSWER", r#"{"statusCode": 200}"#))
        .function(answering("balanced").on(Alb::of(&listener, 1).path(["/balanced"])));
    project.app(app).add(load_balancer).add(listener)
}

fn users(project: Project) -> Project {
    let pool = Resource::<aws::cognito::UserPool>::typed("Users", json!({}));
    let theirs = std::env::var("POOL").unwrap_or_default();
    let app = App::new("users")
        .function(record("welcome").on(Cognito::of(&pool, [UserPoolStep::CustomMessage])))
        .function(record("welcome_theirs").on(Cognito::existing(theirs, [UserPoolStep::CustomMessage])));
    project.app(app).output("Users", pool.reference()).add(pool)
}

fn assumed_by(service: &str) -> Json {
    json!({ "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole",
    }] } })
}

fn services(project: Project) -> Project {
    let pay = record("pay");
    let machine_role = Resource::<aws::iam::Role>::typed("MachineRole", assumed_by("states.amazonaws.com"));
    let machine = Resource::<aws::stepfunctions::StateMachine>::typed(
        "Machine",
        json!({
            "RoleArn": machine_role.arn(),
            "Definition": { "StartAt": "Pay", "States": { "Pay": Task::of(&pay).end() } },
        }),
    );
    let api = Resource::<aws::appsync::GraphQLApi>::typed(
        "Graph",
        json!({ "Name": "shop", "AuthenticationType": "API_KEY" }),
    );
    let key = Resource::<aws::appsync::ApiKey>::typed("GraphKey", json!({ "ApiId": api.attribute("ApiId") }));
    let schema = Resource::<aws::appsync::GraphQLSchema>::typed(
        "GraphSchema",
        json!({ "ApiId": api.attribute("ApiId"), "Definition": "type City { name: String } type Query { city(name: String): City }" }),
    );
    let answer = record("answer").environment("ANSWER", json!({ "name": "recorded" }).to_string());
    let answer = answer.on(AppSync::of(&api, "Cities").resolver(Resolver::field("Query", "city")));
    let (bucket, delivery) = (
        Resource::<aws::s3::Bucket>::typed("Delivered", json!({})),
        Resource::<aws::iam::Role>::typed("DeliveryRole", assumed_by("firehose.amazonaws.com")),
    );
    let stream = Resource::<aws::kinesisfirehose::DeliveryStream>::typed(
        "Delivery",
        json!({ "ExtendedS3DestinationConfiguration": { "BucketARN": bucket.arn(), "RoleARN": delivery.arn() } }),
    );
    let clean = record("clean").environment("ANSWER", json!({ "records": [] }).to_string()).on(Firehose::of(&stream));
    let app = App::new("services").function(pay.on(StepFunctions::of(&machine))).function(answer).function(clean);
    project
        .app(app)
        .output("Machine", machine.reference())
        .output("Graph", api.attribute("ApiId"))
        .output("GraphKey", key.attribute("ApiKey"))
        .output("Delivery", stream.reference())
        .add(machine_role)
        .add(machine)
        .add(api)
        .add(key)
        .add(schema)
        .add(bucket)
        .add(delivery)
        .add(stream)
}

gordon::main!(fire);
