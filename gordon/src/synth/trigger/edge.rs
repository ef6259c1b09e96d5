//! What a function at the edge needs besides its trust: leave to log where its replicas run.
//!
//! Owns that policy. The association is the distribution's own property.

#[cfg(test)]
mod tests;

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::id::Part;
use crate::synth::ids::join;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>) {
    let id = join(&owner.names(), "EdgePolicy");
    // One for all events of the function; a role that was given is not the stack's to change.
    if owner.function.settings.role.is_some() || context.template.has(&id) {
        return;
    }
    // Replicas log to groups of these names in the region where they run, which is any. The policy is not the role's own,
    // as the role comes before the function.
    // <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html>
    let group = |prefix: &str, name: Json| {
        let arn = format!("arn:${{AWS::Partition}}:logs:*:${{AWS::AccountId}}:log-group:{prefix}${{name}}:*");
        json!({ "Fn::Sub": [arn, { "name": name }] })
    };
    let own = match &owner.function.settings.logging.group {
        Some(group) => group.value.json().clone(),
        None => json!({ "Ref": owner.function.id.mark(Part::LogGroup) }),
    };
    let properties = json!({
        "PolicyName": "edge",
        "Roles": [{ "Ref": owner.function.id.mark(Part::Role) }],
        "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [
                group("/aws/lambda/us-east-1.", json!({ "Ref": owner.function.id.mark(Part::Itself) })),
                group("", own),
            ],
        }] },
    });
    context.resource(&id, "AWS::IAM::Policy", properties, &owner.function.place);
}
