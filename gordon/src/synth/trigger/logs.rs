//! CloudWatch log groups: a subscription filter each, and the permission to call the alias.
//!
//! Owns the filter and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Logs;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, logs: &Logs) {
    let permission = owner.id(context, &logs.key(), "LogsPermission");
    let source = json!({ "SourceArn": logs.streams, "SourceAccount": { "Ref": "AWS::AccountId" } });
    owner.permission(context, &permission, "logs.amazonaws.com", source, &logs.place);
    let mut properties = logs.options.properties();
    properties.insert("LogGroupName".to_owned(), json!(logs.group));
    properties.insert("DestinationArn".to_owned(), owner.alias());
    let filter = json!({
        "Type": "AWS::Logs::SubscriptionFilter",
        "Properties": Json::Object(properties),
        // CloudWatch tries the function before it accepts the filter.
        "DependsOn": [permission],
    });
    let id = owner.id(context, &logs.key(), "LogsSubscription");
    context.whole(&id, filter, &logs.place);
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::aws;
    use crate::describe::{App, IntoFunction, Project, Resource, Value};

    const KIND: &str = "AWS::Logs::SubscriptionFilter";

    #[test]
    fn every_setter_reaches_the_template() {
        let audit = Resource::<aws::logs::LogGroup>::typed("Audit", json!({}));
        let logs = Logs::of(&audit)
            .apply_on_transformed_logs(true)
            .emit_system_field("@aws.account")
            .emit_system_field("@aws.region")
            .field_selection_criteria(r#"@aws.region = "eu-west-1""#)
            .filter_name("errors")
            .filter_pattern("ERROR");
        let made = made(project(function("slash").on(logs)).add(audit));
        let (permission, allowed) = one(&made, "AWS::Lambda::Permission");
        let (_, filter) = one(&made, KIND);
        assert_eq!(
            filter["Properties"],
            json!({
                "ApplyOnTransformedLogs": true,
                "DestinationArn": { "Ref": "SlackSlashAlias" },
                "EmitSystemFields": ["@aws.account", "@aws.region"],
                "FieldSelectionCriteria": r#"@aws.region = "eu-west-1""#,
                "FilterName": "errors",
                "FilterPattern": "ERROR",
                "LogGroupName": { "Ref": "Audit" },
            })
        );
        assert_eq!(filter["DependsOn"], json!([permission]));
        assert_eq!(
            allowed["Properties"],
            json!({
                "Action": "lambda:InvokeFunction",
                "FunctionName": { "Ref": "SlackSlashAlias" },
                "Principal": "logs.amazonaws.com",
                "SourceAccount": { "Ref": "AWS::AccountId" },
                "SourceArn": { "Fn::GetAtt": ["Audit", "Arn"] },
            })
        );
    }

    #[test]
    fn a_group_is_another_functions_or_has_a_name() {
        let pay = function("pay");
        let slash = function("slash")
            .on(Logs::of_function(&pay))
            .on(Logs::named("/aws/vendedlogs/x"))
            .on(Logs::named(Value::raw(json!({ "Fn::ImportValue": "group" }))));
        let made = made(Project::new("weather").app(App::new("slack").function(pay).function(slash)));
        let filters = of_type(&made, KIND);
        let groups: Vec<&Json> = filters.iter().map(|(_, filter)| &filter["Properties"]["LogGroupName"]).collect();
        assert!(groups.contains(&&json!({ "Ref": "SlackPayLogGroup" })), "{groups:?}");
        assert!(filters.iter().all(|(_, filter)| filter["Properties"]["FilterPattern"] == ""));
        let permissions = of_type(&made, "AWS::Lambda::Permission");
        let sources: Vec<&Json> = permissions.iter().map(|(_, one)| &one["Properties"]["SourceArn"]).collect();
        let base = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:";
        for source in [
            json!({ "Fn::GetAtt": ["SlackPayLogGroup", "Arn"] }),
            json!({ "Fn::Sub": format!("{base}/aws/vendedlogs/x:*") }),
            json!({ "Fn::Sub": [format!("{base}${{group}}:*"), { "group": { "Fn::ImportValue": "group" } }] }),
        ] {
            assert!(sources.contains(&&source), "{source}: {sources:?}");
        }
    }
}
