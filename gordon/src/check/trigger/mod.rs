//! Triggers: that no two clash, and that each is well formed. A file an event source.
//!
//! Owns rules across the triggers of an app or function.

mod alexa;
mod app_sync;
mod codecommit;
mod cognito;
mod config_rule;
mod connect;
mod custom_resource;
mod firehose;
mod http;
mod lex;
mod permission;
mod receipt_rule;
mod s3;
mod schedule;
mod step_functions;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::id::Mark;
use crate::describe::parameter;
use crate::describe::resource::ResourceData;
use crate::describe::trigger::Options;
use crate::describe::{Function, Place, Project, Trigger, Value};

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
    app_sync::check_apis(project, findings);
    codecommit::check_repositories(project, findings);
    cognito::check_pools(project, findings);
    custom_resource::check(project, findings);
    firehose::check_streams(project, findings);
    s3::check(project, findings);
    step_functions::check(project, findings);
}

/// The rules of one trigger.
fn check_one(function: &Function, trigger: &Trigger, findings: &mut Vec<Diagnostic>) {
    match trigger {
        Trigger::AlexaSkill(skill) => alexa::check(&skill.skill, &skill.place, findings),
        Trigger::AlexaSmartHome(skill) => alexa::check(&skill.skill, &skill.place, findings),
        Trigger::AppSync(source) => app_sync::check(source, findings),
        Trigger::CodeCommit(source) => codecommit::check(source, findings),
        Trigger::Cognito(source) => cognito::check(source, findings),
        Trigger::ConfigRule(rule) => config_rule::check(rule, findings),
        Trigger::Connect(connect) => connect::check(connect, findings),
        Trigger::Firehose(firehose) => firehose::check(function, firehose, findings),
        // A route is judged with its API.
        Trigger::Http(_) => {}
        Trigger::Lex(lex) => lex::check(lex, findings),
        Trigger::Permission(permission) => permission::check(permission, findings),
        Trigger::ReceiptRule(rule) => receipt_rule::check(rule, findings),
        // The notifications of a bucket are judged together.
        Trigger::S3(_) => {}
        Trigger::Schedule(schedule) => schedule::check(schedule, findings),
        // A state machine is judged with its definition.
        Trigger::StepFunctions(_) => {}
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

/// A value's text, where it is known.
fn text(value: &Value<String>) -> Option<&str> {
    value.literal()?.as_str()
}

/// A source as a text: the same for the same source.
fn source(json: &Json) -> String {
    // Each use of a value that apply finds has a mark of its own.
    match parameter::read(json) {
        Some(param) => param.key().unwrap_or_default(),
        None => json.to_string(),
    }
}

/// A resource of the project.
fn resource<'a>(project: &'a Project, mark: &Mark) -> Option<&'a ResourceData> {
    project.resources().find(|resource| resource.id.target(mark.target.part) == mark.target)
}

/// Whether JSON refers to what a mark says, anywhere.
fn mentions(json: &Json, is: &dyn Fn(&Mark) -> bool) -> bool {
    if let Some(mark) = Mark::read(json) {
        return is(&mark);
    }
    match json {
        Json::Array(items) => items.iter().any(|item| mentions(item, is)),
        Json::Object(map) => map.values().any(|item| mentions(item, is)),
        _ => false,
    }
}

/// A number among options that must be within bounds.
fn within(options: &Options, name: &str, bounds: std::ops::RangeInclusive<u64>, rule: &str) -> Option<Diagnostic> {
    let number = options.get(name)?.as_u64()?;
    let place = options.place(name)?;
    (!bounds.contains(&number)).then(|| Diagnostic::error(place, format!("{number} is out of range")).label(rule))
}

/// A text among options with too many characters, or none.
fn at_most(options: &Options, name: &str, most: usize, what: &str) -> Option<Diagnostic> {
    let length = options.get(name)?.as_str()?.chars().count();
    let message = || format!("{what} has {length} characters");
    let label = || format!("1 to {most} characters");
    (length == 0 || length > most).then(|| Some(Diagnostic::error(options.place(name)?, message()).label(label())))?
}
