//! Names, markers and attributes, and where the macro may stand.

use gordon::prelude::*;

use super::properties;

#[test]
fn a_name_may_be_computed() {
    let queues = [1, 2].map(|n| resource!((format!("Jobs{n}")): AWS::SQS::Queue));
    let text = format!("{queues:?}");
    assert!(text.contains("\"Jobs1\"") && text.contains("\"Jobs2\""), "{text}");
    let name = "Mail";
    assert!(format!("{:?}", resource!((name): AWS::SQS::Queue)).contains("\"Mail\""));
}

#[test]
fn the_type_is_its_marker() {
    fn stream_of(table: &Resource<aws::dynamodb::Table>) -> Value<String> {
        table.stream_arn()
    }
    let table = resource!(Cities: AWS::DynamoDB::Table {
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "city", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "city", KeyType: "HASH" }],
    });
    assert!(format!("{:?}", stream_of(&table)).contains("StreamArn"));
}

#[test]
fn places_are_the_users_lines() {
    let line = line!() + 1;
    let queue = resource!(Jobs: AWS::SQS::Queue {
        DelaySeconds: 1,
        Tags: [{ Key: "a", Value: "b" }],
    });
    let text = format!("{queue:?}");
    for part in
        [format!("line: {line}"), format!("{} 9 DelaySeconds", line + 1), format!("{} 18 Tags[0].Key", line + 2)]
    {
        assert!(text.contains(&part), "no `{part}` in {text}");
    }
}

#[test]
fn a_finding_points_at_the_property() {
    let lost = resource!(Lost: AWS::SQS::Queue);
    let line = line!() + 4;
    let queue = resource!(Jobs: AWS::SQS::Queue {
        DelaySeconds: 1,
        RedrivePolicy: {
            deadLetterTargetArn: join("", [lost.arn()]),
            maxReceiveCount: 3,
        },
    });
    let project = Project::new("ui").add(queue);
    let findings = gordon::check::check(project, env!("CARGO_MANIFEST_DIR").as_ref()).expect_err("`Lost` is not added");
    let places: Vec<_> = findings.iter().map(|found| (found.place.line(), found.place.column())).collect();
    assert_eq!(places, [(line, 13)], "{findings:?}");
}

/// Names of the standard library's and of Rust's that mean something else here.
mod shadowed {
    #![allow(dead_code, non_camel_case_types)]

    use gordon::prelude::resource;

    struct String;
    struct Vec;
    struct Option;
    struct Some;
    struct i64;
    struct bool;
    struct str;
    mod std {}
    mod core {}

    #[test]
    fn the_macro_needs_no_name_of_the_users() {
        let (name, seconds) = ("jobs", 3);
        let (vpc, subnets) = ("vpc-11111111", ["subnet-11111111", "subnet-22222222"]);
        let queue =
            resource!((name): AWS::SQS::Queue { QueueName: name, DelaySeconds: seconds, FifoQueue: seconds > 3 });
        assert_eq!(super::properties(queue)["DelaySeconds"], 3);
        let endpoint = resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: vpc, ServiceName: name, SubnetIds: subnets });
        assert_eq!(super::properties(endpoint)["SubnetIds"][1], "subnet-22222222");
    }
}

macro_rules! queue {
    ($name:ident, $type:ident, $seconds:expr, $key:literal, $value:tt) => {
        resource!($name: AWS::SQS::$type { DelaySeconds: $seconds, Tags: [{ Key: $key, Value: $value }] })
    };
}

#[test]
fn macros_make_resources_too() {
    let seconds = 1;
    let properties = properties(queue!(Jobs, Queue, seconds + 1, "team", "kitchen"));
    assert_eq!(properties, json!({ "DelaySeconds": 2, "Tags": [{ "Key": "team", "Value": "kitchen" }] }));
}
