//! Rust expressions, each of a type that fits.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use gordon::prelude::*;

use super::properties;

#[test]
fn whatever_fits_a_type_becomes_its_json() {
    let (owned, value) = (String::from("queue"), Value::from("queue"));
    for queue in [
        resource!(Jobs: AWS::SQS::Queue { QueueName: "queue", DelaySeconds: 3u8, FifoQueue: !false }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: &owned, DelaySeconds: 3u32, FifoQueue: Some(true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: owned.clone(), DelaySeconds: 3i64, FifoQueue: Value::from(true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: &value, DelaySeconds: "abc".len(), FifoQueue: &Value::from(true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: value.clone(), DelaySeconds: Value::from(3u16), FifoQueue: (true) }),
        resource!(Jobs: AWS::SQS::Queue { QueueName: Cow::from("queue"), DelaySeconds: (1 + 2), FifoQueue: ({ 1 < 2 }) }),
        resource!(Jobs: AWS::SQS::Queue {
            QueueName: match owned.len() { 5 => "queue", _ => "other" },
            DelaySeconds: if owned.is_empty() { 1 } else { 3 },
            FifoQueue: [3].iter().all(|n| *n == 3),
        }),
    ] {
        assert_eq!(properties(queue), json!({ "QueueName": "queue", "DelaySeconds": 3, "FifoQueue": true }));
    }
}

#[test]
fn none_leaves_a_property_out() {
    let (none, some): (Option<String>, _) = (None, Some("b"));
    let queue = resource!(Jobs: AWS::SQS::Queue {
        QueueName: none,
        KmsMasterKeyId: some,
        RedriveAllowPolicy: None::<u8>,
        Tags: Some(vec![json!({ "Key": "a", "Value": "b" })]),
    });
    assert_eq!(properties(queue), json!({ "KmsMasterKeyId": "b", "Tags": [{ "Key": "a", "Value": "b" }] }));
}

#[test]
fn lists_and_objects_may_be_expressions() {
    let subnets = vec![String::from("subnet-1"), String::from("subnet-2")];
    let group = resource!(Group: AWS::EC2::SecurityGroup { GroupDescription: "Databases" });
    let mapping = |subnets: Value<Vec<String>>| {
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: "vpc-1", ServiceName: "s3", SubnetIds: subnets })
    };
    assert_eq!(properties(mapping(split(",", "a,b")))["SubnetIds"], json!({ "Fn::Split": [",", "a,b"] }));
    for endpoint in [
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: "vpc-1", ServiceName: "s3", SubnetIds: subnets.clone() }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: "vpc-1", ServiceName: "s3", SubnetIds: &subnets }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: "vpc-1", ServiceName: "s3", SubnetIds: subnets.as_slice() }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint { VpcId: "vpc-1", ServiceName: "s3", SubnetIds: (["subnet-1", "subnet-2"]) }),
        resource!(Endpoint: AWS::EC2::VPCEndpoint {
            VpcId: "vpc-1",
            ServiceName: "s3",
            SubnetIds: ["subnet-1", subnets[1].as_str()],
        }),
    ] {
        assert_eq!(properties(endpoint)["SubnetIds"], json!(["subnet-1", "subnet-2"]));
    }
    let ids = [group.group_id()];
    let text = format!("{:?}", resource!(E: AWS::EC2::VPCEndpoint { VpcId: "v", ServiceName: "s", SecurityGroupIds: ids }));
    assert!(text.contains("Fn::GetAtt"), "{text}");
}

#[test]
fn maps_are_objects() {
    let (sorted, hashed) = (BTreeMap::from([("A", "b")]), HashMap::from([(String::from("A"), Value::from("b"))]));
    for variables in [
        resource!(F: AWS::Lambda::Function { Role: "r", Code: { ImageUri: "i" }, PackageType: "Image", Environment: { Variables: sorted } }),
        resource!(F: AWS::Lambda::Function { Role: "r", Code: { ImageUri: "i" }, PackageType: "Image", Environment: { Variables: hashed } }),
        resource!(F: AWS::Lambda::Function {
            Role: "r",
            Code: { ImageUri: "i" },
            PackageType: "Image",
            Environment: json!({ "Variables": { "A": "b" } }),
        }),
        resource!(F: AWS::Lambda::Function {
            Role: "r",
            Code: (json!({ "ImageUri": "i" })),
            PackageType: "Image",
            Environment: { Variables: { A: String::from("b") } },
        }),
    ] {
        assert_eq!(properties(variables)["Environment"], json!({ "Variables": { "A": "b" } }));
    }
}

#[test]
fn free_json_takes_whatever_serialises() {
    let policy = resource!(P: AWS::IAM::ManagedPolicy {
        PolicyDocument: {
            Statement: [{ Effect: "Allow", Action: ["a:B", "c:D"].map(String::from), Resource: (["*"]), Sid: Some('x') }],
            Id: None::<String>,
            Version: Value::from("2012-10-17"),
        },
    });
    let statement = json!({ "Effect": "Allow", "Action": ["a:B", "c:D"], "Resource": ["*"], "Sid": "x" });
    assert_eq!(properties(policy), json!({ "PolicyDocument": { "Statement": [statement], "Version": "2012-10-17" } }));
}

#[test]
fn numbers_are_taken_for_numbers() {
    let alarm = |threshold: Value<u32>| {
        resource!(A: AWS::CloudWatch::Alarm { ComparisonOperator: "LessThanThreshold", EvaluationPeriods: 1i8, Threshold: threshold })
    };
    assert_eq!(properties(alarm(3.into()))["Threshold"], 3);
    let alarm = resource!(A: AWS::CloudWatch::Alarm { ComparisonOperator: "LessThanThreshold", EvaluationPeriods: 1usize, Threshold: 1.5f32 });
    assert_eq!(properties(alarm)["Threshold"], 1.5);
}
