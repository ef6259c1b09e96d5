//! The original's pages on parameters and contexts, example by example: `docs/parameters.md`.

use gordon_tests::TestEnv;
use gordon_tests::client::Client;
use gordon_tests::ministack::MiniStack;
use serde_json::{Value as Json, json};

/// What is there before the project is: buckets, tables of which one has a stream, and streams.
fn before(client: &Client) {
    for bucket in ["my-dev-bucket", "my-production-bucket"] {
        client.call(
            "s3",
            "create_bucket",
            &json!({
                "Bucket": bucket, "CreateBucketConfiguration": { "LocationConstraint": "eu-west-1" },
            }),
        );
    }
    for (name, stream) in [("clients-a1", true), ("orders-b2", false), ("orders-c3", false)] {
        client.call(
            "dynamodb",
            "create_table",
            &json!({
                "TableName": name,
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
                "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
                "StreamSpecification": match stream {
                    true => json!({ "StreamEnabled": true, "StreamViewType": "NEW_IMAGE" }),
                    false => json!({ "StreamEnabled": false }),
                },
            }),
        );
    }
    for name in ["events-x", "lines-y"] {
        client.call("kinesis", "create_stream", &json!({ "StreamName": name, "ShardCount": 1 }));
    }
}

#[test]
fn every_example_of_the_original_does_what_it_did() {
    let server = MiniStack::start();
    let client = Client::new(&server.url(), "eu-west-1");
    before(&client);
    let env = TestEnv::new(env!("CARGO_BIN_EXE_parameters"))
        .with("AWS_ACCESS_KEY_ID", "test")
        .with("AWS_SECRET_ACCESS_KEY", "test")
        .with("AWS_ENDPOINT_URL", &server.url())
        .with("MY_ENV_VARIABLE", "from outside")
        .with("MY_DATABASE_PASSWORD", "shrug");

    // One build serves all stages, and has none of the values: they are the templates' parameters.
    let _ = env.run(&["check", "--all-stages"]).good();
    let _ = env.run(&["build", "--all-stages"]).good();
    let new = env.run(&["diff", "--all-stages"]).good();
    for stage in ["dev-parameters-r", "prod-parameters-r"] {
        assert!(new.out.contains(&format!("{stage} would be created")), "{}", new.out);
    }
    let template = std::fs::read_to_string(env.build_dir().join("prod/prod-parameters-r.json")).expect("a template");
    for value in ["from outside", "shrug", "clients-a1", "company-prod-images"] {
        assert!(!template.contains(value), "{value}");
    }

    for (stage, bucket, host) in [("dev", "my-dev-bucket", "10.0.0.1"), ("prod", "my-production-bucket", "10.0.0.2")] {
        let applied = env.run(&["apply", "--stage", stage, "--yes", "--output", "json"]).good().json();
        let outputs = &applied["regions"][0]["outputs"];
        let output = |name: &str| outputs[name].as_str().unwrap_or_else(|| panic!("no {name}: {outputs:#}")).to_owned();
        for (name, value) in [
            ("Env", "from outside"),
            ("TableStartsWith", "clients-a1"),
            ("TableEndsWith", "orders-b2"),
            ("TableMatch", "orders-c3"),
            ("KinesisStartsWith", "events-x"),
            ("KinesisEndsWith", "lines-y"),
            ("KinesisMatch", "lines-y"),
            ("MyBucket", &format!("company-{stage}-images")),
            ("Place", "eu-west-1 of 000000000000"),
            ("Template", &format!("from outside, to {stage}")),
        ] {
            assert_eq!(output(name), value, "{name}");
        }
        for name in ["StreamStartsWith", "StreamEndsWith", "StreamMatch"] {
            assert!(output(name).contains(":table/clients-a1/stream/"), "{}", output(name));
        }
        // `ref://`: each stage listens to its own bucket.
        let told = client.call("s3", "get_bucket_notification_configuration", &json!({ "Bucket": bucket }));
        let function = told["LambdaFunctionConfigurations"][0]["LambdaFunctionArn"].as_str().unwrap_or_default();
        assert!(
            function.contains(&format!("{stage}-parameters-r-AppConsumer")) && function.ends_with(":current"),
            "{told}"
        );
        // The context, and what must not be in it.
        let answer = client.call("lambda", "invoke", &json!({ "FunctionName": output("Consumer"), "Payload": "{}" }));
        let text = |json: &Json| json.as_str().expect("a text").to_owned();
        let answer: Json = serde_json::from_str(&text(&answer["Payload"])).expect("JSON");
        let answer: Json = serde_json::from_str(&text(&answer["body"])).expect("JSON");
        assert_eq!(
            answer["context"],
            json!({ "database_host": host, "database_username": format!("{stage}-bob") }),
            "{answer}"
        );
        assert_eq!(answer["PASSWORD"], "shrug");
    }
    let same = env.run(&["diff", "--all-stages", "--exit-code"]).ends_with(3);
    assert_eq!(same.out.matches("nothing would change").count(), 2, "{}", same.out);
    assert_eq!(same.out.matches("that apply finds: not compared").count(), 2, "{}", same.out);
}
