//! What is wrong with an environment.
//!
//! Owns the sentence that a function's log shows; must not hold values, which may be secret.

use std::error::Error;
use std::fmt;

/// An environment that is not what the function was described with: every variable that is missing or malformed.
///
/// It has names and what was expected, never a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvError {
    pub(super) function: &'static str,
    pub(super) problems: Vec<(String, EnvProblem)>,
}

/// What is wrong with one variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvProblem {
    /// It is not there.
    Missing,
    /// It is there, and is not this: "a whole number from 0 to 255".
    Malformed(&'static str),
}

impl EnvError {
    /// Each variable by its name, and what is wrong with it.
    pub fn problems(&self) -> impl Iterator<Item = (&str, EnvProblem)> {
        self.problems.iter().map(|(name, problem)| (name.as_str(), *problem))
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the environment is not that of `{}`: ", self.function)?;
        for (at, (name, problem)) in self.problems.iter().enumerate() {
            let before = if at == 0 { "" } else { ", " };
            match problem {
                EnvProblem::Missing => write!(f, "{before}`{name}` is missing")?,
                EnvProblem::Malformed(expected) => write!(f, "{before}`{name}` is not {expected}")?,
            }
        }
        f.write_str(
            "; build and apply the project that has the function, so that both are made from the same description",
        )
    }
}

impl Error for EnvError {}
