//! Reads an environment, variable by variable.
//!
//! Owns that all mistakes are told at once; the fields are the derive's.

use super::error::{EnvError, EnvProblem};
use super::variable::Variable;

/// Reads the variables of one function: what `from_env` does, as the derive writes it.
#[doc(hidden)]
pub struct Reader<'a> {
    error: EnvError,
    get: &'a dyn Fn(&str) -> Option<String>,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("error", &self.error).finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(function: &'static str, get: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { error: EnvError { function, problems: Vec::new() }, get }
    }

    /// A field's value; what is wrong with it is remembered.
    pub fn read<V: Variable>(&mut self, name: &str) -> Option<V::Read> {
        let problem = match (self.get)(name).map(V::read) {
            Some(Ok(value)) => return Some(value),
            Some(Err(malformed)) => EnvProblem::Malformed(malformed.0),
            None => match V::absent() {
                Some(value) => return Some(value),
                None => EnvProblem::Missing,
            },
        };
        self.error.problems.push((name.to_owned(), problem));
        None
    }

    /// All that is wrong.
    #[must_use]
    pub fn error(self) -> EnvError {
        self.error
    }
}
