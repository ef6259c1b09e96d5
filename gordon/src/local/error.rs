//! What can go wrong on this machine, as data.
//!
//! Owns the error of `local`; what a function itself reports is an [`Outcome`](super::Outcome), not an error.

use std::error::Error as StdError;
use std::fmt;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Gordon does not run functions of this runtime on this machine.
    UnsupportedRuntime,
    /// Python, Node, Java or the Java compiler is not installed.
    MissingInterpreter,
    /// The event, or the client context, is not JSON.
    InvalidEvent,
    /// The event is larger than the 6 MB that Lambda takes.
    EventTooLarge,
    /// The unpacked artifact has no file that could be started.
    MissingBootstrap,
    /// The function's process could not be started.
    Start,
    /// Reading or writing a file of Gordon's own failed.
    Io,
    /// There is no Python that the emulator can run on.
    MissingPython,
    /// Python is there, without the module that makes virtual environments.
    MissingVenv,
    /// The emulator could not be fetched.
    Network,
    /// The emulator was fetched and could not be installed.
    Install,
    /// The emulator ended, or never answered, while it started.
    EmulatorStart,
    /// The emulator did not end when it was told to.
    EmulatorStop,
}

/// An error of `local`: a kind, what happened, what to do, and the cause underneath.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, source: None }
    }

    /// An [`ErrorKind::Io`] with what was being done.
    pub(super) fn io(doing: impl Into<String>, source: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, doing).source(source)
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
