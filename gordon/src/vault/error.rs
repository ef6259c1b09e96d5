//! What goes wrong with a vault.
//!
//! Owns the one error type of the module. A message names files, lines and names, and never a value or a password.

use std::fmt;
use std::io;
use std::path::Path;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// There is no file.
    NoVault,
    /// Nobody said the password.
    NoPassword,
    /// The password opens nothing.
    WrongPassword,
    /// The vault has no such name.
    Missing,
    /// A file or a value is not what it should be.
    Damaged,
    /// What was asked for cannot be done.
    Refused,
    /// A file could not be read or written.
    File,
}

/// An error, with what to do about it.
#[derive(Clone, Debug)]
pub(crate) struct Error {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Error {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What the system said of a file.
    pub(super) fn file(what: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(Kind::File, format!("cannot {what} `{}`: {error}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
