//! An SES receipt rule, and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::ReceiptRule;
use crate::describe::trigger::EventSource;
use crate::synth::ids::join_hashed;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, receipt: &ReceiptRule) {
    let (rule, permission) =
        (owner.id(context, &receipt.key(), "ReceiptRule"), owner.id(context, &receipt.key(), "ReceiptRulePermission"));
    // SES asks for the permission when the rule is made, so the permission cannot refer to the rule: the name is known
    // before. The last part of the stack's ID tells stages apart; a name has at most 64 characters.
    let known = join_hashed(&owner.names(), &receipt.name, "");
    let hash = known.get(known.len().saturating_sub(8)..).unwrap_or_default();
    let stack = json!({ "Fn::Select": [4, { "Fn::Split": ["-", {
        "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }],
    }] }] });
    let name = format!("{}-{hash}-${{stack}}", receipt.name);
    let arn = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:receipt-rule-set/${set}:receipt-rule/";
    let source = json!({
        "SourceArn": { "Fn::Sub": [format!("{arn}{name}"), { "set": receipt.rule_set, "stack": stack }] },
        "SourceAccount": { "Ref": "AWS::AccountId" },
    });
    owner.permission(context, &permission, "ses.amazonaws.com", source, &receipt.place);

    let mut lambda = receipt.lambda.properties();
    lambda.insert("FunctionArn".to_owned(), owner.alias());
    let actions: Vec<Json> = receipt.actions.iter().cloned().chain([json!({ "LambdaAction": lambda })]).collect();
    let mut body = receipt.rule.properties();
    body.insert("Name".to_owned(), json!({ "Fn::Sub": [name, { "stack": stack }] }));
    body.insert("Actions".to_owned(), Json::from(actions));
    let mut properties = json!({ "RuleSetName": receipt.rule_set, "Rule": body });
    if let Some(after) = &receipt.after {
        properties["After"] = after.json().clone();
    }
    let resource = json!({ "Type": "AWS::SES::ReceiptRule", "DependsOn": [permission], "Properties": properties });
    context.whole(&rule, resource, &receipt.place);
}
