//! Where in the user's code something was said.
//!
//! Owns positions and how they print; must not read the files that they name.

use std::borrow::Cow;
use std::fmt;
use std::panic::Location;

/// A position in the user's code, as rustc names it: the file relative to the workspace's root (or absolute, for a
/// crate from a registry), line and column from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    file: Cow<'static, str>,
    line: u32,
    column: u32,
}

impl Place {
    /// The place of whoever called the function that calls this, through `#[track_caller]`.
    #[track_caller]
    #[must_use]
    pub fn caller() -> Self {
        let at = Location::caller();
        Self::new(at.file(), at.line(), at.column())
    }

    /// A place by file, line and column.
    #[must_use]
    pub fn new(file: impl Into<Cow<'static, str>>, line: u32, column: u32) -> Self {
        Self { file: file.into(), line, column }
    }

    /// The file, relative to the workspace's root or absolute.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, from 1, in characters.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
