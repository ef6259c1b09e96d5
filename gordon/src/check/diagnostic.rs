//! A finding about the user's project.
//!
//! Owns the data of a finding; `cli` renders it with the source line.

use std::fmt;

use crate::describe::Place;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is built while one of these is left.
    Error,
    /// The build goes on.
    Warning,
}

/// A finding: what is wrong, where the user said it, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// Where the user said it.
    pub place: Place,
    /// What to say at that place.
    pub label: Option<String>,
    /// Other places that belong to it, each with what to say there.
    pub related: Vec<(Place, String)>,
    /// What to do.
    pub help: Option<String>,
}

/// Adds findings; what is wrong in several stages is said once.
#[cfg(feature = "cli")]
pub(crate) fn add_new(more: Vec<Diagnostic>, findings: &mut Vec<Diagnostic>) {
    for finding in more {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

impl Diagnostic {
    pub(crate) fn error(place: &Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, place, message.into())
    }

    pub(crate) fn warning(place: &Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, place, message.into())
    }

    fn new(severity: Severity, place: &Place, message: String) -> Self {
        Self { severity, message, place: place.clone(), label: None, related: Vec::new(), help: None }
    }

    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn related(mut self, place: &Place, label: impl Into<String>) -> Self {
        self.related.push((place.clone(), label.into()));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}: {severity}: {}", self.place, self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}
