//! A function behind a load balancer: its target group and listener rule.
//!
//! Owns both, and the permission without which the target group takes no function.

#[cfg(test)]
mod tests;

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::Alb;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, alb: &Alb) {
    let id = |context: &Context<'_>, kind: &str| owner.id(context, &alb.key(), kind);
    let (permission, group, rule) = (id(context, "AlbPermission"), id(context, "AlbTargets"), id(context, "AlbRule"));
    // A target group takes the function only once it may call it, so the permission comes first and cannot name the
    // group: any group of the account and region.
    // <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
    let groups = "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/*";
    let source = json!({ "SourceArn": { "Fn::Sub": groups } });
    owner.permission(context, &permission, "elasticloadbalancing.amazonaws.com", source, &alb.place);

    let mut properties = alb.group.properties();
    properties.insert("TargetType".to_owned(), "lambda".into());
    properties.insert("Targets".to_owned(), json!([{ "Id": owner.alias() }]));
    let resource = json!({
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "DependsOn": [permission], "Properties": properties,
    });
    context.whole(&group, resource, &alb.place);

    let mut actions: Vec<Json> = Vec::new();
    for auth in &alb.actions {
        let order = actions.len() + 1;
        actions.push(json!({ "Type": auth.kind, "Order": order, auth.configuration: auth.options.properties() }));
    }
    let order = actions.len() + 1;
    actions.push(json!({ "Type": "forward", "Order": order, "TargetGroupArn": { "Ref": group } }));
    let mut properties = alb.rule.properties();
    properties.insert("ListenerArn".to_owned(), alb.listener.json().clone());
    properties.insert("Priority".to_owned(), alb.priority.into());
    properties.insert("Conditions".to_owned(), alb.conditions.iter().map(|(condition, _)| condition.clone()).collect());
    properties.insert("Actions".to_owned(), actions.into());
    context.resource(&rule, "AWS::ElasticLoadBalancingV2::ListenerRule", properties, &alb.place);
}
