//! Who else may take a function's role.
//!
//! Owns the statements of a role's trust policy besides Lambda's own.

use serde_json::{Value as Json, json};

use super::{Place, Value};

/// Somebody who may assume the role of a function, besides Lambda.
///
/// ```
/// use gordon::prelude::*;
///
/// let edge = Function::new("edge").assumed_by(Principal::service("edgelambda.amazonaws.com"));
/// let audited = Function::new("audited").assumed_by(
///     Principal::aws("222222222222").when(json!({ "StringEquals": { "sts:ExternalId": "audit" } })),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[derive(Clone, Debug)]
pub struct Principal {
    kind: &'static str,
    action: &'static str,
    value: Value<String>,
    condition: Option<Json>,
    pub(crate) place: Place,
}

impl Principal {
    /// A service of AWS, such as `scheduler.amazonaws.com`.
    #[track_caller]
    #[must_use]
    pub fn service(name: impl Into<Value<String>>) -> Self {
        Self::new("Service", "sts:AssumeRole", name.into())
    }

    /// An account (12 digits), or a role or user of one by ARN.
    #[track_caller]
    #[must_use]
    pub fn aws(account_or_arn: impl Into<Value<String>>) -> Self {
        Self::new("AWS", "sts:AssumeRole", account_or_arn.into())
    }

    /// Whoever an OpenID Connect provider vouches for, by the provider's ARN. Say whom with [`when`](Self::when).
    #[track_caller]
    #[must_use]
    pub fn web_identity(provider: impl Into<Value<String>>) -> Self {
        Self::new("Federated", "sts:AssumeRoleWithWebIdentity", provider.into())
    }

    /// Whoever a SAML provider vouches for, by the provider's ARN.
    #[track_caller]
    #[must_use]
    pub fn saml(provider: impl Into<Value<String>>) -> Self {
        Self::new("Federated", "sts:AssumeRoleWithSAML", provider.into())
    }

    /// The conditions under which they may, in IAM's words.
    #[must_use]
    pub fn when(mut self, condition: Json) -> Self {
        self.condition = Some(condition);
        self
    }

    #[track_caller]
    fn new(kind: &'static str, action: &'static str, value: Value<String>) -> Self {
        Self { kind, action, value, condition: None, place: Place::caller() }
    }

    /// The statement of the trust policy.
    pub(crate) fn json(&self) -> Json {
        let mut statement = json!({ "Effect": "Allow", "Principal": { self.kind: self.value }, "Action": self.action });
        if let Some(condition) = &self.condition {
            statement["Condition"] = condition.clone();
        }
        statement
    }
}
