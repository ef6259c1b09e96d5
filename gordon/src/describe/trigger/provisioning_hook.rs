//! Devices that register with AWS IoT.
//!
//! Owns [`ProvisioningHook`].

use serde_json::Value as Json;

use super::EventSource;
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// The hook of an AWS IoT provisioning template: the function decides which device may register, within 5 seconds.
///
/// ```
/// use gordon::prelude::*;
///
/// fn fleet(role: &str) -> Project {
///     let fleet = Resource::<aws::iot::ProvisioningTemplate>::typed("Fleet", json!({
///         "ProvisioningRoleArn": role,
///         "TemplateBody": r#"{ "Parameters": {}, "Resources": {} }"#,
///     }));
///     let admit = Function::new("admit")
///         .code("lambdas/admit.py")
///         .handler("admit.handler")
///         .on(ProvisioningHook::of(&fleet));
///     Project::new("fleet").app(App::new("devices").function(admit)).add(fleet)
/// }
/// ```
///
/// <https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html>
#[derive(Clone, Debug)]
pub struct ProvisioningHook {
    pub(crate) template: HookedTemplate,
    pub(crate) place: Place,
}

/// The template whose hook the function is.
#[derive(Clone, Debug)]
pub(crate) enum HookedTemplate {
    /// One of this project, by the reference that is its name; its name, where it is a literal.
    Own { reference: Value<String>, name: Option<String> },
    /// One that exists, by ARN.
    Existing(Value<String>),
}

impl ProvisioningHook {
    /// A template of this project: it gets the property `PreProvisioningHook`.
    #[track_caller]
    #[must_use]
    pub fn of(template: &Resource<aws::iot::ProvisioningTemplate>) -> Self {
        let name = template.data.properties["TemplateName"].as_str().map(str::to_owned);
        Self { template: HookedTemplate::Own { reference: template.reference(), name }, place: Place::caller() }
    }

    /// A template that exists, by ARN: it may invoke the function, and whoever made it names the function as its hook.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { template: HookedTemplate::Existing(arn.into()), place: Place::caller() }
    }
}

impl EventSource for ProvisioningHook {
    fn kind(&self) -> &'static str {
        "provisioning hook"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        match &self.template {
            HookedTemplate::Own { reference, .. } => reference.json().clone(),
            HookedTemplate::Existing(arn) => arn.json().clone(),
        }
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(&self.key());
    }
}
