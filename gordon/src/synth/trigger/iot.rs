//! AWS IoT rules: a rule each, and the permission to call the alias.
//!
//! Owns the rule and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Iot;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, iot: &Iot) {
    let mut payload = iot.payload.properties();
    payload.insert("Actions".to_owned(), json!([{ "Lambda": { "FunctionArn": owner.alias() } }]));
    let mut properties = iot.options.properties();
    properties.insert("TopicRulePayload".to_owned(), Json::Object(payload));
    let rule = owner.id(context, &iot.key(), "IotRule");
    context.resource(&rule, "AWS::IoT::TopicRule", properties, &iot.place);
    let permission = owner.id(context, &iot.key(), "IotPermission");
    let source = json!({
        "SourceArn": { "Fn::GetAtt": [rule, "Arn"] },
        "SourceAccount": { "Ref": "AWS::AccountId" },
    });
    owner.permission(context, &permission, "iot.amazonaws.com", source, &iot.place);
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::describe::IntoFunction;

    #[test]
    fn every_setter_reaches_the_template() {
        let republish = json!({ "Republish": { "Topic": "failed", "RoleArn": "arn:aws:iam::111111111111:role/x" } });
        let iot = Iot::new("hot", "SELECT * FROM 'sensors/+'")
            .description("Hot")
            .enabled(false)
            .error_action(republish.clone())
            .rule_name("hot_sensors")
            .sql_version("2016-03-23")
            .tag("team", "weather");
        let made = made(project(function("slash").on(iot)));
        let (rule, resource) = one(&made, "AWS::IoT::TopicRule");
        assert_eq!(
            resource["Properties"],
            json!({
                "RuleName": "hot_sensors",
                "Tags": [{ "Key": "team", "Value": "weather" }],
                "TopicRulePayload": {
                    "Actions": [{ "Lambda": { "FunctionArn": { "Ref": "SlackSlashAlias" } } }],
                    "AwsIotSqlVersion": "2016-03-23",
                    "Description": "Hot",
                    "ErrorAction": republish,
                    "RuleDisabled": true,
                    "Sql": "SELECT * FROM 'sensors/+'",
                },
            })
        );
        assert_eq!(
            one(&made, "AWS::Lambda::Permission").1["Properties"],
            json!({
                "Action": "lambda:InvokeFunction",
                "FunctionName": { "Ref": "SlackSlashAlias" },
                "Principal": "iot.amazonaws.com",
                "SourceAccount": { "Ref": "AWS::AccountId" },
                "SourceArn": { "Fn::GetAtt": [rule, "Arn"] },
            })
        );
    }

    #[test]
    fn two_rules_have_permissions_of_their_own() {
        let made = made(project(function("slash").on(Iot::new("a", "SELECT *")).on(Iot::new("b", "select *"))));
        assert_eq!(of_type(&made, "AWS::IoT::TopicRule").len(), 2);
        assert_eq!(of_type(&made, "AWS::Lambda::Permission").len(), 2);
    }
}
