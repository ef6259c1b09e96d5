//! Hooks of AWS IoT provisioning templates: the property of the user's own template, and the permission to call the
//! alias.
//!
//! Owns both. The permission does not refer to the template, which waits for it.

use serde_json::{Value as Json, json};

use super::{Context, Owner};
use crate::describe::ProvisioningHook;
use crate::describe::trigger::EventSource;
use crate::describe::trigger::provisioning_hook::HookedTemplate;

/// The shape of the events, the only one that there is.
const PAYLOAD_VERSION: &str = "2020-04-01";

pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, hook: &ProvisioningHook) {
    let source = match &hook.template {
        HookedTemplate::Existing(arn) => json!(arn),
        // CloudFormation names the template; a name that it knows only once the template is there would be a circle.
        HookedTemplate::Own { name, .. } => json!({ "Fn::Sub": format!(
            "arn:${{AWS::Partition}}:iot:${{AWS::Region}}:${{AWS::AccountId}}:provisioningtemplate/{}",
            name.as_deref().unwrap_or("*"),
        ) }),
    };
    let permission = owner.id(context, &hook.key(), "ProvisioningHookPermission");
    let source = json!({ "SourceArn": source, "SourceAccount": { "Ref": "AWS::AccountId" } });
    owner.permission(context, &permission, "iot.amazonaws.com", source, &hook.place);
    if let HookedTemplate::Own { reference, .. } = &hook.template {
        let id = context.ids.text(reference.json());
        let set = json!({ "TargetArn": owner.alias(), "PayloadVersion": PAYLOAD_VERSION });
        let set = context.template.resolved(&id, set, context.ids);
        if let Some(template) = context.template.made(&id) {
            template["Properties"]["PreProvisioningHook"] = set;
            let mut first = template["DependsOn"].as_array().cloned().unwrap_or_default();
            first.push(Json::from(permission));
            template["DependsOn"] = Json::Array(first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{function, made, of_type, one, project};
    use super::*;
    use crate::aws;
    use crate::describe::{IntoFunction, Resource};

    #[test]
    fn a_template_gets_its_hook_after_the_permission() {
        let queue = Resource::untyped("Before", "AWS::SQS::Queue", json!({}));
        let named = json!({ "ProvisioningRoleArn": "arn:aws:iam::111111111111:role/fleet", "TemplateBody": "{}", "TemplateName": "fleet" });
        let named = Resource::<aws::iot::ProvisioningTemplate>::typed("Named", named).depends_on(&queue);
        let other = json!({ "ProvisioningRoleArn": "arn:aws:iam::111111111111:role/fleet", "TemplateBody": "{}" });
        let other = Resource::<aws::iot::ProvisioningTemplate>::typed("Other", other);
        let slash = function("slash").on(ProvisioningHook::of(&named)).on(ProvisioningHook::of(&other));
        let made = made(project(slash).add(queue).add(named).add(other));
        let hook = json!({ "PayloadVersion": "2020-04-01", "TargetArn": { "Ref": "SlackSlashAlias" } });
        for (id, first, name) in [("Named", 1, "fleet"), ("Other", 0, "*")] {
            let template = &made[id];
            assert_eq!(template["Properties"]["PreProvisioningHook"], hook);
            let permission = template["DependsOn"][first].as_str().expect("a permission");
            assert_eq!(
                made[permission]["Properties"],
                json!({
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": { "Ref": "SlackSlashAlias" },
                    "Principal": "iot.amazonaws.com",
                    "SourceAccount": { "Ref": "AWS::AccountId" },
                    "SourceArn": { "Fn::Sub": format!(
                        "arn:${{AWS::Partition}}:iot:${{AWS::Region}}:${{AWS::AccountId}}:provisioningtemplate/{name}"
                    ) },
                })
            );
        }
    }

    #[test]
    fn a_template_that_exists_may_call() {
        let arn = "arn:aws:iot:eu-west-1:111111111111:provisioningtemplate/fleet";
        let made = made(project(function("slash").on(ProvisioningHook::arn(arn))));
        assert_eq!(one(&made, "AWS::Lambda::Permission").1["Properties"]["SourceArn"], arn);
        assert_eq!(of_type(&made, "AWS::IoT::ProvisioningTemplate").len(), 0);
    }
}
