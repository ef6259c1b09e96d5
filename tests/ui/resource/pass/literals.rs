//! Data of every kind.

use gordon::prelude::*;

use super::properties;

#[test]
fn literals_are_json() {
    let bucket = resource!(Files: AWS::S3::Bucket {
        BucketName: r"files-of-the-bot",
        ObjectLockEnabled: false,
        LifecycleConfiguration: {
            Rules: [
                { Id: "old \"files\" \\ \u{e9}\n", Status: "Enabled", ExpirationInDays: 1_000, },
            ],
        },
        Tags: [],
    });
    let rule = json!({ "Id": "old \"files\" \\ é\n", "Status": "Enabled", "ExpirationInDays": 1000 });
    let expected = json!({
        "BucketName": "files-of-the-bot",
        "ObjectLockEnabled": false,
        "LifecycleConfiguration": { "Rules": [rule] },
        "Tags": [],
    });
    assert_eq!(properties(bucket), expected);
}

#[test]
fn numbers_may_be_negative_and_have_fractions() {
    let alarm = resource!(Cold: AWS::CloudWatch::Alarm {
        ComparisonOperator: "LessThanThreshold",
        EvaluationPeriods: 0x1,
        MetricName: "Temperature",
        Namespace: "Kitchen",
        Period: 60,
        Statistic: "Average",
        Threshold: -1.5,
    });
    assert_eq!(properties(alarm)["Threshold"], json!(-1.5));
}

#[test]
fn free_json_takes_any_keys() {
    let role = resource!(Role: AWS::IAM::Role {
        AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            "Statement": [{
                Effect: "Allow",
                Principal: { Service: "lambda.amazonaws.com" },
                Action: ["sts:AssumeRole"],
                Condition: { StringEquals: { "aws:SourceAccount": account_id() } },
            }],
        },
    });
    let document = &properties(role)["AssumeRolePolicyDocument"];
    assert_eq!(
        document["Statement"][0]["Condition"]["StringEquals"]["aws:SourceAccount"],
        json!({ "Ref": "AWS::AccountId" })
    );
    assert_eq!(document["Version"], "2012-10-17");
}

#[test]
fn a_resource_without_properties_has_none() {
    assert!(properties(resource!(Jobs: AWS::SQS::Queue)).is_null());
    assert!(properties(resource!(Jobs: AWS::SQS::Queue {},)).is_null());
}
