//! Rules of EventBridge rules: names, patterns, and what their targets take.

use serde_json::Value as Json;

use super::ranges::{self, Limit};
use super::{Scope, dead_letter, name, pattern};
use crate::check::Diagnostic;
use crate::describe::trigger::rule::Rule;
use crate::describe::{EventPattern, Schedule, ScheduleExpression};

/// <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html>
pub(super) const RETRIES: [Limit; 2] = [
    ("RetryPolicy", "/MaximumRetryAttempts", 0, 185, "the number of retries"),
    ("RetryPolicy", "/MaximumEventAgeInSeconds", 60, 86_400, "the age of an event in seconds"),
];

/// What stands in a template besides the names of its paths.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html>
const PREDEFINED: &str = "aws.events.";

pub(super) fn check_schedule(scope: &Scope<'_>, schedule: &Schedule, findings: &mut Vec<Diagnostic>) {
    check(scope, &schedule.rule, "a schedule", findings);
    rate(&schedule.expression, &schedule.rule.place, findings);
}

/// A rate that never comes.
pub(super) fn rate(expression: &ScheduleExpression, place: &crate::describe::Place, findings: &mut Vec<Diagnostic>) {
    if let ScheduleExpression::Rate(rate) = expression
        && !rate.is_valid()
    {
        let message = format!("`{rate}` is no schedule");
        findings.push(Diagnostic::error(place, message).label("a rate is of at least 1"));
    }
}

pub(super) fn check_pattern(scope: &Scope<'_>, event: &EventPattern, findings: &mut Vec<Diagnostic>) {
    check(scope, &event.rule, "an event pattern", findings);
    if let Err(broken) = pattern::check(&Json::Object(event.pattern.clone())) {
        findings.push(Diagnostic::error(&event.rule.place, "this pattern matches nothing").label(broken));
    }
}

fn check(scope: &Scope<'_>, rule: &Rule, what: &str, findings: &mut Vec<Diagnostic>) {
    name(&rule.name, what, &rule.place, findings);
    ranges::check(&rule.target, &RETRIES, &rule.place, findings);
    description(rule.options.get("Description"), what, &rule.place, findings);
    let at = |property: &str| rule.target.place(property).unwrap_or(&rule.place);
    if rule.target.get("Input").is_some_and(|input| input.to_string().len() > 8192) {
        findings.push(Diagnostic::error(at("Input"), format!("the input of {what} has at most 8,192 characters")));
    }
    let inputs = ["Input", "InputPath", "InputTransformer"];
    let mut set = inputs.into_iter().filter(|property| rule.target.get(property).is_some());
    if let (Some(first), Some(second)) = (set.next(), set.next()) {
        findings.push(
            Diagnostic::error(at(second), format!("the function gets one event of {what}, and two are set"))
                .related(at(first), "the first is here")
                .help("leave one of `input`, `input_path` and `input_transformer`"),
        );
    }
    if let Some(path) = rule.target.get("InputPath").and_then(Json::as_str) {
        json_path(path, at("InputPath"), findings);
    }
    if let Some(transformer) = rule.target.get("InputTransformer") {
        check_transformer(transformer, at("InputTransformer"), findings);
    }
    if let Some(dead) = rule.target.get("DeadLetterConfig") {
        dead_letter(scope, &dead["Arn"], at("DeadLetterConfig"), findings);
    }
}

/// A description's length, of a rule and of a schedule alike.
pub(super) fn description(
    text: Option<&Json>,
    what: &str,
    place: &crate::describe::Place,
    findings: &mut Vec<Diagnostic>,
) {
    if text.and_then(Json::as_str).is_some_and(|text| text.chars().count() > 512) {
        findings.push(Diagnostic::error(place, format!("the description of {what} has at most 512 characters")));
    }
}

fn json_path(path: &str, place: &crate::describe::Place, findings: &mut Vec<Diagnostic>) {
    if !(path == "$" || path.starts_with("$.") || path.starts_with("$[")) || path.len() > 256 {
        let message = format!("`{}` is not a path into the event", path.escape_debug());
        findings.push(Diagnostic::error(place, message).label("a path is such as `$.detail.state`"));
    }
}

fn check_transformer(transformer: &Json, place: &crate::describe::Place, findings: &mut Vec<Diagnostic>) {
    let none = serde_json::Map::new();
    let paths = transformer["InputPathsMap"].as_object().unwrap_or(&none);
    for (name, path) in paths {
        json_path(path.as_str().unwrap_or_default(), place, findings);
        if name.is_empty()
            || name.starts_with("AWS")
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        {
            let message = format!("`{}` cannot be the name of a path", name.escape_debug());
            findings.push(
                Diagnostic::error(place, message)
                    .label("it has letters, digits, `_` and `-`, and does not begin with AWS"),
            );
        }
    }
    if paths.len() > 100 {
        findings.push(Diagnostic::error(place, "an input transformer has at most 100 paths"));
    }
    let Some(template) = transformer["InputTemplate"].as_str() else { return };
    if template.is_empty() || template.chars().count() > 8192 {
        findings.push(Diagnostic::error(place, "the template of an input has 1 to 8,192 characters"));
    }
    for used in template.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(used, _)| used) {
        let is_name = !used.is_empty() && used.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
        if is_name && !paths.contains_key(used) && !used.starts_with(PREDEFINED) {
            findings.push(
                Diagnostic::error(place, format!("the template has `<{used}>`, which is no path's name"))
                    .help(format!("add `.path(\"{used}\", \"$.…\")`")),
            );
        }
    }
}
