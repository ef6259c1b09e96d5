//! Why nothing was made, or no infra crate was found.
//!
//! Owns the error of this module: kind, cause and hint.

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why it failed.
#[derive(Debug)]
pub(crate) struct Error {
    pub(super) kind: ErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What failed.
#[derive(Debug)]
pub(crate) enum ErrorKind {
    /// A name that breaks a rule.
    Name {
        /// `project` or `app`.
        what: &'static str,
        name: String,
        rule: String,
        /// A name that would do.
        instead: Option<String>,
    },
    /// Something is there already.
    Exists { path: PathBuf },
    /// A file or folder that could not be read or written.
    Io { action: &'static str, path: PathBuf },
    /// No folder from this one upward has a `Cargo.toml`.
    NoManifest { from: PathBuf },
    /// There are manifests, and none is of an infra crate.
    NoInfraCrate { manifests: Vec<PathBuf> },
    /// A workspace with several infra crates, and none was meant.
    SeveralInfraCrates { root: PathBuf, crates: Vec<PathBuf> },
    /// There is no cargo.
    NoCargo,
    /// Cargo could not read a manifest; what it said.
    Manifest { path: PathBuf, said: String },
}

impl Error {
    pub(super) fn new(kind: ErrorKind) -> Self {
        Self { kind, source: None }
    }

    pub(super) fn io(action: &'static str, path: &Path, cause: std::io::Error) -> Self {
        Self::new(ErrorKind::Io { action, path: path.to_owned() }).because(cause)
    }

    pub(super) fn exists(path: &Path) -> Self {
        Self::new(ErrorKind::Exists { path: path.to_owned() })
    }

    pub(super) fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(cause.into());
        self
    }

    /// What failed.
    pub(crate) fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What to do.
    pub(crate) fn hint(&self) -> Option<String> {
        match &self.kind {
            ErrorKind::Name { instead, .. } => instead.as_ref().map(|instead| format!("did you mean `{instead}`?")),
            ErrorKind::Exists { .. } => Some("nothing was changed: take another name, or move it away".to_owned()),
            ErrorKind::Io { .. } => None,
            ErrorKind::NoManifest { .. } => {
                Some("go into the folder of a project, or make one with `gordon startproject NAME`".to_owned())
            }
            ErrorKind::NoInfraCrate { .. } => Some(
                "an infra crate depends on `gordon` and has a binary; make one with `gordon startproject NAME`"
                    .to_owned(),
            ),
            ErrorKind::SeveralInfraCrates { crates, .. } => {
                let crates: Vec<String> = crates.iter().map(|folder| format!("`{}`", folder.display())).collect();
                Some(format!("go into the folder of the one that you mean: {}", crates.join(", ")))
            }
            ErrorKind::NoCargo => Some("install Rust, which brings it: https://rustup.rs".to_owned()),
            ErrorKind::Manifest { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::Name { what, name, rule, .. } => {
                let article = if *what == "app" { "an app" } else { "a project" };
                write!(f, "`{}` cannot be the name of {article}: {rule}", name.escape_debug())
            }
            ErrorKind::Exists { path } => write!(f, "`{}` exists already", path.display()),
            ErrorKind::Io { action, path } => write!(f, "cannot {action} `{}`", path.display()),
            ErrorKind::NoManifest { from } => {
                write!(f, "no manifest: neither `{}` nor any folder above it has a `Cargo.toml`", from.display())
            }
            ErrorKind::NoInfraCrate { manifests } => {
                let looked: Vec<String> = manifests.iter().map(|path| format!("`{}`", path.display())).collect();
                write!(f, "no infra crate: looked at {}", looked.join(" and "))
            }
            ErrorKind::SeveralInfraCrates { root, crates } => {
                write!(f, "the workspace `{}` has {} infra crates", root.display(), crates.len())
            }
            ErrorKind::NoCargo => write!(f, "cargo is not installed, or not on PATH"),
            ErrorKind::Manifest { path, .. } => write!(f, "cargo cannot read `{}`", path.display()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|cause| cause as _)
    }
}
