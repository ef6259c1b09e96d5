//! Secrets as a handler has them: by value, or by reference.
//!
//! Owns that neither prints itself. Fetching is `fetch`'s.

use std::fmt;

use super::fetch::{self, FetchError};

/// A secret's text. It prints as `SecretText(•••)`.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself; whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(•••)")
    }
}

/// Where a secret is; the function's role may read it.
///
/// ```no_run
/// # fn handle(environment: gordon::function::SecretHandle) -> Result<(), gordon::function::FetchError> {
/// let password = environment.fetch()?;
/// connect(password.expose());
/// # Ok(()) }
/// # fn connect(_: &str) {}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretHandle {
    pub(super) store: Store,
    pub(super) arn: String,
}

/// Who keeps a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Store {
    SecretsManager,
    ParameterStore,
}

impl SecretHandle {
    /// The handle that an ARN means.
    pub(super) fn parse(arn: &str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':');
        let store = match (parts.next()?, parts.next()?, parts.next()?) {
            ("arn", _, "secretsmanager") => Store::SecretsManager,
            ("arn", _, "ssm") => Store::ParameterStore,
            _ => return None,
        };
        parts.nth(2).filter(|resource| !resource.is_empty())?;
        Some(Self { store, arn: arn.to_owned() })
    }

    /// The ARN of the secret or parameter.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Fetches the value from the AWS Parameters and Secrets Lambda Extension, which has it cached for 300 seconds unless
    /// told otherwise. Call it in the handler, each time that the secret is needed: the extension answers only while an
    /// event is handled, and a secret that rotates is another after a while.
    ///
    /// It blocks: connecting, asking and each part of the answer may take 5 seconds. An `async` handler that does other
    /// things meanwhile calls it by `tokio::task::spawn_blocking`.
    ///
    /// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html>
    ///
    /// # Errors
    ///
    /// An extension that is not there, or does not answer; a secret that is not there, or that the role may not read.
    pub fn fetch(&self) -> Result<SecretText, FetchError> {
        fetch::fetch(self, &|name| std::env::var(name).ok())
    }
}
