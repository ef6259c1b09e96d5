//! What a function's URL becomes.

use serde_json::json;

use crate::describe::*;
use crate::synth::trigger::sample::{function, made, of_type, one, project};

#[test]
fn every_option_reaches_the_url() {
    let url = FunctionUrl::public()
        .response_streaming(true)
        .cors(Cors::new().allow_origins(["*"]).allow_methods([HttpMethod::Get]).max_age(60));
    let resources = made(project(function("slash").on(url)));
    let (_, made) = one(&resources, "AWS::Lambda::Url");
    assert_eq!(made["DependsOn"], json!(["SlackSlashAlias"]));
    assert_eq!(
        made["Properties"],
        json!({
            "TargetFunctionArn": { "Ref": "SlackSlashFunction" }, "Qualifier": "current", "AuthType": "NONE",
            "InvokeMode": "RESPONSE_STREAM",
            "Cors": { "AllowOrigins": ["*"], "AllowMethods": ["GET"], "MaxAge": 60 },
        })
    );
}

#[test]
fn a_public_url_has_both_permissions() {
    let resources = made(project(function("slash").on(FunctionUrl::public())));
    assert_eq!(
        resources["SlackSlashUrlPermission"]["Properties"],
        json!({
            "Action": "lambda:InvokeFunctionUrl", "FunctionName": { "Ref": "SlackSlashAlias" },
            "FunctionUrlAuthType": "NONE", "Principal": "*",
        })
    );
    assert_eq!(
        resources["SlackSlashUrlInvokePermission"]["Properties"],
        json!({
            "Action": "lambda:InvokeFunction", "FunctionName": { "Ref": "SlackSlashAlias" },
            "InvokedViaFunctionUrl": true, "Principal": "*",
        })
    );
}

#[test]
fn a_signed_url_is_for_whom_it_names() {
    let none = made(project(function("slash").on(FunctionUrl::iam().response_streaming(false))));
    assert!(of_type(&none, "AWS::Lambda::Permission").is_empty());
    assert_eq!(one(&none, "AWS::Lambda::Url").1["Properties"]["AuthType"], "AWS_IAM");
    assert_eq!(one(&none, "AWS::Lambda::Url").1["Properties"]["InvokeMode"], "BUFFERED");
    let url = FunctionUrl::iam()
        .caller("222222222222")
        .organization("o-1234567890")
        .cloudfront("arn:aws:cloudfront::111111111111:distribution/E1");
    let resources = made(project(function("slash").on(url)));
    let permissions = of_type(&resources, "AWS::Lambda::Permission");
    assert_eq!(permissions.len(), 6);
    let with = |name: &str, value: &str| permissions.iter().filter(|(_, one)| one["Properties"][name] == value).count();
    assert_eq!(with("Principal", "222222222222"), 2);
    assert_eq!(with("PrincipalOrgID", "o-1234567890"), 2);
    assert_eq!(with("SourceArn", "arn:aws:cloudfront::111111111111:distribution/E1"), 2);
    assert_eq!(with("FunctionUrlAuthType", "AWS_IAM"), 3);
}
