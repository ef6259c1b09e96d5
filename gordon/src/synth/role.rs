//! The role of a function: who may take it, what it may do, and no more.
//!
//! Owns the statements that Gordon itself writes. `*` stands only where AWS allows nothing narrower; each says so.

use serde_json::{Value as Json, json};

use super::function::Made;
use super::{log_group, tags};
use crate::check::CheckedFunction;
use crate::describe::id::Part;
use crate::describe::{Destination, DestinationKind, FileSystem, FileSystemKind, Tracing, Trigger};

pub(super) fn resource(made: &Made<'_>) -> Json {
    let settings = &made.checked.function.settings;
    let mut policies = vec![policy("gordon", statements(made.checked))];
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
    let mut trust = vec![json!({
        "Effect": "Allow",
        "Principal": { "Service": service },
        "Action": "sts:AssumeRole",
    })];
    trust.extend(settings.assumed_by.iter().map(|principal| principal.json()));
    let mut properties = json!({ "AssumeRolePolicyDocument": document(trust), "Policies": policies });
    if !settings.managed_policies.is_empty() {
        properties["ManagedPolicyArns"] = settings.managed_policies.iter().map(|arn| json!(arn.value)).collect();
    }
    if let Some(boundary) = &settings.permissions_boundary {
        properties["PermissionsBoundary"] = json!(boundary.value);
    }
    if let Some(path) = &settings.role_path {
        properties["Path"] = json!(path.value);
    }
    if let Some(tags) = tags::propagated(made) {
        properties["Tags"] = tags;
    }
    json!({ "Type": "AWS::IAM::Role", "Properties": properties })
}

/// What a durable function's own role may do with the function's executions. It is a resource of its own, since the
/// function comes after the role.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html>
pub(super) fn durable(made: &Made<'_>) -> Option<Json> {
    let function = &made.checked.function;
    if function.settings.durable.is_none() || function.settings.role.is_some() {
        return None;
    }
    // An execution belongs to a version, and versions come and go.
    let executions = json!({
        "Fn::Sub": ["${arn}:*", { "arn": { "Fn::GetAtt": [function.id.mark(Part::Itself), "Arn"] } }],
    });
    let actions = ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"];
    Some(json!({
        "Type": "AWS::IAM::Policy",
        "Properties": {
            "PolicyName": "durable",
            "Roles": [made.reference(Part::Role)],
            "PolicyDocument": document(vec![allow(&actions, executions)]),
        },
    }))
}

fn policy(name: &str, statements: Vec<Json>) -> Json {
    json!({ "PolicyName": name, "PolicyDocument": document(statements) })
}

fn document(statements: Vec<Json>) -> Json {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn allow(actions: &[&str], resource: Json) -> Json {
    json!({ "Effect": "Allow", "Action": actions, "Resource": resource })
}

fn statements(checked: &CheckedFunction) -> Vec<Json> {
    let function = &checked.function;
    let settings = &function.settings;
    let mut statements = vec![allow(&["logs:CreateLogStream", "logs:PutLogEvents"], log_group::arn(function))];
    if let Some(target) = &settings.dead_letter {
        statements.push(allow(&[target.action], json!(target.arn)));
    }
    for trigger in &settings.triggers {
        statements.extend(trigger.source().grants().iter().map(|statement| statement.json()));
    }
    statements.extend(settings.asynchronous.destinations().flat_map(destination));
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
    statements.extend(settings.file_system.iter().flat_map(file_system));
    if let Some(key) = &settings.kms_key {
        statements.push(allow(&["kms:Decrypt"], json!(key.value)));
    }
    if let Some(key) = settings.durable.as_ref().and_then(|durable| durable.kms_key.as_ref()) {
        statements.push(allow(&["kms:Decrypt", "kms:GenerateDataKey"], json!(key)));
    }
    statements
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
fn destination(destination: &Destination) -> Vec<Json> {
    let arn = json!(destination.arn);
    match destination.kind {
        DestinationKind::Queue => vec![allow(&["sqs:SendMessage"], arn)],
        DestinationKind::Topic => vec![allow(&["sns:Publish"], arn)],
        DestinationKind::Function => vec![allow(&["lambda:InvokeFunction"], arn)],
        DestinationKind::EventBus => vec![allow(&["events:PutEvents"], arn)],
        DestinationKind::Bucket => vec![allow(&["s3:ListBucket"], arn.clone()), objects(&["s3:PutObject"], arn)],
    }
}

/// Allows actions on every object of a bucket.
fn objects(actions: &[&str], bucket: Json) -> Json {
    allow(actions, json!({ "Fn::Sub": ["${bucket}/*", { "bucket": bucket }] }))
}

/// The actions are on file systems, of which the access point alone is known; it is in the condition.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html#configuration-filesystem-permissions>
fn file_system(file_system: &FileSystem) -> Vec<Json> {
    let point = &file_system.access_point;
    let (service, resource) = match file_system.kind {
        FileSystemKind::Efs => {
            let all = "arn:${AWS::Partition}:elasticfilesystem:${AWS::Region}:${AWS::AccountId}:file-system/*";
            ("elasticfilesystem", json!({ "Fn::Sub": all }))
        }
        // The ARN of such an access point begins with that of its file system.
        FileSystemKind::S3Files => {
            ("s3files", json!({ "Fn::Select": [0, { "Fn::Split": ["/access-point/", point] }] }))
        }
    };
    let mut actions = vec![format!("{service}:ClientMount")];
    if !file_system.read_only {
        actions.push(format!("{service}:ClientWrite"));
    }
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    let mut mount = allow(&actions, resource);
    mount["Condition"] = json!({ "ArnEquals": { format!("{service}:AccessPointArn"): point } });
    let mut statements = vec![mount];
    if let Some((_, bucket)) = &file_system.direct_read {
        statements.push(objects(&["s3:GetObject", "s3:GetObjectVersion"], json!(bucket)));
    }
    statements
}
