//! The role of a function: what it may do, and no more.
//!
//! Owns the statements that Gordon itself writes. `*` stands only where AWS allows nothing narrower; each says so.

use serde_json::{Value as Json, json};

use crate::check::CheckedFunction;
use crate::describe::id::Part;
use crate::describe::{Tracing, Trigger};

pub(super) fn resource(checked: &CheckedFunction) -> Json {
    let function = &checked.function;
    let settings = &function.settings;
    let mut policies = vec![policy("gordon", statements(checked))];
    if !settings.statements.is_empty() {
        policies.push(policy("grants", settings.statements.iter().map(|statement| statement.json()).collect()));
    }
    for inline in &settings.policies {
        policies.push(json!({ "PolicyName": inline.name, "PolicyDocument": inline.document }));
    }
    let at_the_edge = settings.triggers.iter().any(|trigger| matches!(trigger, Trigger::Edge(_)));
    let service = if at_the_edge {
        json!(["edgelambda.amazonaws.com", "lambda.amazonaws.com"])
    } else {
        json!("lambda.amazonaws.com")
    };
    json!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": service },
                "Action": "sts:AssumeRole",
            }] },
            "Policies": policies,
        },
    })
}

fn policy(name: &str, statements: Vec<Json>) -> Json {
    json!({ "PolicyName": name, "PolicyDocument": { "Version": "2012-10-17", "Statement": statements } })
}

fn statements(checked: &CheckedFunction) -> Vec<Json> {
    let function = &checked.function;
    let settings = &function.settings;
    let allow =
        |actions: &[&str], resource: Json| json!({ "Effect": "Allow", "Action": actions, "Resource": resource });
    // The ARN of a log group ends in `:*`: its streams.
    let log_group = json!({ "Fn::GetAtt": [function.id.mark(Part::LogGroup), "Arn"] });
    let mut statements = vec![allow(&["logs:CreateLogStream", "logs:PutLogEvents"], log_group)];
    if let Some(target) = &settings.dead_letter {
        statements.push(allow(&[target.action], json!(target.arn)));
    }
    for trigger in &settings.triggers {
        statements.extend(trigger.source().grants().iter().map(|statement| statement.json()));
    }
    if settings.tracing == Some(Tracing::Active) {
        // X-Ray's write actions have no resource.
        statements.push(allow(&["xray:PutTelemetryRecords", "xray:PutTraceSegments"], json!("*")));
    }
    if settings.vpc.is_some() && !settings.manual_vpc_policy {
        // Lambda checks these when the function is made, before there is an interface to name.
        // <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions>
        statements.push(allow(
            &[
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses",
            ],
            json!("*"),
        ));
    }
    statements
}
