//! Resources that `resource!` accepts, and what they become in a template.

mod expressions;
mod functions;
mod literals;
mod names;

use gordon::prelude::*;
use serde_json::Value as Json;

#[derive(Stages)]
enum Stage {
    Only,
}

/// The properties of a resource in the template of a project that has it alone.
#[track_caller]
fn properties<T>(resource: Resource<T>) -> Json {
    let project = |_: &Stage| Project::new("ui").add(resource.clone());
    let templates = gordon::testing::templates(env!("CARGO_MANIFEST_DIR"), project);
    let resources = templates.of("only").json()["Resources"].as_object().expect("resources").clone();
    let [only] = resources.values().collect::<Vec<_>>()[..] else { panic!("one resource: {resources:?}") };
    only["Properties"].clone()
}
