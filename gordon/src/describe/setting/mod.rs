//! Settings: values that differ between stages, or that an app asks of whoever installs it.
//!
//! Owns the trait that `#[derive(Settings)]` implements and what its macros call. The struct is the user's own; rules
//! are data in [`rule`]; which line set what is in the ledger.

pub(crate) mod ledger;
pub mod rule;
mod value;

use std::fmt;

use gordon_schema::words::did_you_mean;
use serde_json::Value as Json;

pub use rule::{Automaton, Choice, Range, Rule};
pub use value::SettingValue;

use super::Place;

/// A struct of settings; `#[derive(Settings)]` implements it.
pub trait Settings: Sized {
    /// The rule of each field.
    #[doc(hidden)]
    const RULES: &'static [Rule];

    /// A row for each field, nested ones with the names of those around them before.
    #[doc(hidden)]
    fn describe(&self, prefix: &str, out: &mut Vec<Row>);

    /// Sets a field, or a field of a field, from a text.
    #[doc(hidden)]
    fn set(&mut self, path: &[&str], text: &str) -> Result<(), SetError>;

    /// What the rules across fields say, and those of nested settings.
    #[doc(hidden)]
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// The environment variables that the fields make.
    #[doc(hidden)]
    fn variables(&self, out: &mut Vec<(&'static str, super::Value<String>)>);
}

/// A project without settings.
impl Settings for () {
    const RULES: &'static [Rule] = &[];

    fn describe(&self, _: &str, _: &mut Vec<Row>) {}

    fn set(&mut self, path: &[&str], _: &str) -> Result<(), SetError> {
        Err(SetError::Unknown { name: path.join("."), known: Vec::new() })
    }

    fn variables(&self, _: &mut Vec<(&'static str, super::Value<String>)>) {}
}

/// A setting as `settings` shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its name, with those of the settings around it: `database.capacity`.
    pub name: String,
    /// What it is for.
    pub help: &'static str,
    /// What it is: `a whole number`.
    pub kind: String,
    /// What it may be, as a sentence; empty where it may be anything.
    pub rule: &'static str,
    /// Its value, as people read it.
    pub value: String,
    /// Its value, as programs read it.
    pub json: Json,
    /// The type of the struct and the field in it, for the ledger.
    #[doc(hidden)]
    pub settings: &'static str,
    #[doc(hidden)]
    pub field: &'static str,
}

impl Row {
    /// A row without its value.
    #[doc(hidden)]
    #[must_use]
    pub fn new(
        prefix: &str,
        field: &'static str,
        help: &'static str,
        rule: &'static str,
        settings: &'static str,
    ) -> Self {
        Self { name: format!("{prefix}{field}"), help, rule, settings, field, ..Self::default() }
    }

    /// Takes the value out of sight.
    #[doc(hidden)]
    pub fn hide(&mut self) {
        HIDDEN.clone_into(&mut self.value);
        self.json = Json::from(HIDDEN);
    }
}

/// What stands in place of a secret.
pub(crate) const HIDDEN: &str = "•••";

/// Settings within settings, as one text.
#[doc(hidden)]
pub fn shown<S: Settings>(settings: &S) -> String {
    let mut rows = Vec::new();
    settings.describe("", &mut rows);
    rows.iter().map(|row| format!("{}={}", row.name, row.value)).collect::<Vec<_>>().join(",")
}

/// Why a setting cannot be set from a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetError {
    /// There is no such setting.
    Unknown {
        /// The name, as far as it is not known.
        name: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// The text is no such value; this is what it should have been.
    Value(String),
    /// The value breaks its rule, which this is.
    Rule(String),
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, known } => {
                write!(f, "there is no setting `{name}`{}", did_you_mean(name, known.iter().copied()))
            }
            Self::Value(kind) => write!(f, "it is {kind}"),
            Self::Rule(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for SetError {}

/// Says what rules across fields find: what builders call at their end.
#[doc(hidden)]
#[track_caller]
pub fn whole<S: Settings>(settings: &S) {
    if let Err(message) = settings.check() {
        ledger::mistake(Place::caller(), message);
    }
}

/// A required field that was given, to a builder.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Given<T>(pub T);

/// A required field that was not given.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Missing;

/// What a builder needs of a required field to be done.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the setting `{Field}` is missing",
    label = "`{Field}` has no default: it must be given"
)]
pub trait Take<Field, T> {
    /// The value.
    fn take(self) -> T;
}

impl<Field, T> Take<Field, T> for Given<T> {
    fn take(self) -> T {
        self.0
    }
}
