//! Triggers: that no two clash, and that each is well formed. A file an event source.
//!
//! Owns rules across the triggers of an app or function.

mod alb;
mod api;
mod edge;
mod http;
mod ranges;
mod rest;
#[cfg(test)]
mod sample;
mod schedule;
mod url;
mod websocket;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::{Function, Place, Project, Trigger};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    for app in &project.apps {
        http::check(app, findings);
        rest::check(app, findings);
        websocket::check(app, findings);
        for function in &app.functions {
            twins(function, findings);
            for trigger in &function.settings.triggers {
                check_one(function, trigger, findings);
            }
        }
    }
    alb::check_project(project, findings);
    api::domains(project, findings);
    edge::check_distributions(project, findings);
}

/// The rules that hold in some regions, of a stage whose regions are known.
pub(super) fn check_regions(project: &Project, regions: &[&str], findings: &mut Vec<Diagnostic>) {
    edge::check_regions(project, regions, findings);
}

/// The rules of one trigger.
fn check_one(function: &Function, trigger: &Trigger, findings: &mut Vec<Diagnostic>) {
    match trigger {
        Trigger::Alb(alb) => alb::check(alb, findings),
        Trigger::Edge(edge) => edge::check(function, edge, findings),
        Trigger::FunctionUrl(url) => url::check(url, findings),
        Trigger::Schedule(schedule) => schedule::check(schedule, findings),
        // A route is judged with its API.
        Trigger::Http(_) | Trigger::Rest(_) | Trigger::WebSocket(_) => {}
    }
}

/// Two triggers of a kind whose keys are one would get the same logical IDs.
fn twins(function: &Function, findings: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, String), &Place> = BTreeMap::new();
    for trigger in &function.settings.triggers {
        // An API's routes clash across functions: see `http` and its kin.
        if matches!(trigger, Trigger::Http(_) | Trigger::Rest(_) | Trigger::WebSocket(_)) {
            continue;
        }
        let (source, key) = (trigger.source(), trigger.source().key());
        if let Some(first) = seen.insert((source.kind(), key.to_string()), source.place()) {
            let named = match &key {
                Json::Null => String::new(),
                Json::String(name) => format!(" named `{name}`"),
                _ => " of one source".to_owned(),
            };
            let message = format!("function `{}` has two {}s{named}", function.name, source.kind());
            findings.push(Diagnostic::error(source.place(), message).related(first, "the first is here"));
        }
    }
}
