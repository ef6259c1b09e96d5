//! Buckets, what they tell whom, and that order and run do not show.

use super::*;

#[test]
fn buckets_tell_functions_queues_and_topics() {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let queue = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({}));
    let one = function("one")
        .environment("BUCKET", bucket.reference())
        .allow(bucket.read())
        .on(S3::of(&bucket)
            .events([S3Event::ObjectCreatedPut, S3Event::ObjectCreatedCopy])
            .prefix("in/")
            .suffix(".jpg"))
        .on(S3::of(&bucket).events([S3Event::ObjectCreatedPut]).prefix("out/"));
    let two = function("two").on(S3::existing("archive").account("222222222222"));
    let made = project([one, two])
        .notification(Notification::of(&bucket).events([S3Event::ObjectRemoved]).to_queue(&queue))
        .notification(
            Notification::of(&bucket).events([S3Event::ObjectTagging]).prefix("a").suffix("b").to_topic(&topic),
        )
        .notification(
            Notification::existing("archive")
                .account("222222222222")
                .events([S3Event::ObjectRestore])
                .to_queue_arn("arn:aws:sqs:eu-west-1:111111111111:far"),
        )
        .notification(
            Notification::existing("archive")
                .account("222222222222")
                .events([S3Event::Replication])
                .to_topic_arn("arn:aws:sns:eu-west-1:111111111111:far"),
        )
        .notification(Notification::existing("third").account("333333333333").to_event_bridge())
        .add(bucket)
        .add(queue)
        .add(topic);
    let made = resources(made);

    let permissions = of(&made, "AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 2, "one a function and bucket");
    let uploads = json!({ "Fn::GetAtt": ["Uploads", "Arn"] });
    assert_eq!(
        permissions[0].1["Properties"],
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": alias("One"),
            "Principal": "s3.amazonaws.com",
            "SourceAccount": account(),
            "SourceArn": uploads,
        })
    );
    let archive = json!({ "Fn::Sub": ["arn:${AWS::Partition}:s3:::${bucket}", { "bucket": "archive" }] });
    assert_eq!(permissions[1].1["Properties"]["SourceArn"], archive);
    assert_eq!(permissions[1].1["Properties"]["SourceAccount"], "222222222222");

    let policies = [("AWS::SQS::QueuePolicy", "Queues", "Jobs"), ("AWS::SNS::TopicPolicy", "Topics", "News")];
    let policies = policies.map(|(kind, things, thing)| {
        let (id, policy) = self::one(&made, kind);
        assert_eq!(policy["Properties"][things], json!([{ "Ref": thing }]));
        let statement = &policy["Properties"]["PolicyDocument"]["Statement"][0];
        assert_eq!(statement["Principal"], json!({ "Service": "s3.amazonaws.com" }));
        assert_eq!(
            statement["Condition"],
            json!({ "ArnEquals": { "aws:SourceArn": uploads }, "StringEquals": { "aws:SourceAccount": account() } })
        );
        (id.clone(), statement["Action"].clone(), statement["Resource"].clone())
    });
    assert_eq!((&policies[0].1, &policies[1].1), (&json!("sqs:SendMessage"), &json!("sns:Publish")));
    assert_eq!(
        (&policies[0].2, &policies[1].2),
        (&json!({ "Fn::GetAtt": ["Jobs", "Arn"] }), &json!({ "Ref": "News" }))
    );

    let lists = of(&made, "Custom::GordonBucketNotifications");
    assert_eq!(lists.len(), 3, "one a bucket");
    let list = |bucket: Json| {
        let found = lists.iter().find(|(_, list)| list["Properties"]["Bucket"] == bucket);
        found.map(|(_, list)| (*list).clone()).expect("a list")
    };
    let own = list(json!({ "Ref": "Uploads" }));
    let mut waits = vec![permissions[0].0.clone(), policies[0].0.clone(), policies[1].0.clone()];
    waits.sort();
    assert_eq!(own["DependsOn"], json!(waits));
    let mut told: Vec<Json> = own["Properties"]["Notifications"].as_array().expect("notifications").clone();
    assert!(told.iter().all(|one| one["Id"].as_str().is_some_and(|id| id.len() < 200)));
    told.iter_mut().for_each(|one| drop(one.as_object_mut().expect("an object").remove("Id")));
    for meant in [
        json!({ "CloudFunction": alias("One"), "Events": ["s3:ObjectCreated:Copy", "s3:ObjectCreated:Put"], "Prefix": "in/", "Suffix": ".jpg" }),
        json!({ "CloudFunction": alias("One"), "Events": ["s3:ObjectCreated:Put"], "Prefix": "out/" }),
        json!({ "Queue": { "Fn::GetAtt": ["Jobs", "Arn"] }, "Events": ["s3:ObjectRemoved:*"] }),
        json!({ "Topic": { "Ref": "News" }, "Events": ["s3:ObjectTagging:*"], "Prefix": "a", "Suffix": "b" }),
    ] {
        assert!(told.contains(&meant), "{meant} in {told:#?}");
    }
    assert_eq!(told.len(), 4);
    assert_eq!(own["Properties"]["Own"], "true");
    assert_eq!(own["Properties"]["Account"], account());
    let archived = list(json!("archive"));
    assert_eq!(archived["Properties"]["Account"], "222222222222");
    assert_eq!(archived["Properties"]["Notifications"].as_array().map(Vec::len), Some(3));
    assert!(archived["Properties"].get("Own").is_none());
    let third = list(json!("third"));
    assert_eq!(third["Properties"]["EventBridge"], "true");
    assert!(third["Properties"].get("Notifications").is_none() && third.get("DependsOn").is_none());

    let statements = statements(&made, "GordonProviderRole");
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0]["Action"], json!(["s3:GetBucketNotification", "s3:PutBucketNotification"]));
    assert_eq!(statements[0]["Resource"].as_array().map(Vec::len), Some(3));
    let code = made["GordonProvider"]["Properties"]["Code"]["ZipFile"].as_str().expect("code");
    assert!(code.contains("class BucketNotifications") && !code.contains("class UserPoolTriggers"));
}

#[test]
fn a_bucket_is_told_again_when_it_changes() {
    let digest = |properties: Json| {
        let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", properties);
        let made = resources(project([function("one").on(S3::of(&bucket))]).add(bucket));
        self::one(&made, "Custom::GordonBucketNotifications").1["Properties"]["BucketDigest"].clone()
    };
    assert_eq!(digest(json!({})), digest(json!({})));
    assert_ne!(digest(json!({})), digest(json!({ "VersioningConfiguration": { "Status": "Enabled" } })));
}

#[test]
fn a_policy_that_a_topic_has_gets_the_statement() {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let topic = Resource::<aws::sns::Topic>::typed("News", json!({}));
    let statement =
        json!({ "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": topic.reference() });
    let document = json!({ "Version": "2012-10-17", "Statement": statement });
    let told = |kind: &str, properties: Json| {
        let notification = Notification::of(&bucket).to_topic(&topic);
        let policy = Resource::untyped("Mine", kind, properties);
        project([]).notification(notification).add(bucket.clone()).add(topic.clone()).add(policy)
    };
    let mine = json!({ "Topics": [topic.reference()], "PolicyDocument": document });
    let made = resources(told("AWS::SNS::TopicPolicy", mine));
    let (id, policy) = one(&made, "AWS::SNS::TopicPolicy");
    assert_eq!(id, "Mine");
    let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().expect("statements");
    assert_eq!(statements.len(), 2);
    assert_eq!(one(&made, "Custom::GordonBucketNotifications").1["DependsOn"], json!(["Mine"]));

    let text = json!({ "TopicArn": topic.reference(), "PolicyDocument": "{}" });
    let findings = tried(told("AWS::SNS::TopicInlinePolicy", text)).expect_err("a text");
    assert!(findings[0].message.contains("the `Statement` of `Mine`"), "{findings:#?}");
}

#[test]
fn a_source_that_apply_finds_has_the_same_ids_in_every_run() {
    let made = || resources(project([function("one").on(S3::existing(Param::env("ARCHIVE").text()))]));
    assert_eq!(made(), made());
    let made = made();
    let bucket = &one(&made, "Custom::GordonBucketNotifications").1["Properties"]["Bucket"];
    assert!(bucket["Ref"].as_str().is_some_and(|name| name.ends_with("Parameter")), "{bucket}");
}

#[test]
fn order_of_description_changes_nothing() {
    let bucket = Resource::<aws::s3::Bucket>::typed("Uploads", json!({}));
    let pool = Resource::<aws::cognito::UserPool>::typed("Users", json!({}));
    let queue = Resource::<aws::sqs::Queue>::typed("Jobs", json!({}));
    let made = |turned: bool| {
        let mut functions = [
            function("a")
                .on(S3::of(&bucket).prefix("a"))
                .on(CodeCommit::existing("x"))
                .on(Cognito::existing("eu-west-1_a", [UserPoolStep::PreSignUp])),
            function("b")
                .on(S3::of(&bucket).prefix("b"))
                .on(CodeCommit::existing("x"))
                .on(Cognito::existing("eu-west-1_a", [UserPoolStep::CustomMessage]))
                .on(Cognito::of(&pool, [UserPoolStep::PreSignUp])),
        ];
        let mut told =
            [Notification::of(&bucket).prefix("c").to_queue(&queue), Notification::existing("other").to_queue(&queue)];
        if turned {
            functions.reverse();
            told.reverse();
        }
        let made = told.into_iter().fold(project(functions), Project::notification);
        resources(made.add(bucket.clone()).add(pool.clone()).add(queue.clone()))
    };
    assert!(made(false) == made(true), "the order shows");
}
