//! What is found in properties of real types, in words.

mod support;

use serde_json::json;
use support::findings;

#[test]
fn a_right_table_is_left_alone() {
    let table = json!({
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "S" }],
        "KeySchema": [{ "AttributeName": "city", "KeyType": "HASH" }],
        "StreamSpecification": { "StreamViewType": "NEW_AND_OLD_IMAGES" },
    });
    assert_eq!(findings("AWS::DynamoDB::Table", &table), [""; 0]);
}

#[test]
fn all_mistakes_of_a_table_are_found_at_once() {
    let table = json!({
        "BilingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "city", "AttributeType": "STRING" }],
        "KeySchema": [{ "AttributeName": "", "KeyType": "HASH" }],
        "TableName": "a b",
        "StreamArn": "arn",
        "Tags": { "a": "b" },
    });
    for f in findings("AWS::DynamoDB::Table", &table) {
        eprintln!("{f}");
    }
}
