//! What can go wrong while code becomes an artifact, as data.
//!
//! Owns the module's one error type and its sentences; must not render places or colours, which the command line does.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::describe::Place;

/// A function or layer whose artifact could not be built.
///
/// [`Display`](fmt::Display) is one sentence without the place and the hint; a command's output is in
/// [`ErrorKind::Command`].
pub struct Error(Box<Inner>);

struct Inner {
    name: String,
    kind: ErrorKind,
    place: Option<Place>,
    hint: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kinds of [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The code's path names nothing.
    CodeMissing {
        /// The path as it was looked for.
        path: PathBuf,
    },
    /// The code's path, or a symbolic link in it, leads out of the crate.
    Outside {
        /// The path as it stands in the tree.
        path: PathBuf,
        /// The folder that it must stay in.
        root: PathBuf,
    },
    /// A symbolic link that names nothing or leads back to a folder that holds it.
    BrokenLink {
        /// The link.
        path: PathBuf,
    },
    /// A name that cannot stand in a zip for Linux: not UTF-8, or with a backslash or a control character.
    BadName {
        /// The file.
        path: PathBuf,
    },
    /// A socket, pipe or device among the code.
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// One entry is a file where another needs a folder, or two differ only in how Unicode spells them.
    Clash {
        /// The first name in the zip.
        first: String,
        /// The second name in the zip.
        second: String,
    },
    /// Nothing is left to zip.
    Empty {
        /// The folder that was to be zipped.
        path: PathBuf,
    },
    /// Over what Lambda accepts when unzipped.
    TooLarge {
        /// Bytes, unzipped.
        size: u64,
        /// Bytes that Lambda accepts: 262,144,000.
        limit: u64,
        /// The biggest folders (or files) at the top, with their bytes, biggest first.
        biggest: Vec<(String, u64)>,
    },
    /// A command ended with a failure.
    Command {
        /// The command as a person would type it.
        command: String,
        /// Its exit code; none when a signal ended it.
        code: Option<i32>,
        /// The end of what it printed.
        output: String,
    },
    /// A program that the build needs is not on `PATH`.
    ToolMissing {
        /// The program's name.
        tool: String,
    },
    /// A placeholder that no build command has.
    Placeholder {
        /// The placeholder, without braces.
        name: String,
    },
    /// The code does not have what its runtime needs.
    Unbuildable {
        /// What is wrong, as a sentence without its full stop.
        reason: String,
    },
    /// A file could not be read or written.
    Io {
        /// What was tried: "read", "write", "create".
        action: &'static str,
        /// The path.
        path: PathBuf,
    },
}

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner { name: String::new(), kind, place: None, hint: None, source: None }))
    }

    pub(super) fn io(action: &'static str, path: &Path, cause: io::Error) -> Self {
        Self::new(ErrorKind::Io { action, path: path.to_owned() }).because(cause)
    }

    pub(super) fn unbuildable(reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unbuildable { reason: reason.into() })
    }

    pub(super) fn tool(tool: &str, hint: impl Into<String>) -> Self {
        Self::new(ErrorKind::ToolMissing { tool: tool.to_owned() }).hint_is(hint)
    }

    pub(super) fn hint_is(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    pub(super) fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(cause.into());
        self
    }

    /// The same error, said of a function or layer. The first one named stays.
    pub(super) fn of(mut self, name: &str, place: &Place) -> Self {
        if self.0.name.is_empty() {
            name.clone_into(&mut self.0.name);
            self.0.place = Some(place.clone());
        }
        self
    }

    /// The function or layer, as in `slack.slash`; empty where the build as a whole failed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The user's line that describes the function; none where the build as a whole failed.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            ErrorKind::CodeMissing { path } => write!(f, "the code `{}` does not exist", path.display()),
            ErrorKind::Outside { path, root } => {
                write!(f, "`{}` leads out of the crate's folder `{}`", path.display(), root.display())
            }
            ErrorKind::BrokenLink { path } => {
                write!(f, "the symbolic link `{}` names nothing, or a folder that holds it", path.display())
            }
            ErrorKind::BadName { path } => write!(f, "the name of {path:?} cannot stand in a zip for Lambda"),
            ErrorKind::NotAFile { path } => {
                write!(f, "`{}` is neither a file nor a folder, so it cannot be zipped", path.display())
            }
            ErrorKind::Clash { first, second } => write!(f, "`{first}` and `{second}` cannot both be unzipped"),
            ErrorKind::Empty { path } => write!(f, "nothing to zip in `{}`", path.display()),
            ErrorKind::TooLarge { size, limit, biggest } => {
                write!(f, "{} unzipped, and Lambda accepts {}; biggest: ", mebibytes(*size), mebibytes(*limit))?;
                for (n, (name, size)) in biggest.iter().enumerate() {
                    let comma = if n == 0 { "" } else { ", " };
                    write!(f, "{comma}`{name}` {}", mebibytes(*size))?;
                }
                Ok(())
            }
            ErrorKind::Command { command, code: Some(code), .. } => {
                write!(f, "`{command}` ended with exit code {code}")
            }
            ErrorKind::Command { command, code: None, .. } => write!(f, "`{command}` was ended by a signal"),
            ErrorKind::ToolMissing { tool } => write!(f, "`{tool}` is needed, and is not on PATH"),
            ErrorKind::Placeholder { name } => write!(f, "no build command has a placeholder `{{{name}}}`"),
            ErrorKind::Unbuildable { reason } => f.write_str(reason),
            ErrorKind::Io { action, path } => write!(f, "cannot {action} `{}`", path.display()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("name", &self.0.name)
            .field("kind", &self.0.kind)
            .field("place", &self.0.place)
            .field("hint", &self.0.hint)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// Mebibytes with one decimal, rounded up so that a size over a limit never reads as the limit itself.
fn mebibytes(bytes: u64) -> String {
    let tenths = (u128::from(bytes) * 10).div_ceil(1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}
