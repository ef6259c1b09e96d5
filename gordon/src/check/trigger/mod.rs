//! Triggers: that no two clash, and that each is well formed. A file an event source.
//!
//! Owns rules across the triggers of an app or function.

mod http;
mod iot;
mod kafka;
mod logs;
mod mapping;
mod mq;
mod pattern;
mod provisioning_hook;
mod ranges;
mod resources;
mod rule;
mod scheduler;
mod sns;
mod sqs;
mod stream;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Diagnostic;
use crate::describe::{Function, Place, Project, Trigger};
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
        for function in &app.functions {
            twins(function, findings);
            let scope = Scope { function, resources: &resources };
            for trigger in &function.settings.triggers {
                check_one(&scope, trigger, findings);
            }
        }
    }
    provisioning_hook::check(project, &resources, findings);
}

/// The rules of one trigger.
fn check_one(scope: &Scope<'_>, trigger: &Trigger, findings: &mut Vec<Diagnostic>) {
    match trigger {
        Trigger::DocumentDb(source) => mapping::check(scope, source, findings),
        Trigger::EventPattern(pattern) => rule::check_pattern(scope, pattern, findings),
        // A route is judged with its API.
        Trigger::Http(_) => {}
        Trigger::Iot(iot) => iot::check(iot, findings),
        Trigger::Kafka(kafka) => kafka::check_kafka(scope, kafka, findings),
        Trigger::Kinesis(source) => mapping::check(scope, source, findings),
        Trigger::Logs(logs) => logs::check(scope, logs, findings),
        Trigger::Mq(mq) => mq::check(scope, mq, findings),
        Trigger::Msk(msk) => kafka::check_msk(scope, msk, findings),
        // A hook is judged with the project's others.
        Trigger::ProvisioningHook(_) => {}
        Trigger::Schedule(schedule) => rule::check_schedule(scope, schedule, findings),
        Trigger::Scheduler(scheduler) => scheduler::check(scope, scheduler, findings),
        Trigger::Sns(sns) => sns::check(scope, sns, findings),
        Trigger::Sqs(sqs) => sqs::check(scope, sqs, findings),
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
