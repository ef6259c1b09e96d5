//! Rules of AWS Config's rules.

use serde_json::Value as Json;

use super::at_most;
use crate::check::Diagnostic;
use crate::describe::ConfigRule;

/// <https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html>
pub(super) fn check(rule: &ConfigRule, findings: &mut Vec<Diagnostic>) {
    let (options, scope, place) = (&rule.options, &rule.scope, &rule.place);
    super::name(&rule.name, "a rule", place, findings);
    if rule.messages.is_empty() {
        let help = "say when with `.on_change()`, `.every(…)` or `.on_snapshot(…)`";
        findings.push(Diagnostic::error(place, "nothing makes the rule judge").help(help));
    }
    let kinds: Vec<&Json> = rule.messages.iter().map(|message| &message["MessageType"]).collect();
    if (1..kinds.len()).any(|at| kinds[..at].contains(&kinds[at])) {
        findings.push(Diagnostic::error(place, "the rule is told twice when to judge"));
    }
    findings.extend(at_most(options, "Description", 256, "a rule's description"));
    if let Some((input, at)) = options.get("InputParameters").zip(options.place("InputParameters")) {
        // An expression is an object too.
        let texts =
            |input: &Json| input.as_object().is_some_and(|map| map.values().all(|v| v.is_string() || v.is_object()));
        if !texts(input) {
            findings.push(Diagnostic::error(at, "the input of a rule is an object whose values are texts"));
        } else if input.to_string().chars().count() > 1024 {
            findings.push(Diagnostic::error(at, "the input of a rule has at most 1,024 characters"));
        }
    }

    let types = scope.get("ComplianceResourceTypes").and_then(Json::as_array).map_or(0, Vec::len);
    let mut bad = |name: &str, message: &str| {
        findings.push(Diagnostic::error(scope.place(name).unwrap_or(place), message));
    };
    if types > 100 {
        bad("ComplianceResourceTypes", "a rule judges at most 100 types, or all of them");
    }
    if scope.get("ComplianceResourceId").is_some() && types != 1 {
        bad("ComplianceResourceId", "a resource's ID goes with exactly one type");
    }
    if scope.get("TagValue").is_some() && scope.get("TagKey").is_none() {
        bad("TagValue", "a tag's value goes with its key");
    }
    if scope.get("TagKey").is_some() && types > 0 {
        bad("TagKey", "a rule judges types or a tag, not both");
    }
    findings.extend(at_most(scope, "TagKey", 128, "a tag's key"));
    findings.extend(at_most(scope, "TagValue", 256, "a tag's value"));
}
