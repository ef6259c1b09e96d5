//! Policies of things that others own: who may publish to a topic, and what a role may call.
//!
//! Owns that there is one policy a topic, since a second would replace the first: a policy that the user made for it gets
//! the statement. Those of queues are in `queue_policy`.

use serde_json::{Value as Json, json};

use super::{Context, Owner, append};
use crate::describe::Place;
use crate::describe::id::Mark;

/// Lets a service publish to a topic of the project; the policy's logical ID, to wait for.
pub(super) fn allow_publishing(
    context: &mut Context<'_>,
    topic: &Mark,
    principal: &str,
    condition: Json,
    place: &Place,
) -> String {
    let topic = context.logical_id(topic);
    let reference = json!({ "Ref": topic });
    let statement = json!({
        "Effect": "Allow",
        "Principal": { "Service": principal },
        "Action": "sns:Publish",
        "Resource": reference,
        "Condition": condition,
    });
    let covers = |resource: &Json| {
        let properties = &resource["Properties"];
        (resource["Type"] == "AWS::SNS::TopicPolicy"
            && properties["Topics"].as_array().is_some_and(|topics| topics.contains(&reference)))
            || (resource["Type"] == "AWS::SNS::TopicInlinePolicy" && properties["TopicArn"] == reference)
    };
    let found = context.template.resources().into_iter().find(|(_, resource)| covers(resource)).map(|(id, _)| id);
    let Some(id) = found else {
        let id = format!("{topic}PublishPolicy");
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
        let properties = json!({ "PolicyDocument": document, "Topics": [reference] });
        context.resource(&id, "AWS::SNS::TopicPolicy", properties, place);
        return id;
    };
    let path = ["Properties", "PolicyDocument", "Statement"];
    context.amend(&id, &path, json!([statement]), place, |statements, statement| {
        if statements.is_object() {
            *statements = json!([statements.take()]);
        }
        append(statements, statement)
    });
    id
}

/// Lets a role of the project do these actions with the alias: the policy's logical ID, to wait for. A role by ARN, or a
/// name that CloudFormation knows, is the user's.
pub(super) fn call(
    context: &mut Context<'_>,
    owner: Owner<'_>,
    role: &Json,
    actions: &[&str],
    id: &str,
    place: &Place,
) -> Option<String> {
    let role = role.get("Fn::GetAtt").and_then(|parts| match parts {
        Json::Array(parts) if parts.get(1).is_some_and(|name| name == "Arn") => parts.first()?.as_str(),
        parts => parts.as_str()?.strip_suffix(".Arn"),
    })?;
    if context.template.get(role)?["Type"] != "AWS::IAM::Role" {
        return None;
    }
    let properties = json!({
        "PolicyName": id,
        "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Action": actions,
            "Resource": owner.alias(),
        }] },
        "Roles": [{ "Ref": role }],
    });
    context.resource(id, "AWS::IAM::Policy", properties, place);
    Some(id.to_owned())
}

/// Makes a resource wait for another.
pub(super) fn wait(context: &mut Context<'_>, id: &str, other: &str, place: &Place) {
    context.amend(id, &["DependsOn"], json!([other]), place, |all, other| {
        if all.is_string() {
            *all = json!([all.take()]);
        }
        append(all, other)
    });
}
