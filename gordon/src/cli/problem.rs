//! What went wrong, ready to be shown.
//!
//! Owns the one shape that every module's error takes before it is rendered, with its exit code.

use std::error::Error as StdError;
use std::sync::Arc;

use crate::check::{Diagnostic, Severity};
use crate::describe::Place;
use crate::{apply, artifact, build, local, vault};

/// Exit codes of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    Done = 0,
    Failed = 1,
    /// Usage, or mistakes in the project.
    Usage = 2,
    Unchanged = 3,
    Interrupted = 130,
}

/// A problem: what, where, why and what to do.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) severity: Severity,
    /// The name of the rule that it breaks, where rules have names.
    pub(super) rule: Option<&'static str>,
    pub(super) message: String,
    pub(super) place: Option<Place>,
    /// Where it ends, where that is known; else it is one word.
    pub(super) end: Option<Place>,
    /// The text that the places are in, where it is at hand; else it is read from their files.
    pub(super) source: Option<Arc<Source>>,
    pub(super) label: Option<String>,
    pub(super) related: Vec<(Place, String)>,
    /// The chain of causes, outermost first.
    pub(super) causes: Vec<String>,
    /// Lines that belong to it, such as a command's output.
    pub(super) notes: Vec<String>,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            rule: None,
            message: message.into(),
            place: None,
            end: None,
            source: None,
            label: None,
            related: Vec::new(),
            causes: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn caused_by(mut self, error: &dyn StdError) -> Self {
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if self.causes.last() != Some(&text) {
                self.causes.push(text);
            }
            source = cause.source();
        }
        self
    }
}

/// A text with its lines.
#[derive(Debug)]
pub(super) struct Source {
    text: String,
    /// Where each line begins, in bytes.
    starts: Vec<usize>,
}

impl Source {
    pub(super) fn new(text: String) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// A line by its number, from 1.
    pub(super) fn line(&self, number: u32) -> Option<&str> {
        let start = *self.starts.get(number.checked_sub(1)? as usize)?;
        self.text[start..].lines().next()
    }
}

/// Why a command ended badly: its problems, and the exit code.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) problems: Vec<Problem>,
    pub(super) exit: Exit,
}

impl Stop {
    pub(super) fn usage(problem: Problem) -> Self {
        Self { problems: vec![problem], exit: Exit::Usage }
    }

    pub(super) fn failed(problem: Problem) -> Self {
        Self { problems: vec![problem], exit: Exit::Failed }
    }

    /// Nothing more to say than the exit code.
    pub(super) fn silent(exit: Exit) -> Self {
        Self { problems: Vec::new(), exit }
    }
}

impl From<&Diagnostic> for Problem {
    fn from(finding: &Diagnostic) -> Self {
        Self {
            severity: finding.severity,
            place: Some(finding.place.clone()),
            label: finding.label.clone(),
            related: finding.related.clone(),
            help: finding.help.clone(),
            ..Self::new(&finding.message)
        }
    }
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self { problems: findings.iter().map(Problem::from).collect(), exit: Exit::Usage }
    }
}

impl From<build::Error> for Stop {
    fn from(error: build::Error) -> Self {
        match error {
            build::Error::Artifacts(errors) => {
                Self { problems: errors.iter().map(Problem::from).collect(), exit: Exit::Failed }
            }
            build::Error::Findings(findings) => findings.into(),
            build::Error::NotABuild { .. } => {
                Self::failed(Problem::new(error.to_string()).help("make the build anew with `build`"))
            }
            build::Error::Io { .. } => Self::failed(Problem::new(error.to_string()).caused_by(&error)),
        }
    }
}

impl From<&artifact::Error> for Problem {
    fn from(error: &artifact::Error) -> Self {
        let message = match error.name() {
            "" => error.to_string(),
            name => format!("cannot build `{name}`: {error}"),
        };
        let notes = match error.kind() {
            artifact::ErrorKind::Command { output, .. } => output.lines().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let place = error.place().cloned();
        let help = error.hint().map(str::to_owned);
        Self { place, notes, help, ..Self::new(message) }.caused_by(error)
    }
}

impl From<local::Error> for Stop {
    fn from(error: local::Error) -> Self {
        let help = error.help().map(str::to_owned);
        let exit = match error.kind() {
            local::ErrorKind::InvalidEvent | local::ErrorKind::EventTooLarge => Exit::Usage,
            _ => Exit::Failed,
        };
        Self { problems: vec![Problem { help, ..Problem::new(error.to_string()) }.caused_by(&error)], exit }
    }
}

impl From<vault::Error> for Problem {
    fn from(error: vault::Error) -> Self {
        Self { help: error.hint, ..Self::new(error.message) }
    }
}

impl From<vault::Error> for Stop {
    fn from(error: vault::Error) -> Self {
        let exit = match error.kind {
            vault::Kind::Missing | vault::Kind::Refused => Exit::Usage,
            _ => Exit::Failed,
        };
        Self { problems: vec![error.into()], exit }
    }
}

impl From<apply::Error> for Stop {
    fn from(error: apply::Error) -> Self {
        let mut notes = Vec::new();
        for failure in error.failures().iter().skip(1) {
            let at = failure.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
            notes.push(format!("{} {}: {}{at}", failure.status, failure.logical_id, failure.reason));
        }
        let problem = Problem {
            place: error.place().cloned(),
            help: error.hint().map(str::to_owned),
            notes,
            ..Problem::new(error.to_string())
        };
        Self::failed(problem.caused_by(&error))
    }
}
