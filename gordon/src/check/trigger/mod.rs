//! Triggers: that no two clash, and that each is well formed. A file an event source.
//!
//! Owns rules across the triggers of an app or function.

mod alb;
mod alexa;
mod api;
mod app_sync;
mod codecommit;
mod cognito;
mod config_rule;
mod connect;
mod custom_resource;
mod edge;
mod firehose;
mod http;
mod iot;
mod kafka;
mod lex;
mod logs;
mod mapping;
mod mq;
mod pattern;
mod permission;
mod provisioning_hook;
mod ranges;
mod receipt_rule;
mod resources;
mod rest;
mod rule;
mod s3;
#[cfg(test)]
mod sample;
mod scheduler;
#[cfg(test)]
mod service_tests;
mod sns;
mod sqs;
mod step_functions;
mod stream;
#[cfg(test)]
mod tests;
mod url;
mod websocket;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::id::Mark;
use crate::describe::parameter;
use crate::describe::trigger::Options;
use crate::describe::{Function, Place, Project, Trigger, Value};
use resources::Resources;

/// What a trigger is judged with.
struct Scope<'a> {
    function: &'a Function,
    resources: &'a Resources<'a>,
}

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    let resources = Resources::of(project);
    for app in &project.apps {
        http::check(app, findings);
        rest::check(app, findings);
        websocket::check(app, findings);
        for function in &app.functions {
            twins(function, findings);
            let scope = Scope { function, resources: &resources };
            for trigger in &function.settings.triggers {
                check_one(&scope, trigger, findings);
            }
        }
    }
    app_sync::check_apis(project, findings);
    codecommit::check_repositories(project, &resources, findings);
    cognito::check_pools(project, &resources, findings);
    custom_resource::check(project, findings);
    firehose::check_streams(project, &resources, findings);
    alb::check_project(project, findings);
    api::domains(project, findings);
    edge::check_distributions(project, findings);
    provisioning_hook::check(project, &resources, findings);
    s3::check(project, &resources, findings);
    step_functions::check(project, &resources, findings);
}

/// The rules that hold in some regions, of a stage whose regions are known.
pub(super) fn check_regions(project: &Project, regions: &[&str], findings: &mut Vec<Diagnostic>) {
    edge::check_regions(project, regions, findings);
}

/// The rules of one trigger.
fn check_one(scope: &Scope<'_>, trigger: &Trigger, findings: &mut Vec<Diagnostic>) {
    match trigger {
        Trigger::AlexaSkill(skill) => alexa::check(&skill.skill, &skill.place, findings),
        Trigger::AlexaSmartHome(skill) => alexa::check(&skill.skill, &skill.place, findings),
        Trigger::AppSync(source) => app_sync::check(source, findings),
        Trigger::CodeCommit(source) => codecommit::check(source, findings),
        Trigger::Cognito(source) => cognito::check(source, findings),
        Trigger::ConfigRule(rule) => config_rule::check(rule, findings),
        Trigger::Connect(connect) => connect::check(connect, findings),
        Trigger::Alb(alb) => alb::check(alb, findings),
        Trigger::DocumentDb(source) => mapping::check(scope, source, findings),
        Trigger::Edge(edge) => edge::check(scope.function, edge, findings),
        Trigger::EventPattern(pattern) => rule::check_pattern(scope, pattern, findings),
        Trigger::Firehose(firehose) => firehose::check(scope.function, firehose, findings),
        Trigger::FunctionUrl(url) => url::check(url, findings),
        // A route is judged with its API.
        Trigger::Http(_) | Trigger::Rest(_) | Trigger::WebSocket(_) => {}
        Trigger::Iot(iot) => iot::check(iot, findings),
        Trigger::Kafka(kafka) => kafka::check_kafka(scope, kafka, findings),
        Trigger::Kinesis(source) => mapping::check(scope, source, findings),
        Trigger::Lex(lex) => lex::check(lex, findings),
        Trigger::Logs(logs) => logs::check(scope, logs, findings),
        Trigger::Mq(mq) => mq::check(scope, mq, findings),
        Trigger::Msk(msk) => kafka::check_msk(scope, msk, findings),
        Trigger::Permission(permission) => permission::check(permission, findings),
        // A hook is judged with the project's others.
        Trigger::ProvisioningHook(_) => {}
        Trigger::ReceiptRule(rule) => receipt_rule::check(rule, findings),
        // The notifications of a bucket are judged together.
        Trigger::S3(_) => {}
        Trigger::Schedule(schedule) => rule::check_schedule(scope, schedule, findings),
        Trigger::Scheduler(scheduler) => scheduler::check(scope, scheduler, findings),
        Trigger::Sns(sns) => sns::check(scope, sns, findings),
        Trigger::Sqs(sqs) => sqs::check(scope, sqs, findings),
        // A state machine is judged with its definition.
        Trigger::StepFunctions(_) => {}
        Trigger::Stream(stream) => stream::check(scope, stream, findings),
    }
}

/// The name of a trigger, which logical IDs are made of.
fn name(name: &str, what: &str, place: &Place, findings: &mut Vec<Diagnostic>) {
    if let Err(rule) = crate::describe::limits::check_name(name) {
        let message = format!("`{}` is not the name of {what}", name.escape_debug());
        findings.push(Diagnostic::error(place, message).label(rule.message()));
    }
}

/// A queue for what could not be delivered: EventBridge and SNS send to no FIFO queue.
fn dead_letter(scope: &Scope<'_>, queue: &Json, place: &Place, findings: &mut Vec<Diagnostic>) {
    if scope.resources.is_fifo(queue, "FifoQueue") {
        findings.push(Diagnostic::error(place, "a dead-letter queue here is no FIFO queue"));
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

/// A text among options with too many characters, or none.
fn at_most(options: &Options, name: &str, most: usize, what: &str) -> Option<Diagnostic> {
    let length = options.get(name)?.as_str()?.chars().count();
    let message = || format!("{what} has {length} characters");
    let label = || format!("1 to {most} characters");
    (length == 0 || length > most).then(|| Some(Diagnostic::error(options.place(name)?, message()).label(label())))?
}
