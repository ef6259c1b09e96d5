//! Triggers: that no two clash, and that each is well formed. A file an event source.
//!
//! Owns rules across the triggers of an app or function.

mod http;
mod schedule;

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::describe::{Function, Place, Project, Trigger};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    for app in &project.apps {
        http::check(app, findings);
        for function in &app.functions {
            twins(function, findings);
            for trigger in &function.settings.triggers {
                check_one(function, trigger, findings);
            }
        }
    }
}

/// The rules of one trigger.
fn check_one(_function: &Function, trigger: &Trigger, findings: &mut Vec<Diagnostic>) {
    match trigger {
        Trigger::Schedule(schedule) => schedule::check(schedule, findings),
        // A route is judged with its API.
        Trigger::Http(_) => {}
    }
}

/// Two triggers of a kind whose keys are one would get the same logical IDs.
fn twins(function: &Function, findings: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<(&str, String), &Place> = BTreeMap::new();
    for trigger in &function.settings.triggers {
        // An API's routes clash across functions: see `http`.
        if matches!(trigger, Trigger::Http(_)) {
            continue;
        }
        let (source, key) = (trigger.source(), trigger.source().key());
        if let Some(first) = seen.insert((source.kind(), key.to_string()), source.place()) {
            let named = key.as_str().map_or_else(|| " of one source".to_owned(), |name| format!(" named `{name}`"));
            let message = format!("function `{}` has two {}s{named}", function.name, source.kind());
            findings.push(Diagnostic::error(source.place(), message).related(first, "the first is here"));
        }
    }
}
