//! The one error type of `apply`.
//!
//! Owns what went wrong as data: kind, message, cause, hint, place, and the resources and events behind it. Must not
//! print, and must never hold a secret: texts from AWS pass [`Secrets`](super::secrets::Secrets) first.

use std::error::Error as StdError;
use std::fmt;

use super::change::Change;
use super::event::{Failure, StackEvent};
use crate::describe::Place;

/// What kind of thing went wrong; the command line maps kinds to exit codes and advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No credentials were found.
    NoCredentials,
    /// Credentials were found, and AWS no longer takes them.
    ExpiredCredentials,
    /// Credentials were found, and AWS does not know them.
    BadCredentials,
    /// The credentials belong to another account than the stage.
    WrongAccount,
    /// No region is set anywhere.
    NoRegion,
    /// The credentials may not do what apply needs.
    AccessDenied,
    /// AWS kept asking to slow down, after every retry.
    Throttled,
    /// The endpoint could not be reached.
    Unreachable,
    /// A stack of that name belongs to another project or stage.
    ForeignStack,
    /// The artifact bucket belongs to another account.
    ForeignBucket,
    /// Another operation runs on the stack.
    Updating,
    /// The stack is in a state that needs a hand.
    Stuck,
    /// CloudFormation refuses the template or its parameters.
    InvalidTemplate,
    /// The template passes CloudFormation's limit of 1,000,000 bytes.
    TemplateTooLarge,
    /// CloudFormation's checks before deployment found something.
    Validation,
    /// A stateful resource would be replaced or deleted, and nobody named it.
    Stateful,
    /// The change set could not be made, or not be executed.
    ChangeSet,
    /// The change failed, and CloudFormation undid it.
    Failed,
    /// The stack could not be deleted.
    DeleteFailed,
    /// An object could not be deleted from the artifact bucket.
    Bucket,
    /// The operation took longer than the caller wants to wait.
    Timeout,
    /// Express mode was asked for on a protected stage.
    Express,
    /// A file of this machine could not be read.
    File,
    /// A value that the template needs was not found, or is not what it should be.
    Value,
    /// The stage's vault cannot be opened.
    Vault,
    /// AWS answered with an error that has no kind of its own.
    Service,
    /// The endpoint's answer lacks what it must hold.
    Protocol,
}

/// An error of apply, delete, outputs or status.
///
/// `Display` gives the message; [`source`](StdError::source) the cause; the rest is data. All of it is safe to show.
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    message: String,
    hint: Option<String>,
    place: Option<Place>,
    stack: Option<String>,
    source: Option<Cause>,
    failures: Vec<Failure>,
    changes: Vec<Change>,
    events: Vec<StackEvent>,
}

/// What AWS or the operating system said, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The call that failed, such as `cloudformation:CreateChangeSet`; empty for a local failure.
    pub action: String,
    /// AWS's code, such as `ValidationError`; empty where there was none.
    pub code: String,
    /// The text.
    pub message: String,
    /// AWS's request ID, for a support case.
    pub request_id: Option<String>,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.action.is_empty() {
            write!(f, "{}: ", self.action)?;
        }
        if !self.code.is_empty() {
            write!(f, "{}: ", self.code)?;
        }
        f.write_str(&self.message)?;
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl StdError for Cause {}

impl Error {
    /// An error; what implements a service's trait makes its own.
    #[must_use]
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            hint: None,
            place: None,
            stack: None,
            source: None,
            failures: Vec::new(),
            changes: Vec::new(),
            events: Vec::new(),
        }))
    }

    /// Says what to do about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The same error in other words.
    pub(crate) fn saying(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    /// Adds `hint` to the one there is.
    pub(crate) fn also(mut self, hint: &str) -> Self {
        self.0.hint = Some(match self.0.hint.take() {
            Some(first) => format!("{first}; {hint}"),
            None => hint.to_owned(),
        });
        self
    }

    pub(crate) fn with_place(mut self, place: Option<Place>) -> Self {
        self.0.place = place;
        self
    }

    pub(crate) fn with_stack(mut self, stack: &str) -> Self {
        self.0.stack = Some(stack.to_owned());
        self
    }

    /// Says what AWS or the operating system said.
    #[must_use]
    pub fn with_cause(mut self, cause: Cause) -> Self {
        self.0.source = Some(cause);
        self
    }

    pub(crate) fn with_failures(mut self, failures: Vec<Failure>) -> Self {
        self.0.failures = failures;
        self
    }

    pub(crate) fn with_changes(mut self, changes: Vec<Change>) -> Self {
        self.0.changes = changes;
        self
    }

    pub(crate) fn with_events(mut self, events: Vec<StackEvent>) -> Self {
        self.0.events = events;
        self
    }

    /// What kind of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The user's line that it comes from.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// The stack that it is about.
    #[must_use]
    pub fn stack(&self) -> Option<&str> {
        self.0.stack.as_deref()
    }

    /// The call to AWS that failed, and what AWS said.
    #[must_use]
    pub fn cause(&self) -> Option<&Cause> {
        self.0.source.as_ref()
    }

    /// Resources that failed, the root cause first.
    #[must_use]
    pub fn failures(&self) -> &[Failure] {
        &self.0.failures
    }

    /// Changes that were refused, for [`Kind::Stateful`].
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.0.changes
    }

    /// The stack's events of this operation, oldest first.
    #[must_use]
    pub fn events(&self) -> &[StackEvent] {
        &self.0.events
    }

    /// Passes every text through `clean`; the one way that secrets are kept out.
    pub(crate) fn map_text(mut self, clean: &dyn Fn(&str) -> String) -> Self {
        let inner = &mut *self.0;
        inner.message = clean(&inner.message);
        inner.hint = inner.hint.as_deref().map(clean);
        if let Some(source) = &mut inner.source {
            source.message = clean(&source.message);
        }
        for failure in &mut inner.failures {
            failure.reason = clean(&failure.reason);
        }
        for event in &mut inner.events {
            event.reason = event.reason.as_deref().map(clean);
        }
        self
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|cause| cause as _)
    }
}
