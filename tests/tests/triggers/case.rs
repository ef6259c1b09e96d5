//! A trigger in a project.
//!
//! Owns how a case is put together, alone or among others.

use gordon::prelude::*;

/// A trigger with what it needs.
pub(crate) struct Case {
    /// The name of its golden template.
    pub name: &'static str,
    /// Adds it to a function and its app, twice where a function may have two.
    pub add: fn(Parts) -> Parts,
}

/// The function and app that a case adds to.
pub(crate) struct Parts {
    /// Begins the names of resources, so that two apps can have the same.
    pub tag: &'static str,
    pub function: Function,
    app: App,
}

impl Parts {
    pub(crate) fn new(function: &str, tag: &'static str, app: App) -> Self {
        let function = Function::new(function).code("code/record/record.py").handler("record.handler").timeout(60);
        Self { tag, function, app }
    }

    pub(crate) fn with(self, cases: &[Case]) -> Self {
        cases.iter().fold(self, |parts, case| (case.add)(parts))
    }

    /// Adds a trigger.
    pub(crate) fn on(self, trigger: impl Into<Trigger>) -> Self {
        self.function(|function| function.on(trigger))
    }

    pub(crate) fn function(mut self, change: impl FnOnce(Function) -> Function) -> Self {
        self.function = change(self.function);
        self
    }

    /// Adds a resource that [`typed`](Self::typed) made, or anything else to the app.
    pub(crate) fn add<T>(self, resource: Resource<T>) -> Self {
        self.change(|app| app.add(resource))
    }

    pub(crate) fn change(mut self, change: impl FnOnce(App) -> App) -> Self {
        self.app = change(self.app);
        self
    }

    /// A resource whose name no other app has.
    pub(crate) fn typed<T: gordon::describe::ResourceType>(
        &self,
        name: &str,
        properties: serde_json::Value,
    ) -> Resource<T> {
        let (first, rest) = self.tag.split_at(1);
        Resource::typed(&format!("{}{rest}{name}", first.to_uppercase()), properties)
    }

    /// The app with the function.
    pub(crate) fn app(self) -> App {
        self.app.function(self.function)
    }
}
