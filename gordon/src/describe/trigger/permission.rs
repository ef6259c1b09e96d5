//! Permission to call a function, for a caller that Gordon has no word for.
//!
//! Owns [`Permission`].

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{EventSource, Options};
use crate::describe::{Place, Value};

/// Lets an AWS service, an account, a role or an organization call the function.
///
/// ```
/// use gordon::prelude::*;
///
/// let rotate = Function::new("rotate")
///     .on(Permission::to("secretsmanager.amazonaws.com").source_account(account_id()))
///     .on(Permission::to("111111111111"));
/// ```
///
/// A service is kept to what may call through it: a source's ARN, an account, an organization or a token.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html>
#[derive(Clone, Debug)]
pub struct Permission {
    pub(crate) principal: Value<String>,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// How a function URL knows its callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunctionUrlAuthType {
    /// By IAM.
    AwsIam,
    /// Not at all: anybody may call.
    None,
}

impl Permission {
    /// Permission for a service (`events.amazonaws.com`), an account's ID, or the ARN of a role or user.
    #[track_caller]
    #[must_use]
    pub fn to(principal: impl Into<Value<String>>) -> Self {
        Self { principal: principal.into(), options: Options::default(), place: Place::caller() }
    }

    /// What may be done, in place of `lambda:InvokeFunction`.
    #[track_caller]
    #[must_use]
    pub fn action(mut self, action: &str) -> Self {
        self.options.set("Action", action);
        self
    }

    /// The ARN of what calls through the service; `*` and `?` match any text.
    #[track_caller]
    #[must_use]
    pub fn source_arn(mut self, arn: impl Into<Value<String>>) -> Self {
        self.options.set("SourceArn", arn.into().into_json());
        self
    }

    /// The account that owns what calls through the service.
    #[track_caller]
    #[must_use]
    pub fn source_account(mut self, id: impl Into<Value<String>>) -> Self {
        self.options.set("SourceAccount", id.into().into_json());
        self
    }

    /// The organization whose accounts may call, such as `o-a1b2c3d4e5`.
    #[track_caller]
    #[must_use]
    pub fn organization(mut self, id: impl Into<Value<String>>) -> Self {
        self.options.set("PrincipalOrgID", id.into().into_json());
        self
    }

    /// A token that Alexa has to show: the skill's ID.
    #[track_caller]
    #[must_use]
    pub fn event_source_token(mut self, token: impl Into<Value<String>>) -> Self {
        self.options.set("EventSourceToken", token.into().into_json());
        self
    }

    /// How the function URL knows its callers, for `lambda:InvokeFunctionUrl`.
    #[track_caller]
    #[must_use]
    pub fn function_url_auth_type(mut self, auth: FunctionUrlAuthType) -> Self {
        self.options.set(
            "FunctionUrlAuthType",
            match auth {
                FunctionUrlAuthType::AwsIam => "AWS_IAM",
                FunctionUrlAuthType::None => "NONE",
            },
        );
        self
    }

    /// Whether it holds only for calls of the function URL.
    #[track_caller]
    #[must_use]
    pub fn invoked_via_function_url(mut self, only: bool) -> Self {
        self.options.set("InvokedViaFunctionUrl", only);
        self
    }
}

impl EventSource for Permission {
    fn kind(&self) -> &'static str {
        "permission"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        // All of a permission's properties are create-only: another one is another resource.
        let properties: BTreeMap<_, _> = self.options.properties().into_iter().collect();
        json!([self.principal, properties.into_iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>()])
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.principal.json());
        self.options.visit(visit);
    }
}
