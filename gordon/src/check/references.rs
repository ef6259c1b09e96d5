//! References: that what is referred to is part of the project.
//!
//! Owns the walk over every value of the project.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::id::{Mark, Part};
use crate::describe::resource::ResourceData;
use crate::describe::{Function, Place, Project, Trigger};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    let known = Known::of(project);
    let mut twice: BTreeMap<u64, &Place> = BTreeMap::new();
    let mut visit = |json: &Json, place: &Place| known.visit(json, place, findings);
    for tag in project.apps.iter().flat_map(|app| app.tags.values()) {
        visit(tag.value.json(), &tag.place);
    }
    for (app, function) in project.functions() {
        function_values(function, &mut visit);
        for resource in &app.resources {
            resource_values(resource, &mut visit);
        }
    }
    for resource in &project.resources {
        resource_values(resource, &mut visit);
    }
    for output in &project.outputs {
        visit(output.value.json(), &output.place);
    }
    let functions =
        project.functions().map(|(_, function)| (&function.id, &function.place, "function", &function.name));
    let resources = project.apps.iter().flat_map(|app| &app.resources).chain(&project.resources);
    let resources = resources.map(|resource| (&resource.id, &resource.place, "resource", &resource.name));
    for (id, place, what, name) in functions.chain(resources) {
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
    /// With or without a role and a log group of its own.
    functions: BTreeMap<u64, (bool, bool)>,
    /// With or without a route.
    apps: BTreeMap<u64, bool>,
}

impl Known {
    fn of(project: &Project) -> Self {
        let resources = project.apps.iter().flat_map(|app| &app.resources).chain(&project.resources);
        Self {
            resources: resources.map(|resource| resource.id.number()).collect(),
            functions: project
                .functions()
                .map(|(_, function)| {
                    let settings = &function.settings;
                    (function.id.number(), (settings.role.is_none(), settings.logging.group.is_none()))
                })
                .collect(),
            apps: project
                .apps
                .iter()
                .map(|app| {
                    let mut triggers = app.functions.iter().flat_map(|function| &function.settings.triggers);
                    (app.id.number(), triggers.any(|trigger| matches!(trigger, Trigger::Http(_))))
                })
                .collect(),
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
        let number = mark.target.number;
        let (message, help) = match mark.target.part {
            Part::HttpApi => match self.apps.get(&number) {
                Some(true) => return None,
                Some(false) => (
                    format!("{} has no HTTP API", mark.what),
                    "one of its functions needs an `Http` trigger for the app to have a URL",
                ),
                None => (format!("{} is not part of the project", mark.what), "add it with `Project::app`"),
            },
            Part::Role => match self.functions.get(&number) {
                Some((true, _)) => return None,
                Some((false, _)) => {
                    (format!("{} was given a role and has none of its own", mark.what), "use that role's ARN")
                }
                None => (format!("{} is not part of the project", mark.what), "add it with `App::function`"),
            },
            Part::LogGroup if self.functions.get(&number).is_some_and(|(_, log_group)| !log_group) => {
                (format!("{} was given a log group and has none of its own", mark.what), "use that group's name")
            }
            Part::Itself if self.resources.contains(&number) => return None,
            Part::Itself | Part::Alias | Part::LogGroup => match self.functions.get(&number) {
                Some(_) => return None,
                None if mark.what.starts_with("function") => {
                    (format!("{} is not part of the project", mark.what), "add it with `App::function`")
                }
                None => (
                    format!("{} is not part of the project", mark.what),
                    "add it with `Project::add`, or with `App::add` where it belongs to an app",
                ),
            },
        };
        Some(Diagnostic::error(place, message).label("used here").related(&mark.place, "made here").help(help))
    }
}
