//! References: that what is referred to is part of the project.
//!
//! Owns the walk over every value of the project.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::id::{Mark, Part, Target};
use crate::describe::resource::ResourceData;
use crate::describe::{Function, Place, Project, Trigger};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    let known = Known::of(project);
    let mut twice: BTreeMap<u64, &Place> = BTreeMap::new();
    let mut visit = |json: &Json, place: &Place| known.visit(json, place, findings);
    for tag in project.apps.iter().flat_map(|app| app.tags.values()) {
        visit(tag.value.json(), &tag.place);
    }
    for (_, function) in project.functions() {
        function_values(function, &mut visit);
    }
    for app in &project.apps {
        app.api_values(&mut visit);
    }
    for resource in project.apps.iter().flat_map(|app| &app.resources).chain(&project.resources) {
        resource_values(resource, &mut visit);
    }
    for notification in project.notifications() {
        notification.values(&mut |json| visit(json, notification.place()));
    }
    for output in &project.outputs {
        visit(output.value.json(), &output.place);
    }
    let functions =
        project.functions().map(|(_, function)| (&function.id, &function.place, "function", function.name.as_str()));
    let resources =
        project.resources().map(|resource| (&resource.id, &resource.place, "resource", resource.name.as_str()));
    let triggers = project.functions().flat_map(|(_, function)| &function.settings.triggers).map(Trigger::source);
    let parts = triggers.flat_map(|source| {
        source.parts().into_iter().map(move |(id, ..)| (id, source.place(), "trigger", source.kind()))
    });
    for (id, place, what, name) in functions.chain(resources).chain(parts) {
        if twice.insert(id.number(), place).is_some() {
            findings.push(Diagnostic::error(place, format!("{what} `{name}` is added twice")));
        }
    }
}

fn function_values(function: &Function, visit: &mut dyn FnMut(&Json, &Place)) {
    let settings = &function.settings;
    settings.values(visit);
    for source in settings.triggers.iter().map(Trigger::source) {
        source.values(&mut |json| visit(json, source.place()));
    }
}

fn resource_values(resource: &ResourceData, visit: &mut dyn FnMut(&Json, &Place)) {
    properties(&resource.properties, "", resource, visit);
    resource.depends_on.iter().for_each(|json| visit(json, &resource.place));
    resource.attributes.iter().for_each(|(_, json)| visit(json, &resource.place));
}

/// Each reference in the properties, at the line of its property.
fn properties(json: &Json, path: &str, resource: &ResourceData, visit: &mut dyn FnMut(&Json, &Place)) {
    if Mark::read(json).is_some() {
        visit(json, &resource.place_of(path));
        return;
    }
    match json {
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                properties(item, &format!("{path}[{at}]"), resource, visit);
            }
        }
        Json::Object(map) => {
            for (key, item) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                properties(item, &path, resource, visit);
            }
        }
        _ => {}
    }
}

/// What a project has, by the number of its identity.
struct Known {
    resources: Vec<u64>,
    functions: Vec<u64>,
    apps: Vec<u64>,
    /// Which of what some functions and apps have and others have not.
    parts: BTreeSet<Target>,
}

impl Known {
    fn of(project: &Project) -> Self {
        let triggers = project.functions().flat_map(|(_, function)| &function.settings.triggers);
        let of_triggers = triggers.flat_map(|trigger| trigger.source().parts()).map(|(id, ..)| id.number());
        let mut parts = BTreeSet::new();
        for app in &project.apps {
            let apis = [Part::HttpApi, Part::RestApi, Part::WebSocketApi].into_iter();
            parts.extend(apis.filter(|api| app.has(*api)).map(|api| app.id.target(api)));
        }
        for (_, function) in project.functions() {
            if function.settings.role.is_none() {
                parts.insert(function.id.target(Part::Role));
            }
            if function.settings.logging.group.is_none() {
                parts.insert(function.id.target(Part::LogGroup));
            }
            if function.settings.triggers.iter().any(|trigger| matches!(trigger, Trigger::FunctionUrl(_))) {
                parts.insert(function.id.target(Part::Url));
            }
        }
        Self {
            resources: project.resources().map(|resource| resource.id.number()).chain(of_triggers).collect(),
            functions: project.functions().map(|(_, function)| function.id.number()).collect(),
            apps: project.apps.iter().map(|app| app.id.number()).collect(),
            parts,
        }
    }

    fn visit(&self, json: &Json, place: &Place, findings: &mut Vec<Diagnostic>) {
        if let Some(mark) = Mark::read(json) {
            findings.extend(self.judge(&mark, place));
            return;
        }
        match json {
            Json::Array(items) => items.iter().for_each(|item| self.visit(item, place, findings)),
            Json::Object(map) => map.values().for_each(|item| self.visit(item, place, findings)),
            _ => {}
        }
    }

    fn judge(&self, mark: &Mark, place: &Place) -> Option<Diagnostic> {
        let (number, part) = (mark.target.number, mark.target.part);
        let has = || self.parts.contains(&mark.target);
        let missing = || format!("{} is not part of the project", mark.what);
        let (message, help) = match part {
            Part::HttpApi | Part::RestApi | Part::WebSocketApi if self.apps.contains(&number) => {
                if has() {
                    return None;
                }
                let trigger = match part {
                    Part::HttpApi => "one of its functions needs an `Http` trigger for the app to have a URL",
                    Part::RestApi => "one of its functions needs a `Rest` trigger for the app to have a REST API",
                    _ => "one of its functions needs a `WebSocket` trigger for the app to have a WebSocket API",
                };
                (format!("{} has no {}", mark.what, part.word()), trigger)
            }
            Part::HttpApi | Part::RestApi | Part::WebSocketApi => (missing(), "add it with `Project::app`"),
            Part::Role if self.functions.contains(&number) => {
                if has() {
                    return None;
                }
                (format!("{} was given a role and has none of its own", mark.what), "use that role's ARN")
            }
            Part::LogGroup if self.functions.contains(&number) => {
                if has() {
                    return None;
                }
                (format!("{} was given a log group and has none of its own", mark.what), "use that group's name")
            }
            Part::Url if self.functions.contains(&number) => {
                if has() {
                    return None;
                }
                (format!("{} has no URL", mark.what), "give it one: `.on(FunctionUrl::iam())`, or `public()`")
            }
            Part::Itself if self.resources.contains(&number) => return None,
            _ if self.functions.contains(&number) => return None,
            _ if mark.what.starts_with("function") => (missing(), "add it with `App::function`"),
            _ if mark.what.starts_with("the trigger") => (missing(), "give it to a function with `.on`"),
            _ => (missing(), "add it with `Project::add`, or with `App::add` where it belongs to an app"),
        };
        Some(Diagnostic::error(place, message).label("used here").related(&mark.place, "made here").help(help))
    }
}
