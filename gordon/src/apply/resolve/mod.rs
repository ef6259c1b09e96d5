//! Values that are found before anything is changed.
//!
//! Owns which value a template's parameter gets, and the list of all that cannot be found. Must not print, ask by itself,
//! or keep a value anywhere but in the parameter.

mod braces;
mod derived;
mod here;
mod search;

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::aws::Aws;
use super::deployment::Parameter;
use super::error::{Error, Kind};
use super::event::Failure;
use crate::describe::Param;
use crate::describe::parameter::Source;
use braces::Names;
pub(super) use derived::derive;
pub(crate) use here::Here;

/// What only whoever applies has: answers, and the vault's password.
pub trait Answers: Send + Sync {
    /// The answer to a question; `None` where nobody is there to ask. `hidden` answers are not shown while typed.
    fn ask(&self, question: &str, hidden: bool) -> Option<Zeroizing<String>>;

    /// A value of the stage's vault.
    ///
    /// # Errors
    ///
    /// [`Kind::Vault`] where there is no vault or it cannot be opened, [`Kind::Value`] where it has no such value.
    fn vault(&self, name: &str) -> Result<Zeroizing<String>, Error>;
}

/// Nobody is there, and there is no vault.
#[derive(Clone, Copy, Debug)]
pub struct NoAnswers;

impl Answers for NoAnswers {
    fn ask(&self, _: &str, _: bool) -> Option<Zeroizing<String>> {
        None
    }

    fn vault(&self, name: &str) -> Result<Zeroizing<String>, Error> {
        Err(Error::new(Kind::Value, format!("`{name}` is a value of a vault, and there is none")))
    }
}

/// The values of a template's parameters, by name; `wanted` says where each comes from.
///
/// # Errors
///
/// Every value that is not found, each with the user's line.
pub(super) async fn resolve(
    aws: &Aws,
    stage: &str,
    account: &str,
    wanted: &BTreeMap<String, Param>,
    answers: &dyn Answers,
) -> Result<BTreeMap<String, Parameter>, Error> {
    let environment = |name: &str| std::env::var(name).ok();
    let finder = Finder {
        aws,
        answers,
        names: Names { stage, region: &aws.region, account, environment: &environment },
        outputs: BTreeMap::new(),
    };
    finder.all(wanted).await
}

struct Finder<'a> {
    aws: &'a Aws,
    answers: &'a dyn Answers,
    names: Names<'a>,
    /// The outputs of stacks that were looked at.
    outputs: BTreeMap<String, Option<BTreeMap<String, String>>>,
}

impl Finder<'_> {
    async fn all(mut self, wanted: &BTreeMap<String, Param>) -> Result<BTreeMap<String, Parameter>, Error> {
        let (mut found, mut errors) = (BTreeMap::new(), Vec::new());
        for (name, param) in wanted {
            match self.one(param).await {
                Ok(value) => drop(found.insert(name.clone(), Parameter::found(value, param.secret))),
                // A vault that stays shut stays so for each of its values.
                Err(error) if error.kind() == Kind::Vault => {
                    if !errors.iter().any(|known: &Error| known.kind() == Kind::Vault) {
                        errors.push(error.with_place(Some(param.place.clone())));
                    }
                }
                // What AWS refuses to tell says nothing of this value alone.
                Err(error) if error.kind() != Kind::Value => return Err(error),
                Err(error) => errors.push(error.with_place(Some(param.place.clone()))),
            }
        }
        if errors.is_empty() { Ok(found) } else { Err(together(errors)) }
    }

    async fn one(&mut self, param: &Param) -> Result<Zeroizing<String>, Error> {
        let found = match &param.source {
            Source::Ssm(path) => self.aws.directory.parameter(&self.names.fill(path)?).await?.map(Zeroizing::new),
            Source::Output { stack, key } => {
                let (stack, key) = (self.names.fill(stack)?, self.names.fill(key)?);
                self.output(&stack, &key).await?.map(Zeroizing::new)
            }
            Source::Prompt(question) => self.answers.ask(&self.names.fill(question)?, param.secret),
            Source::Lookup(lookup) => {
                Some(Zeroizing::new(search::search(&*self.aws.directory, &self.names, lookup).await?))
            }
            source => here::find(&self.names, self.answers, source)?,
        };
        here::judged(&self.names, param, found)
    }

    async fn output(&mut self, stack: &str, key: &str) -> Result<Option<String>, Error> {
        if !self.outputs.contains_key(stack) {
            let found = self.aws.stacks.describe(stack).await?;
            self.outputs.insert(stack.to_owned(), found.map(|stack| stack.outputs));
        }
        match self.outputs.get(stack).and_then(Option::as_ref) {
            None => Err(value_error(format!("there is no stack `{stack}` in {}", self.aws.region))
                .with_hint("apply that project first, or name another stack")),
            Some(outputs) => match outputs.get(key) {
                Some(value) => Ok(Some(value.clone())),
                None => {
                    let known: Vec<&str> =
                        outputs.keys().map(String::as_str).filter(|name| *name != super::DIGEST).collect();
                    Err(value_error(format!("the stack `{stack}` has no output `{key}`"))
                        .with_hint(format!("it has {}", listed(&known))))
                }
            },
        }
    }
}

fn missing(source: &Source) -> Error {
    match source {
        Source::Environment(name) => value_error(format!("the environment variable `{name}` is not set"))
            .with_hint(format!("set it where apply runs, or give it a default: `Param::env(\"{name}\").default(…)`")),
        Source::Ssm(path) => value_error(format!("there is no SSM parameter `{path}`"))
            .with_hint(format!("make it with `aws ssm put-parameter --name {path} …`")),
        Source::Prompt(question) => value_error(format!("nobody is here to answer: {question}"))
            .with_hint("apply from a terminal, or take the value from the environment: `Param::env(…)`"),
        other => value_error(format!("{} has no value", words(other))),
    }
}

/// A source, as a message names it.
fn words(source: &Source) -> String {
    match source {
        Source::Environment(name) => format!("the environment variable `{name}`"),
        Source::Ssm(path) => format!("the SSM parameter `{path}`"),
        Source::Output { stack, key } => format!("the output `{key}` of `{stack}`"),
        Source::Prompt(question) => format!("the answer to `{question}`"),
        Source::Format(text) => format!("`{text}`"),
        Source::Vault(name) => format!("`{name}` of the vault"),
        Source::Sealed(_) => "the literal".to_owned(),
        Source::Lookup(lookup) => format!("the {lookup}"),
    }
}

fn value_error(message: impl Into<String>) -> Error {
    Error::new(Kind::Value, message)
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// One error of several: each is told with its line.
fn together(mut errors: Vec<Error>) -> Error {
    if errors.len() == 1
        && let Some(only) = errors.pop()
    {
        return only;
    }
    let failures = errors.iter().map(|error| Failure {
        stack: String::new(),
        logical_id: String::new(),
        resource_type: String::new(),
        status: "not found:".to_owned(),
        reason: match error.hint() {
            Some(hint) => format!("{error} ({hint})"),
            None => error.to_string(),
        },
        path: None,
        place: error.place().cloned(),
    });
    let failures: Vec<Failure> = failures.collect();
    let message = format!("{} values were not found; nothing was changed", errors.len());
    // The list of failures begins with the error's own, which is none here.
    let own = Failure { status: String::new(), reason: String::new(), ..failures[0].clone() };
    let place = own.place.clone();
    Error::new(Kind::Value, message).with_place(place).with_failures([vec![own], failures].concat())
}

/// A keyed hash of values: it tells that they changed, and nothing of what they are to whoever lacks the key.
pub(super) fn fingerprint<'a>(key: &[u8], values: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
    let mut context = ring::hmac::Context::with_key(&key);
    for (name, value) in values {
        // As JSON, so that no two lists give one text.
        let text = Zeroizing::new(serde_json::json!([name, value]).to_string());
        context.update(text.as_bytes());
    }
    context.sign().as_ref().iter().take(16).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_values_and_keys_apart() {
        let one = fingerprint(b"key", [("a", "1"), ("b", "2")]);
        assert_eq!(one.len(), 32);
        assert_eq!(one, fingerprint(b"key", [("a", "1"), ("b", "2")]));
        assert_ne!(one, fingerprint(b"other", [("a", "1"), ("b", "2")]));
        assert_ne!(one, fingerprint(b"key", [("a", "1"), ("b", "3")]));
        assert_ne!(fingerprint(b"key", [("a", "1b")]), fingerprint(b"key", [("a1", "b")]));
    }

    #[test]
    fn several_errors_are_all_told() {
        let errors = vec![missing(&Source::Environment("A".to_owned())), missing(&Source::Ssm("/b".to_owned()))];
        let error = together(errors);
        assert_eq!(error.to_string(), "2 values were not found; nothing was changed");
        let told: Vec<&str> = error.failures().iter().skip(1).map(|failure| failure.reason.as_str()).collect();
        assert!(told[0].contains("`A` is not set") && told[1].contains("`/b`"), "{told:?}");
    }
}
