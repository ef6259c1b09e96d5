//! Secrets: values that functions have and nobody sees.
//!
//! Owns [`Secret`] and where one comes from. A secret is in no template, log, diff or error: its value travels as a
//! `NoEcho` parameter, or not at all.

use std::fmt;

use serde_json::Value as Json;

use super::parameter::{Param, Sealed, Source};
use super::setting::SettingValue;
use super::{EnvironmentValue, Value};

/// A secret value of a function's environment, or of a resource's property.
///
/// ```
/// use gordon::prelude::*;
///
/// let key = Secret::env("OPENWEATHER_KEY");
/// let bot = Function::new("bot").code("docs/hello.py").environment("KEY", key);
/// ```
///
/// When a secret changes, the next apply publishes a new version of each function that has it.
///
/// | source | read | by |
/// | --- | --- | --- |
/// | [`env`](Self::env) | when applied | Gordon, from its own environment |
/// | [`vault`](Self::vault) | when applied | Gordon, from the stage's vault: `secrets/{stage}.yml` |
/// | [`ssm`](Self::ssm) | when applied | Gordon, from SSM's Parameter Store |
/// | [`secrets_manager`](Self::secrets_manager) | when applied | CloudFormation, as a dynamic reference |
/// | [`literal`](Self::literal) | when applied | nobody: it is in your code |
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(From);

#[derive(Clone, PartialEq, Eq)]
enum From {
    Source(Source, crate::describe::Place),
    Dynamic(String),
}

impl Secret {
    /// A variable of the environment that apply runs in.
    #[track_caller]
    #[must_use]
    pub fn env(name: &str) -> Self {
        Self::of(Source::Environment(name.to_owned()))
    }

    /// A value of the stage's vault, `secrets/{stage}.yml`, or of `secrets/common.yml` where that has none. Both are in
    /// Ansible Vault's format; `cargo run -- secrets set` writes them. `{stage}` may be part of the name.
    #[track_caller]
    #[must_use]
    pub fn vault(name: &str) -> Self {
        Self::of(Source::Vault(name.to_owned()))
    }

    /// A parameter of SSM's Parameter Store, by its name.
    #[track_caller]
    #[must_use]
    pub fn ssm(path: &str) -> Self {
        Self::of(Source::Ssm(path.to_owned()))
    }

    /// A value that is no secret, for stages such as `local`. It is in no template all the same.
    #[track_caller]
    #[must_use]
    pub fn literal(value: &str) -> Self {
        Self::of(Source::Sealed(Sealed::new(value)))
    }

    /// A secret of AWS Secrets Manager, by name or ARN, and the key in its JSON; an empty key is the whole text.
    ///
    /// CloudFormation reads it when the function changes: a secret that changes alone is not seen until then.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html>
    #[must_use]
    pub fn secrets_manager(id: &str, key: &str) -> Self {
        Self(From::Dynamic(format!("{{{{resolve:secretsmanager:{id}:SecretString:{key}}}}}")))
    }

    #[track_caller]
    fn of(source: Source) -> Self {
        Self(From::Source(source, crate::describe::Place::caller()))
    }

    /// The secret as a value: a property of a resource, say.
    #[must_use]
    pub fn value(&self) -> Value<String> {
        match &self.0 {
            From::Dynamic(reference) => Value::from(reference.as_str()),
            From::Source(source, place) => {
                let param = Param { place: place.clone(), ..Param::new(source.clone()).hidden() };
                param.text()
            }
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(•••)")
    }
}

impl std::convert::From<Secret> for Value<String> {
    fn from(secret: Secret) -> Self {
        secret.value()
    }
}

impl std::convert::From<&Secret> for Value<String> {
    fn from(secret: &Secret) -> Self {
        secret.value()
    }
}

impl EnvironmentValue for Secret {
    fn into_environment_value(self) -> Option<Value<String>> {
        Some(self.value())
    }
}

impl EnvironmentValue for &Secret {
    fn into_environment_value(self) -> Option<Value<String>> {
        Some(self.value())
    }
}

impl SettingValue for Secret {
    fn kind() -> String {
        "a secret".to_owned()
    }

    #[track_caller]
    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self::literal(text))
    }

    fn shown(&self) -> String {
        super::setting::HIDDEN.to_owned()
    }

    fn json(&self) -> Json {
        Json::from(super::setting::HIDDEN)
    }

    fn variable(&self) -> Option<Value<String>> {
        Some(self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_nothing_of_itself() {
        let secret = Secret::literal("hunter22");
        let shown = format!("{secret:?} {} {} {:?}", secret.shown(), secret.json(), secret.value());
        assert!(!shown.contains("hunter22"), "{shown}");
    }

    #[test]
    fn a_secret_of_secrets_manager_is_a_dynamic_reference() {
        let value = Secret::secrets_manager("db", "password").value();
        assert_eq!(value.literal(), Some(&Json::from("{{resolve:secretsmanager:db:SecretString:password}}")));
    }
}
