//! Triggers: that no two clash, and that each is well formed.
//!
//! Owns rules across the triggers of an app or function.

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::describe::{App, Http, Place, Project, Schedule, ScheduleExpression, Trigger};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    for app in &project.apps {
        routes(app, findings);
        for function in &app.functions {
            let mut names: BTreeMap<&str, &Place> = BTreeMap::new();
            for trigger in &function.settings.triggers {
                let Trigger::Schedule(schedule) = trigger else { continue };
                well_formed(schedule, findings);
                if let Some(first) = names.insert(&schedule.name, &schedule.place) {
                    findings.push(
                        Diagnostic::error(
                            &schedule.place,
                            format!("function `{}` has two schedules named `{}`", function.name, schedule.name),
                        )
                        .related(first, "the first is here"),
                    );
                }
            }
        }
    }
}

fn well_formed(schedule: &Schedule, findings: &mut Vec<Diagnostic>) {
    if let Err(rule) = crate::describe::limits::check_name(&schedule.name) {
        let message = format!("`{}` is not the name of a schedule", schedule.name.escape_debug());
        findings.push(Diagnostic::error(&schedule.place, message).label(rule.message()));
    }
    if let ScheduleExpression::Rate(rate) = schedule.expression
        && !rate.is_valid()
    {
        findings.push(
            Diagnostic::error(&schedule.place, format!("`{rate}` is no schedule")).label("a rate is of at least 1"),
        );
    }
    if schedule.description.as_ref().is_some_and(|text| text.chars().count() > 512) {
        findings.push(Diagnostic::error(&schedule.place, "a schedule's description has at most 512 characters"));
    }
    // <https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html>
    if schedule.input.as_ref().is_some_and(|input| input.to_string().len() > 8192) {
        findings.push(Diagnostic::error(&schedule.place, "a schedule's input has at most 8,192 characters"));
    }
}

/// One API an app: two functions on one route would shadow each other.
fn routes(app: &App, findings: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, (&str, &Place)> = BTreeMap::new();
    for function in &app.functions {
        for trigger in &function.settings.triggers {
            let Trigger::Http(http) = trigger else { continue };
            path(http, findings);
            // `/a/{x}` and `/a/{y}` match the same requests.
            if let Some((other, first)) = taken.insert(shape(&http.key()), (&function.name, &http.place)) {
                findings.push(
                    Diagnostic::error(
                        &http.place,
                        format!("the route `{}` of app `{}` is taken", http.key(), app.name),
                    )
                    .label(format!("by function `{other}` already"))
                    .related(first, "the first is here")
                    .help("names of variables do not tell routes apart: `/a/{x}` and `/a/{y}` match the same requests"),
                );
            }
        }
    }
}

fn shape(key: &str) -> String {
    let segment = |segment: &str| match segment {
        greedy if greedy.starts_with('{') && greedy.ends_with("+}") => "{+}".to_owned(),
        one if one.starts_with('{') => "{}".to_owned(),
        word => word.to_owned(),
    };
    key.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
fn path(http: &Http, findings: &mut Vec<Diagnostic>) {
    if http.method.is_empty() {
        return;
    }
    let segments: Vec<&str> = http.path.split('/').skip(1).collect();
    let last = segments.len().saturating_sub(1);
    let bad = |at: usize, segment: &str| match segment.strip_prefix('{') {
        Some(rest) => {
            let name = rest.strip_suffix('}');
            let (name, greedy) = match name.and_then(|name| name.strip_suffix('+')) {
                Some(name) => (Some(name), true),
                None => (name, false),
            };
            !name.is_some_and(|name| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-:".contains(c))
            }) || (greedy && at != last)
        }
        None => segment.contains(['{', '}', '?', '#', ' ', '$']) || (segment.is_empty() && segments.len() > 1),
    };
    let rule = if !http.path.starts_with('/') {
        Some("a path begins with `/`")
    } else if segments.iter().enumerate().any(|(at, segment)| bad(at, segment)) {
        Some("a segment is a word, `{name}`, or at the end `{name+}`")
    } else {
        None
    };
    if let Some(rule) = rule {
        let message = format!("`{}` is not a path", http.path.escape_debug());
        findings.push(Diagnostic::error(&http.place, message).label(rule));
    }
}
