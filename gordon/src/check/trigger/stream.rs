//! Rules of DynamoDB streams: that the table has one, and where reading can start.

use super::{Scope, mapping};
use crate::check::Diagnostic;
use crate::describe::Stream;
use crate::describe::trigger::{EventSource, Mapping};

pub(super) fn check(scope: &Scope<'_>, stream: &Stream, findings: &mut Vec<Diagnostic>) {
    mapping::check(scope, stream, findings);
    let options = &stream.mapped().options;
    if options.get("StartingPositionTimestamp").is_some() {
        let place = options.place("StartingPosition").unwrap_or(stream.place());
        findings.push(
            Diagnostic::error(place, "a DynamoDB stream is not read from a time")
                .help("use `StartingPosition::TrimHorizon`: the stream keeps 24 hours"),
        );
    }
    let table = stream.source().and_then(|arn| scope.resources.find(arn.json()));
    if let Some(table) = table
        && table.properties.as_object().is_some_and(|properties| !properties.contains_key("StreamSpecification"))
    {
        findings.push(
            Diagnostic::error(stream.place(), format!("the table `{}` has no stream", table.name))
                .related(&table.place, "the table is here")
                .help("give the table `\"StreamSpecification\": { \"StreamViewType\": \"NEW_AND_OLD_IMAGES\" }`"),
        );
    }
}
