//! Rules of all event source mappings.
//!
//! Owns Lambda's limits on their numbers and filters; what only one kind of source has is in that source's file.

use serde_json::Value as Json;

use super::ranges::{self, Limit};
use super::{Scope, pattern};
use crate::check::Diagnostic;
use crate::describe::trigger::mapping::Reader;
use crate::describe::trigger::{EventSource, Mapping};

/// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html>
const LIMITS: [Limit; 9] = [
    ("BatchSize", "", 1, 10_000, "the size of a batch"),
    ("MaximumBatchingWindowInSeconds", "", 0, 300, "a batch window in seconds"),
    ("MaximumRecordAgeInSeconds", "", 60, 604_800, "the age of a record in seconds"),
    ("MaximumRetryAttempts", "", 0, 10_000, "the number of retries"),
    ("ParallelizationFactor", "", 1, 10, "a parallelization factor"),
    ("TumblingWindowInSeconds", "", 0, 900, "a tumbling window in seconds"),
    ("ScalingConfig", "/MaximumConcurrency", 2, 1000, "a queue's maximum concurrency"),
    ("ProvisionedPollerConfig", "/MinimumPollers", 1, 200, "the least number of pollers"),
    ("ProvisionedPollerConfig", "/MaximumPollers", 1, 10_000, "the most number of pollers"),
];

/// Quotas of a mapping: <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>.
const MOST_FILTERS: usize = 20;
const LONGEST_FILTER: usize = 4096;

pub(super) fn check(scope: &Scope<'_>, mapping: &dyn Mapping, findings: &mut Vec<Diagnostic>) {
    let (options, place) = (&mapping.mapped().options, mapping.place());
    ranges::check(options, &LIMITS, place, findings);
    let filters = options.get("FilterCriteria").and_then(Json::as_array);
    if let Some(filters) = filters {
        let place = options.place("FilterCriteria").unwrap_or(place);
        if filters.len() > MOST_FILTERS {
            let message = format!("the {} has {} filters", mapping.name(), filters.len());
            findings.push(Diagnostic::error(place, message).label(format!("at most {MOST_FILTERS}")));
        }
        for filter in filters {
            if let Err(broken) = pattern::check(filter) {
                findings.push(Diagnostic::error(place, "this filter matches nothing").label(broken));
            } else if filter.to_string().len() > LONGEST_FILTER {
                findings.push(Diagnostic::error(place, "a filter has at most 4,096 characters"));
            }
        }
    }
    if let Some(pollers) = options.get("ProvisionedPollerConfig")
        && let (Some(least), Some(most)) = (pollers["MinimumPollers"].as_u64(), pollers["MaximumPollers"].as_u64())
        && least > most
    {
        let place = options.place("ProvisionedPollerConfig").unwrap_or(place);
        findings.push(Diagnostic::error(place, format!("{least} pollers at least are more than {most} at most")));
    }
    let kafka = mapping.reader() == Reader::Kafka;
    if let Some(metrics) = options.get("MetricsConfig").filter(|_| !kafka)
        && metrics["Metrics"].as_array().is_some_and(|metrics| metrics.iter().any(|metric| metric != "EventCount"))
    {
        let place = options.place("MetricsConfig").unwrap_or(place);
        findings.push(
            Diagnostic::error(place, format!("a {} has no such metric", mapping.name()))
                .label("`MappingMetric::EventCount` is the one that every source has"),
        );
    }
    let destination = options.get("DestinationConfig").map(|config| &config["OnFailure"]["Destination"]);
    if destination.and_then(Json::as_str).is_some_and(|to| to.starts_with("kafka://")) && !kafka {
        let place = options.place("DestinationConfig").unwrap_or(place);
        findings.push(
            Diagnostic::error(place, "only `Msk` and `Kafka` put failures into a Kafka topic")
                .help("use a queue, a topic of SNS or a bucket"),
        );
    }
    let client = mapping.reader() != Reader::Service;
    if let Some(timeout) = scope.function.settings.timeout.as_ref().filter(|timeout| client && timeout.value > 840) {
        // <https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html>
        let message = format!("the timeout of `{}` is too long for its {}", scope.function.name, mapping.name());
        findings.push(
            Diagnostic::error(&timeout.place, message)
                .label("at most 840 seconds (14 minutes)")
                .related(place, "the trigger is here"),
        );
    }
}
