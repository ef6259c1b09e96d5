//! Templates of small projects, for the tests of triggers.
//!
//! Owns the way from a function to the resources of its template.

use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::check::check;
use crate::describe::{App, Function, IntoFunction, Project};
use crate::synth::{Host, Keys, synth};

/// A function whose code there is.
pub(super) fn function(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

/// A project with an app of one function, `slack.slash`.
pub(super) fn project(function: Function) -> Project {
    Project::new("weather").app(App::new("slack").function(function))
}

/// The resources of a project's template.
#[track_caller]
pub(super) fn made(project: Project) -> Map<String, Json> {
    made_for(Host::Aws, project)
}

/// The resources of a project's template for AWS, or for the emulator.
#[track_caller]
pub(super) fn made_for(host: Host, project: Project) -> Map<String, Json> {
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let templates = synth(&checked, &keys, host).expect("templates");
    let body: Json = serde_json::from_str(&templates.resources.body()).expect("JSON");
    body["Resources"].as_object().expect("resources").clone()
}

/// All resources of a type, by ID.
pub(super) fn of_type<'a>(resources: &'a Map<String, Json>, kind: &str) -> Vec<(&'a str, &'a Json)> {
    let all = resources.iter().filter(|(_, resource)| resource["Type"] == kind);
    all.map(|(id, resource)| (id.as_str(), resource)).collect()
}

/// The one resource of a type.
#[track_caller]
pub(super) fn one<'a>(resources: &'a Map<String, Json>, kind: &str) -> (&'a str, &'a Json) {
    let all = of_type(resources, kind);
    let [one] = all.as_slice() else { panic!("{} resources of {kind}", all.len()) };
    *one
}

/// The statements that triggers add to the role of `slack.slash`: all but that of its log.
#[track_caller]
pub(super) fn role_statements(resources: &Map<String, Json>) -> Vec<Json> {
    let policy = &resources["SlackSlashRole"]["Properties"]["Policies"][0]["PolicyDocument"];
    policy["Statement"].as_array().expect("statements")[1..].to_vec()
}
