//! A project: everything that one infra crate deploys.
//!
//! Owns [`Project`].

use std::collections::BTreeMap;

use super::resource::ResourceData;
use super::settings::Placed;
use super::{App, Context, Notification, Place, Resource, Value};

/// Apps, resources and outputs, described for one stage.
#[derive(Clone, Debug)]
pub struct Project {
    pub(crate) name: String,
    pub(crate) apps: Vec<App>,
    pub(crate) resources: Vec<ResourceData>,
    pub(crate) notifications: Vec<Notification>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) tags: BTreeMap<String, Placed<String>>,
    pub(crate) log_retention_days: Option<Placed<u16>>,
    /// What all functions find in their zip.
    pub(crate) context: Option<Context>,
    /// What was wrong with settings while it was described.
    pub(crate) mistakes: Vec<(Place, String)>,
    pub(crate) place: Place,
}

/// A value that `apply` prints.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) value: Value<String>,
    pub(crate) place: Place,
}

impl Project {
    /// A project by name: `^[a-z][a-z0-9-]*$`, at most 40 characters. It is part of the stacks' names, so a project
    /// that is renamed is another project.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            apps: Vec::new(),
            resources: Vec::new(),
            notifications: Vec::new(),
            outputs: Vec::new(),
            tags: BTreeMap::new(),
            log_retention_days: None,
            context: None,
            mistakes: Vec::new(),
            place: Place::caller(),
        }
    }

    /// Adds an app.
    #[must_use]
    pub fn app(mut self, app: App) -> Self {
        self.apps.push(app);
        self
    }

    /// Adds a resource; its name is its logical ID.
    #[must_use]
    #[allow(clippy::should_implement_trait)] // `add` is the word; nobody sums projects
    pub fn add<T>(mut self, resource: Resource<T>) -> Self {
        self.resources.push(resource.data);
        self
    }

    /// Tells a queue, a topic or EventBridge what happens to the objects of a bucket.
    #[must_use]
    pub fn notification(mut self, notification: Notification) -> Self {
        self.notifications.push(notification);
        self
    }

    /// A value that `apply` and `outputs` print: letters and digits, unique in the project.
    #[track_caller]
    #[must_use]
    pub fn output(mut self, name: &str, value: impl Into<Value<String>>) -> Self {
        self.outputs.push(Output { name: name.to_owned(), value: value.into(), place: Place::caller() });
        self
    }

    /// A tag on both stacks, which CloudFormation copies to every resource that takes tags.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: &str) -> Self {
        self.tags.insert(key.to_owned(), Placed { value: value.to_owned(), place: Place::caller() });
        self
    }

    /// What functions find in their zip as a file, unless they have a context of their own.
    #[must_use]
    pub fn context(mut self, context: Context) -> Self {
        self.context = Some(context);
        self
    }

    /// Days that logs are kept, for functions that do not say; without it, for ever.
    #[track_caller]
    #[must_use]
    pub fn log_retention_days(mut self, days: u16) -> Self {
        self.log_retention_days = Some(Placed { value: days, place: Place::caller() });
        self
    }

    /// The project's own notifications and its apps'.
    pub(crate) fn notifications(&self) -> impl Iterator<Item = &Notification> {
        self.apps.iter().flat_map(|app| &app.notifications).chain(&self.notifications)
    }

    /// Its own resources and its apps'.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &ResourceData> {
        self.apps.iter().flat_map(|app| &app.resources).chain(&self.resources)
    }

    /// Every function with its app, in the order of description.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&App, &super::Function)> {
        self.apps.iter().flat_map(|app| app.functions.iter().map(move |function| (app, function)))
    }
}
