//! Rules of a Firehose stream's processors.

use super::ranges::{self, Limit};
use super::resources::Resources;
use crate::check::Diagnostic;
use crate::describe::trigger::DESTINATIONS;
use crate::describe::{Firehose, Function, Project, Trigger};

/// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html>
const LIMITS: [Limit; 3] = [
    ("BufferSizeInMBs", "", 205, 3072, "a buffer in KiB"),
    ("BufferIntervalInSeconds", "", 0, 900, "an interval in seconds"),
    ("NumberOfRetries", "", 0, 300, "the number of retries"),
];

/// <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>
pub(super) fn check(function: &Function, firehose: &Firehose, findings: &mut Vec<Diagnostic>) {
    ranges::check(&firehose.options, &LIMITS, &firehose.place, findings);
    if let Some(timeout) = function.settings.timeout.as_ref().filter(|timeout| timeout.value > 300) {
        let message = format!("`{}` may take longer than Firehose waits", function.name);
        findings.push(Diagnostic::warning(&timeout.place, message).label("Firehose gives up after 300 seconds"));
    }
}

/// Where the processor goes has to be plain.
pub(super) fn check_streams(project: &Project, resources: &Resources<'_>, findings: &mut Vec<Diagnostic>) {
    for trigger in project.functions().flat_map(|(_, function)| &function.settings.triggers) {
        let Trigger::Firehose(firehose) = trigger else { continue };
        let Some(stream) = resources.find(firehose.stream.json()) else { continue };
        let found = DESTINATIONS.iter().filter(|name| stream.properties.get(name).is_some_and(|one| one.is_object()));
        let count = found.count();
        if count != 1 {
            findings.push(
                Diagnostic::error(
                    &firehose.place,
                    format!("`{}` has {count} destinations with processors", stream.name),
                )
                .related(&stream.place, "the stream is here")
                .help(format!("give it one of {}", DESTINATIONS.join(", "))),
            );
        }
    }
}
