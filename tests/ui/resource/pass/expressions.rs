//! Rust expressions, each of a type that fits.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use gordon::prelude::*;

use super::properties;

#[test]
fn whatever_fits_a_type_becomes_its_json() {
    let (owned, value) = (String::from("jobs.fifo"), Value::from("jobs.fifo"));
    let (byte, long, pair) = (3u8, 3i64, [3u32, 4]);
    for queue in [
        resource!(Jobs: AWS::SQS::Queue { QueueName: "jobs.fifo", DelaySeconds: byte, FifoQueue: !cfg!(not(test)) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: &owned, DelaySeconds: pair[0], FifoQueue: Some(true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: owned.clone(), DelaySeconds: long, FifoQueue: Value::from(true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: &value, DelaySeconds: "abc".len(), FifoQueue: &Value::from(true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: value.clone(), DelaySeconds: Value::from(3u16), FifoQueue: (true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: Cow::from("jobs.fifo"), DelaySeconds: (1 + 2), FifoQueue: (1 < 2) }),
        resource!(Jobs: AWS::SQS::Queue {
            QueueName: match owned.len() {
                9 => "jobs.fifo",
                _ => "other",
            },
            DelaySeconds: if owned.is_empty() { 1 } else { 3 },
            FifoQueue: ({
                let numbers = [3];
                numbers.iter().all(|n| *n == 3)
            }),
        }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: &"jobs.fifo", DelaySeconds: &3, FifoQueue: &true }),
    ] {
        assert_eq!(properties(queue), json!({ "QueueName": "jobs.fifo", "DelaySeconds": 3, "FifoQueue": true }));
    }
}

#[test]
fn none_leaves_a_property_out() {
    let (none, some): (Option<String>, _) = (None, Some("alias/jobs"));
    let tags = Some(vec![json!({ "Key": "a", "Value": "b" })]);
    let queue = resource!(Jobs: AWS::SQS::Queue {
        QueueName: none,
        KmsMasterKeyId: some,
        RedriveAllowPolicy: None::<u8>,
        Tags: tags.clone(),
    });
    assert_eq!(properties(queue), json!({ "KmsMasterKeyId": "alias/jobs", "Tags": tags }));
}

#[test]
fn lists_may_be_expressions() {
    let (vpc, subnets) =
        (Value::from("vpc-11111111"), vec![String::from("subnet-11111111"), String::from("subnet-22222222")]);
    for endpoint in [
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: &vpc, ServiceName: "com.amazonaws.eu-west-1.s3", SubnetIds: subnets.clone() }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: &vpc, ServiceName: "com.amazonaws.eu-west-1.s3", SubnetIds: &subnets }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: &vpc, ServiceName: "com.amazonaws.eu-west-1.s3", SubnetIds: subnets.as_slice() }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: &vpc, ServiceName: "com.amazonaws.eu-west-1.s3", SubnetIds: (["subnet-11111111", "subnet-22222222"]) }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint {
            VpcId: &vpc,
            ServiceName: "com.amazonaws.eu-west-1.s3",
            SubnetIds: [subnets[0].as_str(), &subnets[1]],
        }),
    ] {
        assert_eq!(properties(endpoint)["SubnetIds"], json!(["subnet-11111111", "subnet-22222222"]));
    }
    let known_later = split(",", region());
    let endpoint = resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: &vpc, ServiceName: "com.amazonaws.eu-west-1.s3", SubnetIds: &known_later });
    assert_eq!(properties(endpoint)["SubnetIds"], json!({ "Fn::Split": [",", { "Ref": "AWS::Region" }] }));
    let zones = [region(), "subnet-33333333".into()];
    let endpoint = resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: vpc, ServiceName: "com.amazonaws.eu-west-1.s3", SubnetIds: zones });
    assert_eq!(properties(endpoint)["SubnetIds"], json!([{ "Ref": "AWS::Region" }, "subnet-33333333"]));
}

#[test]
fn objects_may_be_expressions() {
    let role = || sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/bot", []);
    let image = json!({ "ImageUri": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/bot:1" });
    let text = String::from("cities");
    let sorted = BTreeMap::from([("TABLE", "cities")]);
    let hashed = HashMap::from([(String::from("TABLE"), Value::from("cities"))]);
    let whole = json!({ "Variables": sorted });
    for function in [
        resource!(F: AWS::Lambda::Function { Role: role(), Code: &image, PackageType: "Image", Environment: { Variables: sorted } }),
        resource!(F: AWS::Lambda::Function { Role: role(), Code: image.clone(), PackageType: "Image", Environment: { Variables: hashed } }),
        resource!(F: AWS::Lambda::Function { Role: role(), Code: &image, PackageType: "Image", Environment: Some(whole) }),
        resource!(F: AWS::Lambda::Function { Role: role(), Code: image, PackageType: "Image", Environment: { Variables: { TABLE: text } } }),
    ] {
        assert_eq!(properties(function)["Environment"], json!({ "Variables": { "TABLE": "cities" } }));
    }
}

#[test]
fn free_json_takes_whatever_serialises() {
    let actions = ["a:B", "c:D"].map(String::from);
    let policy = resource!(Read: AWS::IAM::ManagedPolicy {
        PolicyDocument: {
            Statement: [{ Effect: "Allow", Action: actions, Resource: (["*"]), Sid: Some('x') }],
            Id: None::<String>,
            Version: Value::from("2012-10-17"),
        },
    });
    let statement = json!({ "Effect": "Allow", "Action": ["a:B", "c:D"], "Resource": ["*"], "Sid": "x" });
    assert_eq!(properties(policy), json!({ "PolicyDocument": { "Statement": [statement], "Version": "2012-10-17" } }));
}

#[test]
fn whole_numbers_are_numbers() {
    let (one, whole, fraction) = (1usize, Value::from(3u32), 1.5f32);
    let target = resource!(Errors: AWS::CloudWatch::Alarm {
        ComparisonOperator: "GreaterThanThreshold",
        EvaluationPeriods: one,
        Threshold: whole,
        Metrics: [{ Id: "errors", Expression: "SUM(METRICS())", ReturnData: true, Period: 60 }],
    });
    assert_eq!(properties(target)["Threshold"], 3);
    let quarter = resource!(Errors: AWS::CloudWatch::Alarm {
        ComparisonOperator: "GreaterThanThreshold",
        EvaluationPeriods: one as i8,
        Threshold: fraction,
        Metrics: [{ Id: "errors", Expression: "SUM(METRICS())", ReturnData: true, Period: 60 }],
    });
    assert_eq!(properties(quarter)["Threshold"], 1.5);
}

#[test]
fn gordons_own_types_fit() {
    let key = arn!("arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012");
    let queue = resource!(Jobs: AWS::SQS::Queue {
        QueueName: Param::format("jobs-{stage}.fifo"),
        FifoQueue: true,
        KmsMasterKeyId: &key,
        VisibilityTimeout: minutes!(2),
        DelaySeconds: Param::env("DELAY").number(),
        DeduplicationScope: Secret::secrets_manager("scope", "name"),
    });
    let queue = properties(queue);
    assert_eq!(queue["VisibilityTimeout"], 120);
    assert_eq!(queue["KmsMasterKeyId"], key.to_string());
    assert!(queue["DelaySeconds"]["Ref"].is_string(), "{queue}");
    assert_eq!(queue["DeduplicationScope"], "{{resolve:secretsmanager:scope:SecretString:name}}");
}
