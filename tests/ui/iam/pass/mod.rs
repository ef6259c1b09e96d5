//! Statements that compile, and what they become.

use gordon::prelude::*;

fn table() -> Resource<aws::dynamodb::Table> {
    Resource::typed("Cities", json!({}))
}

#[test]
fn actions_and_resources_are_as_written() {
    assert_eq!(
        json!(iam!("dynamodb:GetItem", "dynamodb:Query" on "arn:aws:dynamodb:eu-west-1:111111111111:table/cities")),
        json!({
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:Query"],
            "Resource": ["arn:aws:dynamodb:eu-west-1:111111111111:table/cities"],
        })
    );
    assert_eq!(json!(iam!(deny "s3:DeleteObject" on any))["Effect"], "Deny");
    assert_eq!(json!(iam!(every action of "s3" on any))["Action"], json!(["s3:*"]));
    assert_eq!(json!(iam!(every action on any)), json!({ "Effect": "Allow", "Action": ["*"], "Resource": ["*"] }));
    assert_eq!(json!(iam!("sqs:SendMessage", every action of "xray", "s3:Get*" on any))["Action"][1], "xray:*");
}

#[test]
fn a_resource_is_any_expression() {
    let cities = table();
    let by_name = |name: &str| format!("arn:aws:dynamodb:eu-west-1:111111111111:table/{name}");
    let statement = iam!("dynamodb:GetItem" on [
        cities.arn(),
        &cities.arn(),
        by_name("cities"),
        arn!("arn:aws:dynamodb:eu-west-1:111111111111:table/towns"),
        if cfg!(test) { "arn:aws:dynamodb:eu-west-1:111111111111:table/a" } else { "" },
    ]);
    assert_eq!(json!(statement)["Resource"].as_array().map(Vec::len), Some(5));
    // A variable of that name is one in parentheses.
    let any = cities.arn();
    #[allow(unused_parens)] // they are the point
    let statement = iam!("dynamodb:GetItem" on (any));
    assert_ne!(json!(statement)["Resource"], json!(["*"]));
}

#[test]
fn conditions_take_expressions() {
    let (account, days) = (account_id(), 3);
    let statement = iam!("dynamodb:GetItem" on any if {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["berlin", String::from("paris")] },
        "StringEqualsIfExists": { "aws:PrincipalAccount": &account, "aws:PrincipalTag/team": "weather" },
        "Bool": { "aws:SecureTransport": true },
        "NumericLessThan": { "aws:MultiFactorAuthAge": days * 86_400 },
    });
    assert_eq!(
        json!(statement)["Condition"],
        json!({
            "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["berlin", "paris"] },
            "StringEqualsIfExists": {
                "aws:PrincipalAccount": { "Ref": "AWS::AccountId" },
                "aws:PrincipalTag/team": "weather",
            },
            "Bool": { "aws:SecureTransport": true },
            "NumericLessThan": { "aws:MultiFactorAuthAge": 259_200 },
        })
    );
}

#[test]
fn a_statement_needs_no_import() {
    let statement: gordon::describe::Statement = gordon::iam!("s3:ListAllMyBuckets" on any);
    assert_eq!(json!(statement)["Resource"], json!(["*"]));
}
