//! The options of an event source, under CloudFormation's names.
//!
//! Owns the list, so that a setter is one line and reaches the template without a second; must not know which options
//! a source has.

use serde_json::{Map, Value as Json};

use crate::describe::Place;

/// Properties of the CloudFormation resource that a trigger becomes, each with the line that set it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options(Vec<(&'static str, Json, Place)>);

impl Options {
    /// Sets a property; the last one counts. The caller's line is kept.
    #[track_caller]
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<Json>) {
        self.0.retain(|(set, _, _)| *set != name);
        self.0.push((name, value.into(), Place::caller()));
    }

    /// Adds an item to a property that is a list.
    #[track_caller]
    pub(crate) fn push(&mut self, name: &'static str, item: impl Into<Json>) {
        let mut items = match self.get(name) {
            Some(Json::Array(items)) => items.clone(),
            _ => Vec::new(),
        };
        items.push(item.into());
        self.set(name, items);
    }

    /// Sets a member of a property that is an object.
    #[track_caller]
    pub(crate) fn member(&mut self, name: &'static str, key: &str, value: impl Into<Json>) {
        let mut members = match self.get(name) {
            Some(Json::Object(members)) => members.clone(),
            _ => Map::new(),
        };
        members.insert(key.to_owned(), value.into());
        self.set(name, members);
    }

    /// Takes a property away.
    pub(crate) fn unset(&mut self, name: &str) {
        self.0.retain(|(set, _, _)| *set != name);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find_map(|(set, value, _)| (*set == name).then_some(value))
    }

    /// The line that set a property.
    pub(crate) fn place(&self, name: &str) -> Option<&Place> {
        self.0.iter().find_map(|(set, _, place)| (*set == name).then_some(place))
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.0.iter().for_each(|(_, value, _)| visit(value));
    }

    /// All of them, as properties.
    pub(crate) fn properties(&self) -> Map<String, Json> {
        self.0.iter().map(|(name, value, _)| ((*name).to_owned(), value.clone())).collect()
    }
}
