//! The custom resource that writes a bucket's notifications, on a real MiniStack.
//!
//! Faults are tested beside its code, in `gordon/src/synth/provider`.

use gordon::prelude::*;
use gordon_tests::client::Client;
use gordon_tests::ministack::MiniStack;
use serde_json::Value as Json;

const REGION: &str = "eu-west-1";

#[derive(Stages)]
enum Stage {
    /// Files that are removed from the archive.
    First,
    /// Those of the other bucket.
    Second,
}

fn project(stage: &Stage) -> Project {
    let bucket = match stage {
        Stage::First => "archive",
        Stage::Second => "attic",
    };
    let uploads = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let (jobs, news) =
        (Resource::<aws::sqs::Queue>::typed("Jobs", json!({})), Resource::<aws::sns::Topic>::typed("News", json!({})));
    Project::new("shop")
        .notification(Notification::of(&uploads).prefix("in/").to_queue(&jobs))
        .notification(Notification::of(&uploads).prefix("out/").to_topic(&news))
        .notification(Notification::existing(bucket).events([S3Event::ObjectRemoved]).suffix(".txt").to_queue(&jobs))
        .notification(Notification::existing("archive").to_event_bridge())
        .output("Uploads", uploads.reference())
        .output("Jobs", jobs.reference())
        .add(uploads.deletion_policy(DeletionPolicy::Delete))
        .add(jobs.deletion_policy(DeletionPolicy::Delete))
        .add(news)
}

/// The events, filters and names of a bucket's notifications; ours without what tells stacks apart.
fn notifications(client: &Client, bucket: &str) -> Vec<(String, Json, Json)> {
    let answer = client.call("s3", "get_bucket_notification_configuration", &json!({ "Bucket": bucket }));
    let lists = ["LambdaFunctionConfigurations", "QueueConfigurations", "TopicConfigurations"];
    let all = lists.iter().filter_map(|list| answer[list].as_array()).flatten();
    let name = |id: &str| if id.starts_with("gordon-") { "ours".to_owned() } else { id.to_owned() };
    let mut found: Vec<_> = all
        .map(|one| {
            let rules = one["Filter"]["Key"]["FilterRules"].clone();
            (name(one["Id"].as_str().expect("an ID")), one["Events"].clone(), rules)
        })
        .collect();
    found.sort_by_key(|(name, ..)| name.clone());
    found
}

/// Creates, updates or deletes the stack, and waits for its end; gives its outputs.
fn stack(client: &Client, operation: &str, template: &Json) -> Json {
    let mut parameters = json!({ "StackName": "first-shop-r" });
    if !template.is_null() {
        parameters["TemplateBody"] = Json::from(template.to_string());
        parameters["Capabilities"] = json!(["CAPABILITY_IAM"]);
    }
    let id = client.call("cloudformation", operation, &parameters)["StackId"].clone();
    let ask = if id.is_null() { return Json::Null } else { json!({ "StackName": id }) };
    loop {
        let answer = client.call("cloudformation", "describe_stacks", &ask);
        let stack = &answer["Stacks"][0];
        let status = stack["StackStatus"].as_str().expect("a status");
        if !status.ends_with("_IN_PROGRESS") {
            assert!(["CREATE_COMPLETE", "UPDATE_COMPLETE"].contains(&status), "{stack:#}");
            let outputs = stack["Outputs"].as_array().expect("outputs").iter();
            return outputs
                .map(|o| (o["OutputKey"].as_str().unwrap_or_default().to_owned(), o["OutputValue"].clone()))
                .collect();
        }
    }
}

#[test]
fn what_others_made_stays_through_create_update_and_delete() {
    let server = MiniStack::start();
    let client = Client::new(&server.url(), REGION);
    let queue = client.call("sqs", "create_queue", &json!({ "QueueName": "theirs" }));
    let ask = json!({ "QueueUrl": queue["QueueUrl"], "AttributeNames": ["QueueArn"] });
    let arn = client.call("sqs", "get_queue_attributes", &ask)["Attributes"]["QueueArn"].clone();
    for bucket in ["archive", "attic"] {
        let place = json!({ "LocationConstraint": REGION });
        client.call("s3", "create_bucket", &json!({ "Bucket": bucket, "CreateBucketConfiguration": place }));
        let theirs = json!({ "Id": "theirs", "QueueArn": arn, "Events": ["s3:ObjectCreated:*"] });
        let all = json!({ "Bucket": bucket, "NotificationConfiguration": { "QueueConfigurations": [theirs] } });
        client.call("s3", "put_bucket_notification_configuration", &all);
    }
    let templates = gordon::testing::templates(env!("CARGO_MANIFEST_DIR"), project);
    let theirs = || ("theirs".to_owned(), json!(["s3:ObjectCreated:*"]), Json::Null);
    let removed = || {
        let suffix = json!([{ "Name": "suffix", "Value": ".txt" }]);
        ("ours".to_owned(), json!(["s3:ObjectRemoved:*"]), suffix)
    };

    let outputs = stack(&client, "create_stack", templates.of("first").json());
    let uploads = outputs["Uploads"].as_str().expect("a bucket");
    assert_eq!(notifications(&client, uploads).len(), 2);
    assert_eq!(notifications(&client, "archive"), [removed(), theirs()]);
    assert_eq!(notifications(&client, "attic"), [theirs()]);
    client.call("s3", "put_object", &json!({ "Bucket": uploads, "Key": "in/1" }));
    let ask = json!({ "QueueUrl": outputs["Jobs"], "MaxNumberOfMessages": 10, "WaitTimeSeconds": 5 });
    let told = |text: &str| (0..20).any(|_| client.call("sqs", "receive_message", &ask).to_string().contains(text));
    assert!(told("in/1"), "the queue is told");

    stack(&client, "update_stack", templates.of("second").json());
    assert_eq!(notifications(&client, "archive"), [theirs()]);
    assert_eq!(notifications(&client, "attic"), [removed(), theirs()]);

    stack(&client, "delete_stack", &Json::Null);
    let list = || client.call("cloudformation", "list_stacks", &json!({ "StackStatusFilter": ["DELETE_COMPLETE"] }));
    assert!((0..100).any(|_| list()["StackSummaries"].as_array().is_some_and(|all| !all.is_empty())), "deleted");
    for bucket in ["archive", "attic"] {
        assert_eq!(notifications(&client, bucket), [theirs()]);
    }
}
