//! Rules of log triggers: that a function does not read its own log, and CloudWatch's limits.

use serde_json::Value as Json;

use super::Scope;
use crate::check::Diagnostic;
use crate::describe::Logs;
use crate::describe::id::Mark;

pub(super) fn check(scope: &Scope<'_>, logs: &Logs, findings: &mut Vec<Diagnostic>) {
    let of = logs.group.json().get("Ref").and_then(Mark::read);
    if of.is_some_and(|mark| mark.target.number == scope.function.id.number()) {
        findings.push(
            Diagnostic::error(&logs.place, format!("`{}` would call itself without end", scope.function.name))
                .label("each call writes to the log group that this reads"),
        );
    }
    // <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html>
    for (property, most, what) in
        [("FilterPattern", 1024, "pattern"), ("FilterName", 512, "name"), ("FieldSelectionCriteria", 2000, "criteria")]
    {
        let text = logs.options.get(property).and_then(Json::as_str);
        let place = logs.options.place(property).unwrap_or(&logs.place);
        if text.is_some_and(|text| text.chars().count() > most) {
            findings
                .push(Diagnostic::error(place, format!("the {what} of a log filter has at most {most} characters")));
        }
        if property == "FilterName" && text.is_some_and(|text| text.is_empty() || text.contains([':', '*'])) {
            findings
                .push(Diagnostic::error(place, "the name of a log filter has at least 1 character, and no `:` or `*`"));
        }
    }
    let fields = logs.options.get("EmitSystemFields").and_then(Json::as_array);
    let unknown = fields.into_iter().flatten().find(|field| *field != "@aws.account" && *field != "@aws.region");
    if let Some(unknown) = unknown {
        let place = logs.options.place("EmitSystemFields").unwrap_or(&logs.place);
        let message = format!("CloudWatch has no system field {unknown}");
        findings.push(Diagnostic::error(place, message).label("it is `@aws.account` or `@aws.region`"));
    }
}
