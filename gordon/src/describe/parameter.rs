//! Values that are found when a stage is applied.
//!
//! Owns [`Param`] and where such a value comes from. It is not in a template, which has a CloudFormation parameter in its
//! place, and so `build` needs neither credentials nor network. Must not find any.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value as Json, json};
use zeroize::Zeroizing;

use super::{EnvironmentValue, Lookup, Place, Value};

/// The key over the number of a parameter until `synth` names it.
pub(crate) const PARAMETER: &str = "$gordon:parameter";

/// A value that apply finds: in the environment, in another stack, in SSM's Parameter Store, by a lookup, or by asking.
///
/// Names may hold `{stage}`, `{region}`, `{account}` and `{env:NAME}`, which apply fills in. A value that is not found
/// stops apply before anything is changed.
///
/// ```
/// use gordon::prelude::*;
///
/// let vpc = Param::output("{stage}-network", "VpcId");
/// let queue = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({
///     "VisibilityTimeout": Param::env("JOB_SECONDS").default("30").number(),
///     "Tags": [{ "Key": "vpc", "Value": vpc.text() }],
/// }));
/// ```
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
#[derive(Clone, Debug)]
pub struct Param {
    pub(crate) source: Source,
    pub(crate) default: Option<String>,
    /// Whether it may be seen.
    pub(crate) secret: bool,
    pub(crate) shape: ParamShape,
    pub(crate) place: Place,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A variable of apply's own environment.
    Environment(String),
    /// A parameter of SSM's Parameter Store, decrypted where it is a `SecureString`.
    Ssm(String),
    /// An output of another stack.
    Output {
        stack: String,
        key: String,
    },
    /// Whoever applies.
    Prompt(String),
    /// A text with names in braces.
    Format(String),
    /// A value of the stage's vault.
    Vault(String),
    /// What the program says itself, and no template may.
    Sealed(Sealed),
    Lookup(Lookup),
}

/// A text that is never printed, and is overwritten when it is no longer needed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Sealed(Zeroizing<String>);

impl Sealed {
    pub(crate) fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    #[cfg(feature = "cli")]
    pub(crate) fn text(&self) -> &Zeroizing<String> {
        &self.0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("•••")
    }
}

/// What CloudFormation takes the value for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamShape {
    Text,
    Number,
    List,
}

impl Param {
    #[track_caller]
    pub(crate) fn new(source: Source) -> Self {
        Self { source, default: None, secret: false, shape: ParamShape::Text, place: Place::caller() }
    }

    /// A variable of the environment that apply runs in.
    #[track_caller]
    #[must_use]
    pub fn env(name: &str) -> Self {
        Self::new(Source::Environment(name.to_owned()))
    }

    /// A parameter of SSM's Parameter Store, by its name, such as `/weather/{stage}/url`.
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html>
    #[track_caller]
    #[must_use]
    pub fn ssm(path: &str) -> Self {
        Self::new(Source::Ssm(path.to_owned()))
    }

    /// An output of another stack in the same account and region.
    #[track_caller]
    #[must_use]
    pub fn output(stack: &str, key: &str) -> Self {
        Self::new(Source::Output { stack: stack.to_owned(), key: key.to_owned() })
    }

    /// What whoever applies answers to a question; where nobody is there to ask, apply stops.
    #[track_caller]
    #[must_use]
    pub fn prompt(question: &str) -> Self {
        Self::new(Source::Prompt(question.to_owned()))
    }

    /// A text with `{stage}`, `{region}`, `{account}` and `{env:NAME}` in it.
    #[track_caller]
    #[must_use]
    pub fn format(text: &str) -> Self {
        Self::new(Source::Format(text.to_owned()))
    }

    /// What is found by a [`Lookup`]: a table, stream, VPC, subnet or security group that exists already.
    #[track_caller]
    #[must_use]
    pub fn lookup(lookup: Lookup) -> Self {
        let shape = if lookup.is_list() { ParamShape::List } else { ParamShape::Text };
        Self { shape, ..Self::new(Source::Lookup(lookup)) }
    }

    /// The value where none is found.
    #[must_use]
    pub fn default(mut self, value: &str) -> Self {
        self.default = Some(value.to_owned());
        self
    }

    /// Keeps the value out of sight (`NoEcho`): it is in no log, diff or error.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The value, as text.
    #[must_use]
    pub fn text(&self) -> Value<String> {
        self.as_value(ParamShape::Text)
    }

    /// The value, as a number; anything else stops apply.
    #[must_use]
    pub fn number(&self) -> Value<i64> {
        self.as_value(ParamShape::Number)
    }

    /// The value, as the list of what stands between its commas.
    #[must_use]
    pub fn list(&self) -> Value<Vec<String>> {
        self.as_value(ParamShape::List)
    }

    pub(crate) fn as_value<T>(&self, shape: ParamShape) -> Value<T> {
        let shape = if self.shape == ParamShape::List { ParamShape::List } else { shape };
        let param = Self { shape, ..self.clone() };
        let value = json!({ PARAMETER: known::add(param) });
        // One item of a list is a list's only use as text.
        Value::raw(value)
    }

    /// What tells it from others, and names it in the template: where its value comes from.
    pub(crate) fn key(&self) -> Option<String> {
        let text = match &self.source {
            Source::Environment(name) => format!("env {name}"),
            Source::Ssm(path) => format!("ssm {path}"),
            Source::Output { stack, key } => format!("output {stack} {key}"),
            Source::Prompt(question) => format!("prompt {question}"),
            Source::Format(text) => format!("text {text}"),
            Source::Vault(name) => format!("vault {name}"),
            Source::Lookup(lookup) => lookup.key(),
            // Not even a hash of a secret may name anything.
            Source::Sealed(_) => return None,
        };
        let shape = match self.shape {
            ParamShape::Text => "",
            ParamShape::Number => " number",
            ParamShape::List => " list",
        };
        Some(text + shape)
    }
}

impl From<Param> for Value<String> {
    fn from(param: Param) -> Self {
        param.text()
    }
}

impl From<&Param> for Value<String> {
    fn from(param: &Param) -> Self {
        param.text()
    }
}

impl EnvironmentValue for Param {
    fn into_environment_value(self) -> Option<Value<String>> {
        Some(match self.shape {
            ParamShape::List => super::value::join_list(",", self.list()),
            _ => self.text(),
        })
    }
}

impl EnvironmentValue for &Param {
    fn into_environment_value(self) -> Option<Value<String>> {
        self.clone().into_environment_value()
    }
}

/// The parameters of this process by number. A value's JSON holds a number and nothing of the parameter, so that
/// whatever prints a value prints no secret.
mod known {
    use super::{AtomicU64, BTreeMap, Mutex, Ordering, Param, PoisonError};

    static NEXT: AtomicU64 = AtomicU64::new(1);
    static KNOWN: Mutex<BTreeMap<u64, Param>> = Mutex::new(BTreeMap::new());

    pub(super) fn add(param: Param) -> u64 {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(number, param);
        number
    }

    pub(super) fn get(number: u64) -> Option<Param> {
        KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }
}

/// Reads a parameter's mark; `None` where `json` is none.
pub(crate) fn read(json: &Json) -> Option<Param> {
    let map = json.as_object().filter(|map| map.len() == 1)?;
    known::get(map.get(PARAMETER)?.as_u64()?)
}

/// The names of the vault's values that stand anywhere in `json`.
#[cfg(feature = "cli")]
pub(crate) fn vault_names(json: &Json, found: &mut std::collections::BTreeSet<String>) {
    if let Some(Param { source: Source::Vault(name), .. }) = read(json) {
        found.insert(name);
        return;
    }
    match json {
        Json::Array(items) => items.iter().for_each(|item| vault_names(item, found)),
        Json::Object(map) => map.values().for_each(|item| vault_names(item, found)),
        _ => {}
    }
}

/// Whether a parameter's mark is anywhere in `json`.
pub(crate) fn is_in(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(is_in),
        Json::Object(map) => map.contains_key(PARAMETER) || map.values().any(is_in),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_a_parameter_shows_nothing_of_it() {
        let sealed = Param::new(Source::Sealed(Sealed::new("hunter22"))).hidden();
        let value = sealed.text();
        assert!(!format!("{value:?} {sealed:?} {}", value.json()).contains("hunter22"));
        let read = read(value.json()).expect("a parameter");
        assert_eq!(read.source, sealed.source);
        assert_eq!(read.key(), None);
    }

    #[test]
    fn a_key_tells_source_and_shape() {
        let days = Param::env("DAYS");
        assert_eq!(days.key().as_deref(), Some("env DAYS"));
        assert_eq!(read(days.number().json()).and_then(|param| param.key()).as_deref(), Some("env DAYS number"));
        assert_ne!(Param::ssm("/a").key(), Param::output("/a", "b").key());
    }
}
