//! What is found in properties of real types, in words, and what becomes of values that are not known or not sane.

mod support;

use serde_json::{Value, json};
use support::findings;

fn table() -> Value {
    json!({
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "S" }],
        "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
        "StreamSpecification": { "StreamViewType": "NEW_AND_OLD_IMAGES" },
    })
}

/// A function with these properties besides the required ones.
fn function(properties: Value) -> Value {
    let mut function = json!({
        "Role": "arn:aws:iam::111111111111:role/r", "Code": { "S3Bucket": "code", "S3Key": "key" },
        "Handler": "a.b", "Runtime": "python3.13",
    });
    let more = properties.as_object().expect("an object").clone();
    function.as_object_mut().expect("an object").extend(more);
    function
}

#[track_caller]
fn assert_found(type_name: &str, properties: &Value, expected: &[&str]) {
    assert_eq!(findings(type_name, properties), expected);
}

#[test]
fn a_right_table_is_left_alone() {
    assert_found("AWS::DynamoDB::Table", &table(), &[]);
}

#[test]
fn all_mistakes_of_a_table_are_found_at_once() {
    let table = json!({
        "BilingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "STRING" }],
        "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
        "StreamArn": "arn",
        "Tags": { "a": "b" },
    });
    let expected = [
        "AttributeDefinitions[0].AttributeType: `STRING` is none of `B`, `N` and `S` [enum]",
        "BilingMode: there is no property `BilingMode` (did you mean `BillingMode`?) [additionalProperties]",
        "Tags: an object stands where a list belongs [type]",
        ": `ProvisionedThroughput` is missing (since `BillingMode` is not set) [required]",
        "StreamArn: `StreamArn` is set by AWS (leave it out; `Fn::GetAtt` reads it once `AWS::DynamoDB::Table` is made) \
         [readOnly]",
    ];
    assert_found("AWS::DynamoDB::Table", &table, &expected);
}

#[test]
fn a_value_has_one_finding() {
    // No member of the list, no match of the pattern, and too short: the first says it.
    let found = findings("AWS::KMS::Alias", &json!({ "AliasName": "", "TargetKeyId": "k" }));
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn what_is_there_under_a_name_that_is_nearly_right_is_not_missing() {
    let mut table = table();
    let keys = table["KeySchema"].take();
    table.as_object_mut().expect("an object").remove("KeySchema");
    table["KeySchemas"] = keys;
    let expected = ["KeySchemas: there is no property `KeySchemas` (did you mean `KeySchema`?) [additionalProperties]"];
    assert_found("AWS::DynamoDB::Table", &table, &expected);
}

#[test]
fn what_follows_from_a_wrong_value_is_not_found() {
    let mut table = table();
    table["BillingMode"] = json!("ON_DEMAND");
    let expected = ["BillingMode: `ON_DEMAND` is none of `PAY_PER_REQUEST` and `PROVISIONED` [enum]"];
    assert_found("AWS::DynamoDB::Table", &table, &expected);
}

#[test]
fn numbers_may_be_text_and_texts_numbers() {
    for timeout in [json!(3), json!("3"), json!(3.0), json!(" 3 ")] {
        assert_found("AWS::Lambda::Function", &function(json!({ "Timeout": timeout })), &[]);
    }
    assert_found("AWS::Lambda::Function", &function(json!({ "Description": 3 })), &[]);
    assert_found("AWS::SQS::Queue", &json!({ "FifoQueue": "true", "ContentBasedDeduplication": "False" }), &[]);
    assert_found(
        "AWS::Lambda::Function",
        &function(json!({ "Timeout": 1.5 })),
        &["Timeout: `1.5` stands where a whole number belongs [type]"],
    );
    assert_found(
        "AWS::Lambda::Function",
        &function(json!({ "Timeout": "0" })),
        &["Timeout: `0` is less than the minimum, 1 [minimum]"],
    );
    assert_found(
        "AWS::SQS::Queue",
        &json!({ "FifoQueue": 1 }),
        &["FifoQueue: `1` stands where `true` or `false` belongs [type]"],
    );
}

#[test]
fn what_is_not_known_is_not_judged_beyond_its_shape() {
    let of = |value: Value| findings("AWS::Lambda::Function", &function(value));
    assert_eq!(of(json!({ "Timeout": { "Ref": "Timeout" }, "Runtime": { "Ref": "Runtime" } })), [""; 0]);
    assert_eq!(of(json!({ "Timeout": "{{resolve:ssm:timeout}}", "Environment": { "Ref": "All" } })), [""; 0]);
    assert_eq!(
        of(json!({ "VpcConfig": { "Fn::If": ["InVpc", { "Ref": "Vpc" }, { "Ref": "AWS::NoValue" }] } })),
        [""; 0]
    );
    let text = json!({ "Fn::Sub": "${A}" });
    let expected = ["Environment: this value stands where an object belongs [type]"];
    assert_eq!(of(json!({ "Environment": text })), expected);
    assert_eq!(
        of(json!({ "Timeout": { "Fn::Split": [",", "a"] } })),
        ["Timeout: this value stands where a whole number belongs [type]"]
    );
}

#[test]
fn each_branch_of_a_condition_is_judged() {
    let of = |value: Value| findings("AWS::Lambda::Function", &function(value));
    let either = |one: Value, other: Value| json!({ "Fn::If": ["IsProd", one, other] });
    let none = json!({ "Ref": "AWS::NoValue" });
    assert_eq!(of(json!({ "Timeout": either(json!(3), json!(900)) })), [""; 0]);
    let expected = ["Timeout: `0` is less than the minimum, 1 [minimum]"; 2];
    assert_eq!(of(json!({ "Timeout": either(json!(0), json!(0)) })), expected);
    assert_eq!(
        of(json!({ "Role": either(json!("arn:aws:iam::111111111111:role/r"), none.clone()) })),
        [": `Role` is missing (in one branch of a condition) [required]"]
    );
    let arn = |name: &str| json!(format!("arn:aws:iam::aws:policy/{name}"));
    let policies = json!([arn("A"), either(arn("A"), arn("B"))]);
    let role = json!({ "AssumeRolePolicyDocument": {}, "ManagedPolicyArns": policies });
    let expected = "ManagedPolicyArns[1]: `arn:aws:iam::aws:policy/A` is in the list twice (in one branch of a condition) \
                    [uniqueItems]";
    assert_found("AWS::IAM::Role", &role, &[expected]);
    // Two conditions may be the same one.
    let rule = |pattern, schedule| json!({ "EventPattern": pattern, "ScheduleExpression": schedule });
    let of = |value: Value| findings("AWS::Events::Rule", &value);
    let pattern = json!({ "source": ["a"] });
    assert_eq!(of(rule(either(pattern.clone(), none.clone()), either(none.clone(), json!("rate(1 hour)")))), [""; 0]);
    assert_eq!(
        of(rule(either(pattern, none.clone()), none)),
        [": at least one of `EventPattern` and `ScheduleExpression` is needed (in one branch of a condition) [anyOf]"]
    );
}

#[test]
fn the_nearest_alternative_says_what_it_lacks() {
    let rule = |statement: Value| {
        json!({
            "Scope": "REGIONAL", "DefaultAction": { "Allow": {} },
            "VisibilityConfig": { "CloudWatchMetricsEnabled": true, "MetricName": "m", "SampledRequestsEnabled": true },
            "Rules": [{
                "Name": "r", "Priority": 1, "Action": { "Block": {} }, "Statement": statement,
                "VisibilityConfig": { "CloudWatchMetricsEnabled": true, "MetricName": "m", "SampledRequestsEnabled": true },
            }],
        })
    };
    let statement = json!({ "NotStatement": { "Statement": { "GeoMatchStatement": { "CountryCodes": ["Spain"] } } } });
    let found = findings("AWS::WAFv2::WebACL", &rule(statement));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("Rules[0].Statement.NotStatement.Statement.GeoMatchStatement.CountryCodes[0]"),
        "{found:?}"
    );
    let key = json!({ "KmsMasterKeyId": "my key" });
    let expected = "KmsMasterKeyId: `my key` is not an ARN of `AWS::KMS::Key` or an ID of `AWS::KMS::Key` or a name of \
                    `AWS::KMS::Alias` [format]";
    assert_found("AWS::SQS::Queue", &key, &[expected]);
}

#[test]
fn a_service_that_is_no_more_is_found() {
    let expected = [": the service of `AWS::QLDB::Ledger` was shut down on 2025-07-31 [lifecycle]"];
    assert_found("AWS::QLDB::Ledger", &json!({ "PermissionsMode": "STANDARD" }), &expected);
}

#[test]
fn a_path_that_only_package_uploads_is_told_from_a_wrong_type() {
    let found = findings("AWS::Lambda::Function", &function(json!({ "Code": "./src" })));
    assert_eq!(found, ["Code: `./src` is a path, which only `aws cloudformation package` can upload [packaged]"]);
}

#[test]
fn nesting_without_end_is_said_and_does_not_overflow() {
    let mut statement = json!({ "GeoMatchStatement": { "CountryCodes": ["ES"] } });
    for _ in 0..100 {
        statement = json!({ "NotStatement": { "Statement": statement } });
    }
    let group = json!({
        "Scope": "REGIONAL", "Capacity": 1,
        "VisibilityConfig": { "CloudWatchMetricsEnabled": true, "MetricName": "m", "SampledRequestsEnabled": true },
        "Rules": [{
            "Name": "r", "Priority": 1, "Action": { "Block": {} }, "Statement": statement,
            "VisibilityConfig": { "CloudWatchMetricsEnabled": true, "MetricName": "m", "SampledRequestsEnabled": true },
        }],
    });
    let expected = [": this is too large, or nested too deep, to be judged in full [limit]"];
    assert_found("AWS::WAFv2::RuleGroup", &group, &expected);
}

#[test]
fn choices_within_choices_end() {
    let mut value = json!("x");
    for _ in 0..40 {
        value = json!({ "Fn::If": ["C", value.clone(), value.as_str().unwrap_or("y")] });
    }
    assert_found("AWS::SNS::Topic", &json!({ "TopicName": value }), &[]);
    // Every property depends on a condition of its own.
    let either = json!({ "Fn::If": ["C", "a", { "Ref": "AWS::NoValue" }] });
    let many: serde_json::Map<String, Value> = (0..5_000).map(|at| (format!("Stranger{at}"), either.clone())).collect();
    assert_eq!(findings("AWS::SNS::Topic", &Value::Object(many)).len(), 5_000);
}

#[test]
fn large_values_are_judged_in_full() {
    let addresses: Vec<String> = (0..20_000).map(|at| format!("10.{}.{}.0/24", at / 256, at % 256)).collect();
    let set = json!({ "IPAddressVersion": "IPV4", "Scope": "REGIONAL", "Addresses": addresses });
    assert_found("AWS::WAFv2::IPSet", &set, &[]);
    let text = "a".repeat(1_000_000);
    let found = findings("AWS::Lambda::Function", &function(json!({ "Description": text, "Handler": text })));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|one| one.len() < 300), "{found:?}");
}
