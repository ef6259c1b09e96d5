//! An app: functions of one domain, with their triggers and resources.
//!
//! Owns [`App`]. An app is made by an ordinary Rust function, so that it is reused like any Rust code.

use std::collections::BTreeMap;

use serde_json::json;

use super::id::{HTTP_URL, Id, Part};
use super::resource::ResourceData;
use super::settings::Placed;
use super::value::join;
use super::{Function, IntoFunction, Place, Resource, Value};

/// Functions of one domain; reusable across projects, and several times in one under different names.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) functions: Vec<Function>,
    pub(crate) resources: Vec<ResourceData>,
    pub(crate) tags: BTreeMap<String, Placed<Value<String>>>,
    pub(crate) place: Place,
}

impl App {
    /// An app by name: at most 30 letters, digits, `_` and `-`, a letter first, unique in its project.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        let place = Place::caller();
        Self {
            id: Id::new(format!("app `{name}`"), place.clone()),
            name: name.to_owned(),
            functions: Vec::new(),
            resources: Vec::new(),
            tags: BTreeMap::new(),
            place,
        }
    }

    /// Adds a function.
    #[must_use]
    pub fn function(mut self, function: impl IntoFunction) -> Self {
        self.functions.push(function.into_function());
        self
    }

    /// Adds a resource; its logical ID begins with the app's name.
    #[must_use]
    #[allow(clippy::should_implement_trait)] // `add` is the word; nobody sums apps
    pub fn add<T>(mut self, resource: Resource<T>) -> Self {
        self.resources.push(resource.data);
        self
    }

    /// A tag on the app's functions; a function's own tag of that key wins.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        self.tags.insert(key.to_owned(), Placed { value: value.into(), place: Place::caller() });
        self
    }

    /// Another name, for an app that is installed twice.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The URL of a path on the app's HTTP API, which exists where one of its functions has an `Http` trigger.
    ///
    /// On stage `local` it is a URL that this machine, and functions on it, can call.
    #[must_use]
    pub fn url(&self, path: &str) -> Value<String> {
        let base = Value::raw(json!({ HTTP_URL: self.id.mark(Part::HttpApi) }));
        join("", [base, Value::from(format!("/{}", path.trim_start_matches('/')))])
    }
}
