//! A custom rule of AWS Config, and its permission.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::ConfigRule;
use crate::describe::trigger::EventSource;

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, rule: &ConfigRule) {
    // AWS Config asks for the permission when the rule is made, and makes up the rule's ARN then: the account is the
    // narrowest that there is. <https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html>
    let permission = owner.id(context, &rule.key(), "ConfigRulePermission");
    let source = json!({ "SourceAccount": { "Ref": "AWS::AccountId" } });
    owner.permission(context, &permission, "config.amazonaws.com", source, &rule.place);

    let mut properties = rule.options.properties();
    let source = json!({ "Owner": "CUSTOM_LAMBDA", "SourceIdentifier": owner.alias(), "SourceDetails": rule.messages });
    properties.insert("Source".to_owned(), source);
    let scope = rule.scope.properties();
    if !scope.is_empty() {
        properties.insert("Scope".to_owned(), Json::Object(scope));
    }
    let resource = json!({ "Type": "AWS::Config::ConfigRule", "DependsOn": [permission], "Properties": properties });
    let id = owner.id(context, &rule.key(), "ConfigRule");
    context.whole(&id, resource, &rule.place);
}
