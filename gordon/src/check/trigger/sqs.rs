//! Rules of SQS triggers: what FIFO queues take, and the queue's visibility timeout.

use serde_json::Value as Json;

use super::{Scope, mapping};
use crate::check::Diagnostic;
use crate::describe::Sqs;
use crate::describe::trigger::{EventSource, Mapping};

/// SQS's own default, in seconds.
const VISIBILITY: u64 = 30;

pub(super) fn check(scope: &Scope<'_>, sqs: &Sqs, findings: &mut Vec<Diagnostic>) {
    mapping::check(scope, sqs, findings);
    let (options, place) = (&sqs.mapped().options, sqs.place());
    let at = |property: &str| options.place(property).unwrap_or(place);
    let number = |property: &str| options.get(property).and_then(Json::as_u64);
    let (batch, window) = (number("BatchSize"), number("MaximumBatchingWindowInSeconds").unwrap_or(0));
    let arn = sqs.source().map(|arn| arn.json());
    if arn.is_some_and(|arn| scope.resources.is_fifo(arn, "FifoQueue")) {
        if batch.is_some_and(|batch| batch > 10) {
            findings.push(Diagnostic::error(at("BatchSize"), "a FIFO queue gives batches of at most 10"));
        }
        if window > 0 {
            let place = at("MaximumBatchingWindowInSeconds");
            findings.push(Diagnostic::error(place, "a FIFO queue has no batch window"));
        }
    } else if batch.is_some_and(|batch| batch > 10) && window == 0 {
        findings.push(
            Diagnostic::error(at("BatchSize"), "batches of more than 10 messages need a window to fill in")
                .help("add `.batch_window(seconds)`, of at least 1"),
        );
    }
    if let Some(pollers) = options.get("ProvisionedPollerConfig") {
        let place = at("ProvisionedPollerConfig");
        if pollers["MinimumPollers"].as_u64() == Some(1) || pollers["MaximumPollers"].as_u64() == Some(1) {
            findings.push(Diagnostic::error(place, "a queue has at least 2 pollers"));
        }
        if let Some(other) = options.place("ScalingConfig") {
            findings.push(
                Diagnostic::error(place, "a queue has pollers of its own or a maximum concurrency, not both")
                    .related(other, "the maximum concurrency is set here"),
            );
        }
    }
    visibility(scope, sqs, window, findings);
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
fn visibility(scope: &Scope<'_>, sqs: &Sqs, window: u64, findings: &mut Vec<Diagnostic>) {
    let Some(queue) = sqs.source().and_then(|arn| scope.resources.find(arn.json())) else { return };
    let visible = match &queue.properties["VisibilityTimeout"] {
        Json::Null => VISIBILITY,
        set => match set.as_u64() {
            Some(seconds) => seconds,
            // Known only while CloudFormation runs.
            None => return,
        },
    };
    let timeout = u64::from(scope.function.settings.timeout.as_ref().map_or(3, |timeout| timeout.value));
    let advised = 6 * timeout + window;
    let name = &queue.name;
    if visible < timeout {
        findings.push(
            Diagnostic::error(sqs.place(), format!("messages of `{name}` come again while they are worked on"))
                .label(format!("its visibility timeout is {visible} seconds, the function's timeout {timeout}"))
                .related(&queue.place, "the queue is here")
                .help(format!("give the queue a `VisibilityTimeout` of at least {advised}")),
        );
    } else if visible < advised {
        findings.push(
            Diagnostic::warning(sqs.place(), format!("messages of `{name}` may come again while batches wait"))
                .label(format!("its visibility timeout is {visible} seconds"))
                .related(&queue.place, "the queue is here")
                .help(format!(
                    "AWS advises six times the function's timeout and the batch window: a `VisibilityTimeout` of \
                     {advised}"
                )),
        );
    }
}
