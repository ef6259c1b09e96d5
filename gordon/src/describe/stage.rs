//! The stages that a project runs in.
//!
//! Owns [`Stages`], which `#[derive(Stages)]` implements, and [`StageName`].

use std::fmt;

use super::Place;
use super::limits::{LimitError, check_stage_name};

/// An isolated deployment's name: `^[a-z][a-z0-9-]{1,15}$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageName(String);

impl StageName {
    /// The name, if it is one.
    ///
    /// # Errors
    ///
    /// [`StageNameError`] where it breaks the rule.
    pub fn new(name: &str) -> Result<Self, StageNameError> {
        match check_stage_name(name) {
            Ok(name) => Ok(Self(name.to_owned())),
            Err(rule) => Err(StageNameError { name: name.to_owned(), rule }),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A stage's name that breaks the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageNameError {
    name: String,
    rule: LimitError,
}

impl fmt::Display for StageNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a stage's name: {}", self.name.escape_debug(), self.rule)
    }
}

impl std::error::Error for StageNameError {}

/// What a stage is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageKind {
    /// One deployment, by the variant's name.
    Fixed,
    /// A deployment for each name that nobody fixed: one per developer.
    Any,
    /// This machine: an AWS emulator that Gordon starts.
    Local,
}

/// A variant of the stages' enum.
#[derive(Clone, Copy, Debug)]
pub struct StageDefinition {
    /// The name; `None` for an `any` variant.
    pub name: Option<&'static str>,
    /// The doc comment.
    pub doc: &'static str,
    /// What it is for.
    pub kind: StageKind,
    /// The regions that it is applied to; none leaves the choice to the AWS configuration.
    pub regions: &'static [&'static str],
    /// The 12 digits of its account.
    pub account: Option<&'static str>,
    /// The profile of the AWS configuration that it uses.
    pub profile: Option<&'static str>,
    /// The ARN of the role that is assumed.
    pub role: Option<&'static str>,
    /// What the role's trust policy asks for besides.
    pub external_id: Option<&'static str>,
    /// Changes ask first, even with `--yes` in a terminal.
    pub protected: bool,
    /// Where it stands: file, line, column.
    pub at: (&'static str, u32, u32),
}

impl StageDefinition {
    /// Where the variant stands.
    #[must_use]
    pub fn place(&self) -> Place {
        let (file, line, column) = self.at;
        Place::new(file, line, column)
    }
}

/// The stages of a project: an enum with `#[derive(Stages)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enum of stages",
    label = "not stages",
    note = "put `#[derive(Stages)]` on the enum"
)]
pub trait Stages: Sized {
    /// The variants, in the order of the enum.
    const DEFINITIONS: &'static [StageDefinition];

    /// The stage of the variant at `index`; `name` goes into an `any` variant.
    fn from_definition(index: usize, name: &StageName) -> Self;

    /// The name that an `any` variant was given; `None` of a stage whose name is fixed.
    fn given_name(&self) -> Option<&StageName> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rule() {
        for good in ["dev", "prod", "a1", "eu-west", "abcdefghijklmnop"] {
            assert_eq!(StageName::new(good).map(|name| name.to_string()).as_deref(), Ok(good));
        }
        for bad in ["", "a", "Prod!", "1a", "-a", "abcdefghijklmnopq", "dev_1", "dév"] {
            let error = StageName::new(bad).expect_err(bad);
            assert!(error.to_string().contains("not a stage's name"), "{error}");
        }
    }
}
