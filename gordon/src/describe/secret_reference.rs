//! Secrets by reference: a function gets an ARN and the right to read what it names.
//!
//! Owns [`SecretReference`]. Who reads the value is the function, while it runs: see [`crate::function`].

use super::value::sub;
use super::{EnvironmentValue, Resource, Statement, Value};
use crate::aws;

/// A secret that a function fetches while it runs, by the AWS Parameters and Secrets Lambda Extension.
///
/// As a field of a function it is an environment variable with the ARN, and the function's role may read that one secret.
/// In place of [`Secret`](super::Secret), it is for a value that rotates, or that must not stand in a function's
/// configuration. A Rust handler has it as a [`SecretHandle`](crate::function::SecretHandle).
///
/// ```
/// use gordon::prelude::*;
///
/// let bot = Function::new("bot")
///     .code("docs/hello.py")
///     .environment("PASSWORD", SecretReference::secrets_manager("database"))
///     .environment("TOKEN", SecretReference::ssm("/bot/token"))
///     .layer("arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:12");
/// ```
///
/// The extension is a layer, with an ARN for each region:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html#ps-integration-lambda-extensions-add>.
/// A function that has a reference and no layer gets a warning. The emulator of stage `local` has no layers of AWS's, so
/// that there a fetch fails for want of an answer.
///
/// A value under a KMS key of one's own needs `decrypt` of the key too: `.allow(key.decrypt())`.
#[derive(Clone, Debug)]
pub struct SecretReference {
    arn: Value<String>,
    /// What the role may do, and on what.
    action: &'static str,
    on: Value<String>,
}

impl SecretReference {
    /// A secret of AWS Secrets Manager in the stage's own account and region, by its name; or any, by its ARN.
    #[must_use]
    pub fn secrets_manager(id: &str) -> Self {
        let (arn, on) = if id.starts_with("arn:") {
            (Value::from(id), Value::from(id))
        } else {
            // AWS ends a secret's ARN with a hyphen and six characters of its own; a reader may leave them out, a policy
            // may not.
            (here("secretsmanager", &format!("secret:{id}")), here("secretsmanager", &format!("secret:{id}-??????")))
        };
        Self { arn, action: "secretsmanager:GetSecretValue", on }
    }

    /// A parameter of SSM's Parameter Store in the stage's own account and region, by its name; or any, by its ARN.
    #[must_use]
    pub fn ssm(name: &str) -> Self {
        let arn = if name.starts_with("arn:") {
            Value::from(name)
        } else {
            here("ssm", &format!("parameter/{}", name.trim_start_matches('/')))
        };
        Self { arn: arn.clone(), action: "ssm:GetParameter", on: arn }
    }

    /// The ARN.
    #[must_use]
    pub fn arn(&self) -> Value<String> {
        self.arn.clone()
    }
}

/// The ARN of something in the stage's own account and region.
fn here(service: &str, resource: &str) -> Value<String> {
    let arn = format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:${{resource}}");
    sub(&arn, [("resource", resource.into())])
}

impl From<&Resource<aws::secretsmanager::Secret>> for SecretReference {
    /// A secret of the project's own.
    fn from(secret: &Resource<aws::secretsmanager::Secret>) -> Self {
        Self { arn: secret.reference(), action: "secretsmanager:GetSecretValue", on: secret.reference() }
    }
}

impl EnvironmentValue for SecretReference {
    fn into_environment_value(self) -> Option<Value<String>> {
        Some(self.arn)
    }

    #[track_caller]
    fn statement(&self) -> Option<Statement> {
        Some(Statement::allow([self.action]).on(self.on.clone()))
    }
}

impl EnvironmentValue for &SecretReference {
    fn into_environment_value(self) -> Option<Value<String>> {
        Some(self.arn())
    }

    #[track_caller]
    fn statement(&self) -> Option<Statement> {
        (*self).statement()
    }
}
