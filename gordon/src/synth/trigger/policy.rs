//! Policies of things that others own: who may send to a queue or topic, and what a role may call.
//!
//! Owns that there is one policy a queue or topic, since a second would replace the first: a policy that the user made for
//! it gets the statement.

use serde_json::{Value as Json, json};

use super::{Context, Owner, append};
use crate::describe::Place;
use crate::describe::id::Mark;
use crate::synth::ids::join_hashed;

/// What keeps a policy: the type of the thing, of its policy, and of the policy's property that names the thing.
pub(super) struct Kind {
    policy: &'static str,
    inline: &'static str,
    things: &'static str,
    thing: &'static str,
    suffix: &'static str,
}

pub(super) const QUEUE: Kind = Kind {
    policy: "AWS::SQS::QueuePolicy",
    inline: "AWS::SQS::QueueInlinePolicy",
    things: "Queues",
    thing: "Queue",
    suffix: "QueuePolicy",
};

pub(super) const TOPIC: Kind = Kind {
    policy: "AWS::SNS::TopicPolicy",
    inline: "AWS::SNS::TopicInlinePolicy",
    things: "Topics",
    thing: "TopicArn",
    suffix: "TopicPolicy",
};

/// Adds a statement to the policy of a queue or topic of the project; the policy's logical ID, to wait for.
pub(super) fn allow(context: &mut Context<'_>, kind: &Kind, to: &Mark, statement: Json, place: &Place) -> String {
    let reference = json!({ "Ref": context.logical_id(to) });
    let covers = |resource: &Json| {
        let properties = &resource["Properties"];
        (resource["Type"] == kind.policy
            && properties[kind.things].as_array().is_some_and(|things| things.contains(&reference)))
            || (resource["Type"] == kind.inline && properties[kind.thing] == reference)
    };
    let found = context.template.resources().into_iter().find(|(_, resource)| covers(resource)).map(|(id, _)| id);
    let Some(id) = found else {
        let id = join_hashed(&[], &context.logical_id(to), kind.suffix);
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
        let properties = json!({ "PolicyDocument": document, kind.things: [reference] });
        context.resource(&id, kind.policy, properties, place);
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
