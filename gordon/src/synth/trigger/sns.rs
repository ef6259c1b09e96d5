//! SNS topics: a subscription each, and the permission to call the alias.
//!
//! Owns the subscription and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Sns;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, sns: &Sns) {
    let permission = owner.id(context, &sns.key(), "SnsPermission");
    owner.permission(context, &permission, "sns.amazonaws.com", json!({ "SourceArn": sns.topic }), &sns.place);
    let mut properties = sns.options.properties();
    for (name, value) in [("TopicArn", json!(sns.topic)), ("Protocol", json!("lambda")), ("Endpoint", owner.alias())] {
        properties.insert(name.to_owned(), value);
    }
    let subscription = json!({
        "Type": "AWS::SNS::Subscription",
        "Properties": Json::Object(properties),
        // A message that came before the permission would be lost.
        "DependsOn": [permission],
    });
    let id = owner.id(context, &sns.key(), "SnsSubscription");
    context.whole(&id, subscription, &sns.place);
    if let Some(redrive) = sns.options.get("RedrivePolicy") {
        let topic = json!(sns.topic);
        context.allow_sending(&redrive["deadLetterTargetArn"], "sns.amazonaws.com", &topic, &sns.place);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::aws;
    use crate::describe::{FilterPolicyScope, IntoFunction, Resource};

    const KIND: &str = "AWS::SNS::Subscription";

    #[test]
    fn every_setter_reaches_the_template() {
        let news = Resource::<aws::sns::Topic>::typed("News", json!({}));
        let sns = Sns::of(&news)
            .dead_letter("arn:aws:sqs:eu-west-1:111111111111:dead")
            .filter_policy(json!({ "kind": { "of": ["placed"] } }))
            .filter_policy_scope(FilterPolicyScope::MessageBody)
            .region("eu-west-1");
        let made = made(project(function("slash").on(sns)).add(news));
        let (permission, allowed) = one(&made, "AWS::Lambda::Permission");
        let (_, subscription) = one(&made, KIND);
        let topic = json!({ "Fn::GetAtt": ["News", "TopicArn"] });
        assert_eq!(
            subscription["Properties"],
            json!({
                "Endpoint": { "Ref": "SlackSlashAlias" },
                "FilterPolicy": { "kind": { "of": ["placed"] } },
                "FilterPolicyScope": "MessageBody",
                "Protocol": "lambda",
                "RedrivePolicy": { "deadLetterTargetArn": "arn:aws:sqs:eu-west-1:111111111111:dead" },
                "Region": "eu-west-1",
                "TopicArn": topic,
            })
        );
        assert_eq!(subscription["DependsOn"], json!([permission]));
        assert_eq!(
            allowed["Properties"],
            json!({
                "Action": "lambda:InvokeFunction",
                "FunctionName": { "Ref": "SlackSlashAlias" },
                "Principal": "sns.amazonaws.com",
                "SourceArn": topic,
            })
        );
    }

    #[test]
    fn a_topic_of_another_region_is_subscribed_to_there() {
        let two = ["arn:aws:sns:us-east-1:222222222222:a", "arn:aws:sns:eu-west-1:111111111111:b"];
        let made = made(project(two.into_iter().fold(function("slash"), |function, arn| function.on(Sns::arn(arn)))));
        let mut regions: Vec<&Json> =
            of_type(&made, KIND).iter().map(|(_, one)| &one["Properties"]["Region"]).collect();
        regions.sort_by_key(|region| region.to_string());
        assert_eq!(regions, ["eu-west-1", "us-east-1"]);
        assert_eq!(of_type(&made, "AWS::Lambda::Permission").len(), 2);
    }
}
