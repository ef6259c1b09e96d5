//! Kinesis data streams, with a consumer of the function's own where it wants enhanced fan-out.
//!
//! Owns the consumer, and the policy that lets the role use it: only that policy knows the consumer's ARN.

use serde_json::json;

use super::{Context, Owner, mapping};
use crate::describe::Kinesis;
use crate::describe::id::Part;
use crate::describe::trigger::EventSource;
use crate::synth::Host;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, kinesis: &Kinesis) {
    // The emulator has no consumers of streams; there, the function shares the stream with others.
    if !kinesis.enhanced_fan_out || context.host == Host::Emulator {
        return mapping::add(context, owner, kinesis);
    }
    let place = kinesis.place();
    let consumer = owner.id(context, &kinesis.key(), "KinesisConsumer");
    // A name is needed, and must be the consumer's alone among all of the stream's: the UUID in the stack's ARN sees to
    // stages that share a stream.
    let [app, function] = owner.names();
    let uuid = json!({ "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }] });
    let name = json!({ "Fn::Join": ["-", [format!("{app}-{function}"), uuid]] });
    let properties = json!({ "ConsumerName": name, "StreamARN": kinesis.arn });
    context.resource(&consumer, "AWS::Kinesis::StreamConsumer", properties, place);
    let arn = json!({ "Fn::GetAtt": [consumer, "ConsumerARN"] });
    let mut first = None;
    // A role that the user gave is theirs to complete.
    if owner.function.settings.role.is_none() {
        let id = owner.id(context, &kinesis.key(), "KinesisConsumerPolicy");
        let statement = json!({
            "Effect": "Allow",
            "Action": ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"],
            "Resource": arn,
        });
        let properties = json!({
            "PolicyName": "consumer",
            "PolicyDocument": { "Version": "2012-10-17", "Statement": [statement] },
            "Roles": [{ "Ref": owner.function.id.mark(Part::Role) }],
        });
        context.resource(&id, "AWS::IAM::Policy", properties, place);
        first = Some(id);
    }
    mapping::add_from(context, owner, kinesis, Some(arn), first.as_deref());
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::super::sample::{function, made, made_for, of_type, one, project, role_statements};
    use super::*;
    use crate::aws;
    use crate::describe::{IntoFunction, Resource};

    const KIND: &str = "AWS::Lambda::EventSourceMapping";

    #[test]
    fn a_stream_is_read_with_the_role() {
        let clicks = Resource::<aws::kinesis::Stream>::typed("Clicks", json!({}));
        let made = made(project(function("slash").on(Kinesis::of(&clicks))).add(clicks));
        assert_eq!(one(&made, KIND).1["Properties"]["EventSourceArn"], json!({ "Fn::GetAtt": ["Clicks", "Arn"] }));
        assert_eq!(of_type(&made, "AWS::IAM::Policy").len(), 0);
        assert_eq!(
            role_statements(&made),
            [json!({
                "Effect": "Allow",
                "Action": [
                    "kinesis:DescribeStream",
                    "kinesis:DescribeStreamSummary",
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                ],
                "Resource": [{ "Fn::GetAtt": ["Clicks", "Arn"] }],
            })]
        );
    }

    #[test]
    fn fan_out_has_a_consumer_that_the_role_may_use() {
        let clicks = Resource::<aws::kinesis::Stream>::typed("Clicks", json!({}));
        let fanned = || function("slash").on(Kinesis::of(&clicks).enhanced_fan_out());
        let resources = made(project(fanned()).add(clicks.clone()));
        let (consumer, resource) = one(&resources, "AWS::Kinesis::StreamConsumer");
        assert_eq!(
            resource["Properties"],
            json!({
                "ConsumerName": { "Fn::Join": ["-", ["slack-slash", { "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }] }]] },
                "StreamARN": { "Fn::GetAtt": ["Clicks", "Arn"] },
            })
        );
        let arn = json!({ "Fn::GetAtt": [consumer, "ConsumerARN"] });
        let (policy, resource) = one(&resources, "AWS::IAM::Policy");
        assert_eq!(resource["Properties"]["Roles"], json!([{ "Ref": "SlackSlashRole" }]));
        let statement = &resource["Properties"]["PolicyDocument"]["Statement"][0];
        assert_eq!(statement["Action"], json!(["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"]));
        assert_eq!(statement["Resource"], arn);
        let mapping = one(&resources, KIND).1;
        assert_eq!((&mapping["Properties"]["EventSourceArn"], &mapping["DependsOn"]), (&arn, &json!([policy])));
        let given = made(project(fanned().role("arn:aws:iam::111111111111:role/x")).add(clicks.clone()));
        assert_eq!(of_type(&given, "AWS::IAM::Policy").len(), 0, "a given role is not Gordon's to change");
        assert_eq!(one(&given, KIND).1.get("DependsOn"), None);
    }

    #[test]
    fn the_emulator_gets_no_consumer() {
        let clicks = Resource::<aws::kinesis::Stream>::typed("Clicks", json!({}));
        let fanned = function("slash").on(Kinesis::of(&clicks).enhanced_fan_out());
        let made = made_for(Host::Emulator, project(fanned).add(clicks));
        assert_eq!(of_type(&made, "AWS::Kinesis::StreamConsumer").len(), 0);
        assert_eq!(one(&made, KIND).1["Properties"]["EventSourceArn"], json!({ "Fn::GetAtt": ["Clicks", "Arn"] }));
    }

    #[test]
    fn a_consumer_that_exists_is_read_by_its_arn() {
        let stream = "arn:aws:kinesis:eu-west-1:111111111111:stream/clicks";
        let consumer = format!("{stream}/consumer/mine:1700000000");
        let made = made(project(function("slash").on(Kinesis::arn(&consumer))));
        assert_eq!(one(&made, KIND).1["Properties"]["EventSourceArn"], consumer);
        let on: Vec<Json> = role_statements(&made).iter().map(|statement| statement["Resource"][0].clone()).collect();
        assert_eq!(on, [stream, &consumer]);
    }
}
