//! Triggers, applied for real and then fired: the function's own record of the event proves that it ran.
//!
//! What the emulator does not fire, and where it differs from AWS, is in docs/triggers.md.

use gordon_tests::client::Client;
use gordon_tests::ministack::MiniStack;
use gordon_tests::recorder::Recorder;
use gordon_tests::websocket::WebSocket;
use gordon_tests::{TestEnv, http};
use serde_json::{Value as Json, json};

/// What is deployed, how it is reached, and what came of it.
struct Fired {
    outputs: Json,
    client: Client,
    recorder: Recorder,
    server: MiniStack,
}

impl Fired {
    #[track_caller]
    fn output(&self, name: &str) -> String {
        self.outputs[name].as_str().unwrap_or_else(|| panic!("no output {name} among {:#}", self.outputs)).to_owned()
    }

    /// The event that called a function through its alias. (On AWS the function is told the alias, here its version.)
    #[track_caller]
    fn event(&mut self, name: &str) -> Json {
        let record = self.record(name);
        let arn = record["arn"].as_str().expect("an ARN");
        let qualifier = arn.split(':').nth(7);
        assert!(matches!(qualifier, Some("1" | "current")), "{name} was called by {arn}");
        record["event"].clone()
    }

    /// The first record of a function that was not asked for yet.
    #[track_caller]
    fn record(&mut self, name: &str) -> Json {
        self.recorder.event(name, |_| true)
    }
}

#[test]
fn every_trigger_that_the_emulator_fires_calls_its_function() {
    let server = MiniStack::start();
    let client = Client::new(&server.url(), "us-east-1");
    let (queue, pool) = before(&client);
    let recorder = Recorder::start();
    let env = TestEnv::new(env!("CARGO_BIN_EXE_fire"))
        .with("AWS_ENDPOINT_URL", &server.url())
        .with("RECORDER", &recorder.url())
        .with("POOL", &pool);
    let applied = env.run(&["apply", "--stage", "local", "--output", "json"]).good().json();
    let outputs = applied["regions"][0]["outputs"].clone();
    let mut fired = Fired { outputs, client, recorder, server };

    custom_resource(&mut fired, "Create");
    objects(&mut fired, &queue);
    messages(&mut fired);
    streams(&mut fired);
    buses(&mut fired);
    lines_and_failures(&mut fired);
    requests(&mut fired);
    users(&mut fired, &pool);
    services(&mut fired);
    // These had their minute by now, or nearly.
    assert_eq!(fired.event("minutely"), json!({ "by": "a rule" }));
    assert_eq!(fired.event("scheduled"), json!({ "by": "a schedule" }));

    let _ = env.run(&["delete", "--stage", "local", "--confirm"]).good();
    custom_resource(&mut fired, "Delete");
    assert_eq!(notifications(&fired.client), [queue], "what others made is left");
    let left = fired.client.call("cognito-idp", "describe_user_pool", &json!({ "UserPoolId": pool }));
    assert_eq!(left["UserPool"]["LambdaConfig"], json!({}), "{left}");
}

/// What is there before the project is: a bucket that tells a queue, and a user pool. Gives the queue and the pool.
fn before(client: &Client) -> (String, String) {
    let queue = client.call("sqs", "create_queue", &json!({ "QueueName": "theirs" }));
    let ask = json!({ "QueueUrl": queue["QueueUrl"], "AttributeNames": ["QueueArn"] });
    let arn = client.call("sqs", "get_queue_attributes", &ask)["Attributes"]["QueueArn"].clone();
    client.call("s3", "create_bucket", &json!({ "Bucket": "archive" }));
    let theirs = json!([{ "Id": "theirs", "QueueArn": arn, "Events": ["s3:ObjectRemoved:*"] }]);
    let configuration = json!({ "Bucket": "archive", "NotificationConfiguration": { "QueueConfigurations": theirs } });
    client.call("s3", "put_bucket_notification_configuration", &configuration);
    let pool = client.call("cognito-idp", "create_user_pool", &json!({ "PoolName": "theirs" }));
    let text = |json: &Json| json.as_str().expect("a text").to_owned();
    (text(&arn), text(&pool["UserPool"]["Id"]))
}

/// Whom the bucket that was there before tells.
fn notifications(client: &Client) -> Vec<String> {
    let answer = client.call("s3", "get_bucket_notification_configuration", &json!({ "Bucket": "archive" }));
    let lists = [("QueueConfigurations", "QueueArn"), ("LambdaFunctionConfigurations", "LambdaFunctionArn")];
    let of = |(list, arn): (&str, &str)| {
        let all = answer[list].as_array().into_iter().flatten();
        all.map(|one| one[arn].as_str().expect("an ARN").to_owned()).collect::<Vec<_>>()
    };
    lists.into_iter().flat_map(of).collect()
}

fn custom_resource(fired: &mut Fired, request: &str) {
    let event = fired.event("seed");
    assert_eq!((&event["RequestType"], &event["ResourceType"]), (&json!(request), &json!("Custom::Rows")));
    assert_eq!(event["ResourceProperties"]["Size"], "3");
}

fn objects(fired: &mut Fired, queue: &str) {
    let bucket = fired.output("Uploads");
    // The first has neither prefix nor suffix of the function's.
    for key in ["copy/a", "in/a.jpg"] {
        fired.client.call("s3", "put_object", &json!({ "Bucket": bucket, "Key": key }));
    }
    let event = fired.event("uploaded");
    let record = &event["Records"][0];
    assert_eq!((&record["eventSource"], &record["eventName"]), (&json!("aws:s3"), &json!("ObjectCreated:Put")));
    assert_eq!(record["s3"]["bucket"]["name"], bucket.as_str());
    assert_eq!(record["s3"]["object"]["key"], "in/a.jpg");
    // To a queue, whose messages S3 begins with one of its own.
    let told = fired.recorder.event("copied", |event| event.to_string().contains("copy/a"));
    assert_eq!(told["event"]["Records"][0]["eventSource"], "aws:sqs");
    // To EventBridge, and by a rule of the default bus from there.
    let seen = fired.event("seen");
    assert_eq!((&seen["source"], &seen["detail-type"]), (&json!("aws.s3"), &json!("Object Created")));
    assert_eq!(seen["detail"]["bucket"]["name"], bucket.as_str());

    let told = notifications(&fired.client);
    assert_eq!((told.len(), told[0].as_str()), (2, queue), "what others made stays: {told:?}");
    fired.client.call("s3", "put_object", &json!({ "Bucket": "archive", "Key": "b" }));
    let event = fired.event("archived");
    assert_eq!(event["Records"][0]["s3"]["bucket"]["name"], "archive");
}

fn messages(fired: &mut Fired) {
    let topic = fired.output("News");
    // The function asked for `placed` only.
    for kind in ["lost", "placed"] {
        let attribute = json!({ "kind": { "DataType": "String", "StringValue": kind } });
        let message = json!({ "TopicArn": topic, "Message": kind, "MessageAttributes": attribute });
        fired.client.call("sns", "publish", &message);
    }
    let event = fired.event("heard");
    let record = &event["Records"][0];
    assert_eq!((&record["EventSource"], &record["Sns"]["Message"]), (&json!("aws:sns"), &json!("placed")));

    // And here for `resize`.
    for body in [r#"{"kind": "other"}"#, r#"{"kind": "resize"}"#] {
        let message = json!({ "QueueUrl": fired.output("Jobs"), "MessageBody": body });
        fired.client.call("sqs", "send_message", &message);
    }
    let event = fired.event("worked");
    let record = &event["Records"][0];
    assert_eq!((&record["eventSource"], &record["body"]), (&json!("aws:sqs"), &json!(r#"{"kind": "resize"}"#)));

    let message = json!({ "QueueUrl": fired.output("Orders"), "MessageBody": "first", "MessageGroupId": "lund" });
    fired.client.call("sqs", "send_message", &message);
    let event = fired.event("in_order");
    let record = &event["Records"][0];
    assert_eq!((&record["body"], &record["attributes"]["MessageGroupId"]), (&json!("first"), &json!("lund")));

    let payload = json!({ "temperature": 70 }).to_string();
    for payload in [json!({ "temperature": 50 }).to_string(), payload] {
        fired.client.call("iot-data", "publish", &json!({ "topic": "sensors/1", "payload": payload }));
    }
    assert_eq!(fired.event("hot"), json!({ "temperature": 70 }));
}

fn streams(fired: &mut Fired) {
    let record = json!({ "StreamName": fired.output("Clicks"), "Data": "clicked", "PartitionKey": "key" });
    fired.client.call("kinesis", "put_record", &record);
    let event = fired.event("clicked");
    let record = &event["Records"][0];
    // `clicked` in Base64.
    let data = json!("Y2xpY2tlZA==");
    assert_eq!((&record["eventSource"], &record["kinesis"]["data"]), (&json!("aws:kinesis"), &data));

    let item = json!({ "TableName": fired.output("Cities"), "Item": { "city": { "S": "Lund" } } });
    fired.client.call("dynamodb", "put_item", &item);
    let event = fired.event("changed");
    let record = &event["Records"][0];
    assert_eq!((&record["eventSource"], &record["eventName"]), (&json!("aws:dynamodb"), &json!("INSERT")));
    assert_eq!(record["dynamodb"]["NewImage"], json!({ "city": { "S": "Lund" } }));
}

fn buses(fired: &mut Fired) {
    let event =
        |id: u32| json!({ "Source": "shop", "DetailType": "Placed", "Detail": json!({ "id": id }).to_string() });
    let mut own = event(8);
    own["EventBusName"] = json!("shop");
    fired.client.call("events", "put_events", &json!({ "Entries": [event(7), own] }));
    assert_eq!(fired.event("default_bus"), json!({ "id": 7 }), "the detail, by an input path");
    assert_eq!(fired.event("own_bus"), json!({ "order": 8, "from": "a transformer" }));
}

fn lines_and_failures(fired: &mut Fired) {
    let group = fired.output("Access");
    fired.client.call("logs", "create_log_stream", &json!({ "logGroupName": group, "logStreamName": "stream" }));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a time").as_millis();
    let now = u64::try_from(now).expect("a time");
    let lines = ["all is well", "ERROR: it is not"].map(|line| json!({ "timestamp": now, "message": line }));
    let put = json!({ "logGroupName": group, "logStreamName": "stream", "logEvents": lines });
    fired.client.call("logs", "put_log_events", &put);
    // The emulator calls the function itself here, whatever a subscription says.
    let record = fired.record("logged");
    let data = &record["event"]["awslogs"]["data"];
    assert_eq!(data["logGroup"], group.as_str());
    assert_eq!(data["logEvents"].as_array().map(Vec::len), Some(1), "one line matches: {data}");
    assert_eq!(data["logEvents"][0]["message"], "ERROR: it is not");

    let call = |function: &str, payload: &Json| json!({ "FunctionName": function, "InvocationType": "Event", "Payload": payload.to_string() });
    let alias = fired.output("CallsTalkArn");
    fired.client.call("lambda", "invoke", &call(&alias, &json!({ "marker": "alias" })));
    assert_eq!(fired.event("talk"), json!({ "marker": "alias" }));
    let record = fired.recorder.event("lines", |event| event.to_string().contains("line of talk"));
    assert!(record["event"]["awslogs"]["data"]["logGroup"].as_str().is_some_and(|group| group.contains("Talk")));

    // The emulator keeps what an alias has for destinations, but goes by what `$LATEST` has; and it knows failures only.
    let (function, _) = alias.rsplit_once(':').expect("an alias");
    let of_alias = json!({ "FunctionName": function, "Qualifier": "current" });
    let kept = fired.client.call("lambda", "get_function_event_invoke_config", &of_alias);
    let arns = json!({
        "OnSuccess": { "Destination": fired.output("CallsDoneArn") },
        "OnFailure": { "Destination": fired.output("CallsFailedArn") },
    });
    assert_eq!((&kept["DestinationConfig"], &kept["MaximumRetryAttempts"]), (&arns, &json!(0)));
    let same = json!({
        "FunctionName": function, "MaximumRetryAttempts": 0, "DestinationConfig": kept["DestinationConfig"],
    });
    fired.client.call("lambda", "put_function_event_invoke_config", &same);
    fired.client.call("lambda", "invoke", &call(function, &json!({ "fail": true })));
    // It calls the destination itself, too, in place of its alias.
    let event = fired.record("failed")["event"].clone();
    assert_eq!(event["requestPayload"], json!({ "fail": true }));
    assert_eq!(event["responsePayload"]["errorMessage"], "told to fail");
}

fn requests(fired: &mut Fired) {
    let url = fired.output("Http");
    let answer: Json = serde_json::from_str(&http::get(&format!("{url}?asked=http"))).expect("JSON");
    let event = fired.event("http");
    assert_eq!(answer, event, "it answers with its event");
    assert_eq!((&event["version"], &event["routeKey"]), (&json!("2.0"), &json!("GET /cities/{city}")));
    assert_eq!((&event["pathParameters"]["city"], &event["rawQueryString"]), (&json!("lund"), &json!("asked=http")));

    let url = fired.output("Rest");
    assert_eq!(http::get(&format!("{url}?asked=rest")), json!({ "recorded": "rest" }).to_string());
    let event = fired.event("rest");
    assert_eq!((&event["resource"], &event["pathParameters"]["id"]), (&json!("/orders/{id}"), &json!("7")));
    assert_eq!(event["queryStringParameters"]["asked"], "rest");

    let url = fired.output("Direct");
    let _ = http::get(&format!("{url}some/path?asked=url"));
    let event = fired.event("direct");
    assert_eq!((&event["rawPath"], &event["rawQueryString"]), (&json!("/some/path"), &json!("asked=url")));

    let mut socket = WebSocket::connect(&fired.output("Socket"));
    assert_eq!(fired.event("socket")["requestContext"]["routeKey"], "$connect");
    socket.send(r#"{"action": "send", "text": "hello"}"#);
    let event = fired.event("socket");
    assert_eq!(event["requestContext"]["routeKey"], "send");
    assert!(event["body"].as_str().is_some_and(|body| body.contains("hello")), "{event}");
    drop(socket);
    assert_eq!(fired.event("socket")["requestContext"]["routeKey"], "$disconnect");

    // The emulator's CloudFormation leaves a target group without the targets that the template gives it.
    let groups = fired.client.call("elbv2", "describe_target_groups", &json!({}));
    let group = groups["TargetGroups"][0]["TargetGroupArn"].clone();
    let targets = json!([{ "Id": fired.output("RequestsBalancedArn") }]);
    fired.client.call("elbv2", "register_targets", &json!({ "TargetGroupArn": group, "Targets": targets }));
    let answer = http::get(&format!("{}/_alb/web/balanced?asked=alb", fired.server.url()));
    assert_eq!(answer, json!({ "recorded": "balanced" }).to_string());
    let event = fired.event("balanced");
    assert_eq!(event["requestContext"]["elb"]["targetGroupArn"], group);
    assert_eq!((&event["path"], &event["queryStringParameters"]["asked"]), (&json!("/balanced"), &json!("alb")));
}

fn users(fired: &mut Fired, theirs: &str) {
    for (pool, function) in [(fired.output("Users"), "welcome"), (theirs.to_owned(), "welcome_theirs")] {
        let address = json!([{ "Name": "email", "Value": "ada@example.com" }]);
        let user = json!({ "UserPoolId": pool, "Username": "ada", "UserAttributes": address });
        fired.client.call("cognito-idp", "admin_create_user", &user);
        let event = fired.event(function);
        assert_eq!(
            (&event["triggerSource"], &event["userPoolId"]),
            (&json!("CustomMessage_AdminCreateUser"), &json!(pool))
        );
    }
}

fn services(fired: &mut Fired) {
    let input = json!({ "order": 7 });
    let start = json!({ "stateMachineArn": fired.output("Machine"), "input": input.to_string() });
    fired.client.call("stepfunctions", "start_execution", &start);
    assert_eq!(fired.event("pay"), input);

    let url = format!("{}/v1/apis/{}/graphql", fired.server.url(), fired.output("Graph"));
    let key = format!("x-api-key: {}\r\n", fired.output("GraphKey"));
    let answer = http::post(&url, &key, &json!({ "query": r#"{ city(name: "Lund") { name } }"# }));
    assert_eq!(fired.event("answer")["arguments"], json!({ "name": "Lund" }));
    assert!(answer.contains("recorded"), "{answer}");

    let record = json!({ "DeliveryStreamName": fired.output("Delivery"), "Record": { "Data": "delivered" } });
    fired.client.call("firehose", "put_record", &record);
    // `delivered` in Base64.
    assert_eq!(fired.event("clean")["records"][0]["data"], "ZGVsaXZlcmVk");
}
