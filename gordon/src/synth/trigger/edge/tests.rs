//! What a function at the edge needs.

use serde_json::json;

use crate::describe::*;
use crate::synth::trigger::sample::{function, made, one, project};

#[test]
fn a_function_at_the_edge_is_trusted_and_logs_where_it_runs() {
    let resources = made(project(function("slash").on(Edge::viewer_request()).on(Edge::origin_response())));
    let trust = &resources["SlackSlashRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"];
    assert_eq!(trust, &json!({ "Service": ["edgelambda.amazonaws.com", "lambda.amazonaws.com"] }));
    let policy = &one(&resources, "AWS::IAM::Policy").1["Properties"];
    assert_eq!(policy["Roles"], json!([{ "Ref": "SlackSlashRole" }]));
    let arn = "arn:${AWS::Partition}:logs:*:${AWS::AccountId}:log-group:";
    assert_eq!(
        policy["PolicyDocument"]["Statement"][0]["Resource"],
        json!([
            { "Fn::Sub": [format!("{arn}/aws/lambda/us-east-1.${{name}}:*"), { "name": { "Ref": "SlackSlashFunction" } }] },
            { "Fn::Sub": [format!("{arn}${{name}}:*"), { "name": { "Ref": "SlackSlashLogGroup" } }] },
        ])
    );
    let named = made(project(function("slash").logs_to("shared").on(Edge::viewer_request())));
    let policy = &one(&named, "AWS::IAM::Policy").1["Properties"]["PolicyDocument"]["Statement"][0];
    assert_eq!(policy["Resource"][1]["Fn::Sub"][1], json!({ "name": "shared" }));
    let given = made(project(function("slash").role("arn:aws:iam::111111111111:role/x").on(Edge::viewer_request())));
    assert!(!given.contains_key("SlackSlashEdgePolicy"));
}

#[test]
fn a_distribution_names_a_version() {
    let rewrite = function("slash").on(Edge::viewer_request());
    let association = json!([{ "EventType": "viewer-request", "LambdaFunctionARN": rewrite.version_arn() }]);
    let site = Resource::<crate::aws::cloudfront::Distribution>::typed(
        "Site",
        json!({ "DistributionConfig": {
            "DefaultCacheBehavior": {
                "LambdaFunctionAssociations": association,
                "TargetOriginId": "site",
                "ViewerProtocolPolicy": "https-only",
            },
            "Enabled": true,
        } }),
    );
    let resources = made(project(rewrite).add(site));
    let behavior = &resources["Site"]["Properties"]["DistributionConfig"]["DefaultCacheBehavior"];
    assert_eq!(behavior["LambdaFunctionAssociations"][0]["LambdaFunctionARN"], json!({ "Ref": "SlackSlashVersion" }));
}

#[test]
fn nothing_comes_into_the_environment_of_a_function_at_the_edge() {
    let trust = json!({ "Statement": [{
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": { "Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] },
    }] });
    let role = Resource::<crate::aws::iam::Role>::typed("Own", json!({ "AssumeRolePolicyDocument": trust }));
    let rewrite = function("slash").role(role.arn()).on(Edge::origin_request());
    let resources = made(project(rewrite).add(role));
    assert!(resources["SlackSlashFunction"]["Properties"].get("Environment").is_none());
}
