//! Pushes to a CodeCommit repository.
//!
//! Owns [`CodeCommit`]. The triggers of a repository are one property of it: `synth` writes it.

use serde_json::{Value as Json, json};

use super::{EventSource, Options};
use crate::aws;
use crate::describe::id::Mark;
use crate::describe::value::sub;
use crate::describe::{Place, Resource, Value};

/// Pushes to a CodeCommit repository, and branches and tags that are made or deleted.
///
/// ```
/// use gordon::prelude::*;
///
/// let site = Resource::<aws::codecommit::Repository>::typed("Site", json!({ "RepositoryName": "site" }));
/// let publish = Function::new("publish").on(CodeCommit::of(&site).branch("main").event(RepositoryEvent::UpdateReference));
/// ```
///
/// The repository gets the alias among its `Triggers`, and so waits for the function. What the function's role is
/// granted on the repository becomes a policy of its own, which waits for both. Its environment cannot name the
/// repository: the event does (`eventSourceARN`).
///
/// <https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify-lambda.html>
#[derive(Clone, Debug)]
pub struct CodeCommit {
    /// The name of one that exists already, or a reference.
    pub(crate) repository: Value<String>,
    pub(crate) arn: Value<String>,
    pub(crate) name: Option<String>,
    /// `Branches`, `Events` and `CustomData`.
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// What happens to a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepositoryEvent {
    /// All of the others.
    All,
    /// A push to a branch or tag.
    UpdateReference,
    /// A new branch or tag.
    CreateReference,
    /// A branch or tag is deleted.
    DeleteReference,
}

impl RepositoryEvent {
    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::UpdateReference => "updateReference",
            Self::CreateReference => "createReference",
            Self::DeleteReference => "deleteReference",
        }
    }
}

impl CodeCommit {
    /// All events of all branches of a repository of this project.
    #[track_caller]
    #[must_use]
    pub fn of(repository: &Resource<aws::codecommit::Repository>) -> Self {
        Self::new(repository.reference(), repository.attribute("Arn"))
    }

    /// All events of all branches of a repository that exists already, by name. A custom resource adds the trigger to
    /// those that are there.
    #[track_caller]
    #[must_use]
    pub fn existing(name: impl Into<Value<String>>) -> Self {
        let name = name.into();
        let arn = "arn:${AWS::Partition}:codecommit:${AWS::Region}:${AWS::AccountId}:${name}";
        Self::new(name.clone(), sub(arn, [("name", name)]))
    }

    #[track_caller]
    fn new(repository: Value<String>, arn: Value<String>) -> Self {
        Self { repository, arn, name: None, options: Options::default(), place: Place::caller() }
    }

    /// Adds a branch, by name; without any, all branches.
    #[track_caller]
    #[must_use]
    pub fn branch(mut self, name: &str) -> Self {
        self.options.push("Branches", name);
        self
    }

    /// Adds an event, in place of all of them.
    #[track_caller]
    #[must_use]
    pub fn event(mut self, event: RepositoryEvent) -> Self {
        self.options.push("Events", event.name());
        self
    }

    /// A text that each event carries, at most 1,000 characters.
    #[track_caller]
    #[must_use]
    pub fn custom_data(mut self, text: impl Into<Value<String>>) -> Self {
        self.options.set("CustomData", text.into().into_json());
        self
    }

    /// A name, for a second trigger of the function on one repository.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// The repository's mark, where it belongs to this project.
    pub(crate) fn own(&self) -> Option<Mark> {
        Mark::read(self.repository.json().get("Ref")?)
    }
}

impl EventSource for CodeCommit {
    fn kind(&self) -> &'static str {
        "CodeCommit trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        match &self.name {
            Some(name) => json!([self.repository, name]),
            None => self.repository.json().clone(),
        }
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        [&self.repository, &self.arn].map(Value::json).into_iter().for_each(&mut *visit);
        self.options.visit(visit);
    }
}
