//! Every setter of every trigger, followed to the template.
//!
//! Owns the walk: a setter that no row follows is found by name in the sources. The rows are in a file a group of
//! triggers; what a trigger becomes as a whole is for its own tests.

mod balancer;
mod events;
mod http;
mod polled;
mod rest;
mod scan;
mod services;
mod websocket;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value as Json;

use super::sample::{function, project};
use crate::check::{Diagnostic, check};
use crate::describe::{App, Function, IntoFunction, Project, Trigger};
use crate::synth::{Host, Keys, synth};

const KEY: &str = "arn:aws:kms:eu-west-1:111111111111:key/1";
const SECRET: &str = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s-AbCdEf";
const QUEUE: &str = "arn:aws:sqs:eu-west-1:111111111111:queue";
const TOPIC: &str = "arn:aws:sns:eu-west-1:111111111111:topic";
const ROLE: &str = "arn:aws:iam::111111111111:role/caller";

/// A setter, a project with it and one without, and where in the template it shows.
#[derive(Clone)]
struct Row {
    builder: &'static str,
    setter: &'static str,
    with: fn() -> Project,
    without: fn() -> Project,
    /// The type of a resource without its `AWS::`; `Outputs` for those of the stack.
    kind: &'static str,
    /// From the resource's properties on.
    pointer: &'static str,
    value: fn() -> Json,
}

/// Rows of one builder: `Builder: base, project of one, "Kind"; setter(arguments).companion(arguments) => "/Pointer":
/// value;`. The companions are there in both projects; they are what the setter does not go without.
macro_rules! reaches {
    (
        $builder:ident: $base:expr, $project:expr, $kind:literal;
        $($setter:ident($($arg:expr),*) $(.$more:ident($($more_arg:expr),*))* => $pointer:literal: $value:tt;)*
    ) => {
        vec![$($crate::synth::trigger::reach::Row {
            builder: stringify!($builder),
            setter: stringify!($setter),
            with: || $project($builder::$setter($base $(, $arg)*)$(.$more($($more_arg),*))*),
            without: || $project($base$(.$more($($more_arg),*))*),
            kind: $kind,
            pointer: $pointer,
            value: || serde_json::json!($value),
        },)*]
    };
}
use reaches;

fn rows() -> Vec<Row> {
    [balancer::rows(), events::rows(), http::rows(), polled::rows(), rest::rows(), services::rows(), websocket::rows()]
        .concat()
}

/// A project whose function `slack.slash` has one trigger.
fn on(trigger: impl Into<Trigger>) -> Project {
    project(function("slash").on(trigger))
}

/// A project whose app has this function and `change` besides.
fn app(function: Function, change: impl FnOnce(App) -> App) -> Project {
    Project::new("weather").app(change(App::new("slack").function(function)))
}

/// What stands at the row's pointer in each resource of its kind; null where nothing does.
fn found(row: &Row, project: Project) -> Result<Vec<Json>, Vec<Diagnostic>> {
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR")))?;
    let keys: Keys = checked.functions().iter().map(|function| (function.name.clone(), "00".to_owned())).collect();
    let template = synth(&checked, &keys, Host::Aws)?.resources.json();
    if row.kind == "Outputs" {
        return Ok(vec![template["Outputs"].pointer(row.pointer).cloned().unwrap_or_default()]);
    }
    let kind = if row.kind.starts_with("Custom::") { row.kind.to_owned() } else { format!("AWS::{}", row.kind) };
    let resources = template["Resources"].as_object().into_iter().flat_map(|all| all.values());
    let of_kind = resources.filter(|resource| resource["Type"] == kind);
    Ok(of_kind.map(|one| one["Properties"].pointer(row.pointer).cloned().unwrap_or_default()).collect())
}

#[test]
fn every_setter_reaches_the_template() {
    let mut wrong = Vec::new();
    for row in rows() {
        let Row { builder, setter, kind, pointer, .. } = row;
        let name = format!("{builder}::{setter}: {kind}{pointer}");
        match (found(&row, (row.with)()), found(&row, (row.without)()), (row.value)()) {
            (Ok(with), _, value) if !with.contains(&value) => wrong.push(format!("{name} is not {value} but {with:?}")),
            (Ok(_), Ok(without), value) if without.contains(&value) => {
                wrong.push(format!("{name} is {value} without it, too"));
            }
            (Ok(_), Ok(_), _) => {}
            (with, without, _) => wrong.push(format!("{name}: {:#?}", with.err().or(without.err()))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_walk_has_every_setter() {
    let walked: BTreeSet<String> = rows().iter().map(|row| format!("{}::{}", row.builder, row.setter)).collect();
    let written = scan::setters();
    let missing: Vec<_> = written.difference(&walked).collect();
    assert!(missing.is_empty(), "no row follows {missing:?}");
    // Rows compile, so what the scan does not know it has overlooked.
    let overlooked: Vec<_> = walked.difference(&written).collect();
    assert!(overlooked.is_empty(), "the scan overlooks {overlooked:?}");
}
