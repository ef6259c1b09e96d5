//! Rules of EventBridge Scheduler: its times, its window, and what its target takes.

use serde_json::Value as Json;

use super::ranges::{self, Limit};
use super::{Scope, dead_letter, name, rule};
use crate::check::Diagnostic;
use crate::describe::Scheduler;
use crate::describe::trigger::scheduler::SchedulerExpression;

/// <https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html>
const LIMITS: [Limit; 1] = [("FlexibleTimeWindow", "/MaximumWindowInMinutes", 1, 1440, "a window in minutes")];

pub(super) fn check(scope: &Scope<'_>, scheduler: &Scheduler, findings: &mut Vec<Diagnostic>) {
    let place = &scheduler.place;
    let (options, target) = (&scheduler.options, &scheduler.target);
    name(&scheduler.name, "a schedule", place, findings);
    rule::description(options.get("Description"), "a schedule", place, findings);
    ranges::check(options, &LIMITS, place, findings);
    ranges::check(target, &rule::RETRIES, place, findings);
    match &scheduler.expression {
        SchedulerExpression::Again(expression) => rule::rate(expression, place, findings),
        SchedulerExpression::Once(time) if !is_time(time) => findings.push(
            Diagnostic::error(place, format!("`{}` is not a time", time.escape_debug()))
                .label("a schedule that runs once has a time such as `2030-01-01T09:00:00`")
                .help("leave the zone away, and set `.time_zone(name)`"),
        ),
        SchedulerExpression::Once(_) => {}
    }
    for property in ["StartDate", "EndDate"] {
        if let Some(time) = options.get(property).and_then(Json::as_str).filter(|time| !is_zoned(time)) {
            let message = format!("`{}` is not a time with its zone", time.escape_debug());
            let place = options.place(property).unwrap_or(place);
            findings.push(Diagnostic::error(place, message).label("it is such as `2030-01-01T00:00:00Z`"));
        }
    }
    if let Some(zone) = options.get("ScheduleExpressionTimezone").and_then(Json::as_str)
        && (zone.is_empty()
            || zone.len() > 50
            || !zone.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c)))
    {
        let place = options.place("ScheduleExpressionTimezone").unwrap_or(place);
        let message = format!("`{}` is not the name of a time zone", zone.escape_debug());
        findings.push(Diagnostic::error(place, message).label("names are such as `Europe/Madrid`"));
    }
    if target.get("Input").is_some_and(|input| input.to_string().len() > 256 * 1024) {
        let place = target.place("Input").unwrap_or(place);
        findings.push(Diagnostic::error(place, "the input of a schedule has at most 256 KB"));
    }
    if let Some(dead) = target.get("DeadLetterConfig") {
        dead_letter(scope, &dead["Arn"], target.place("DeadLetterConfig").unwrap_or(place), findings);
    }
}

/// `yyyy-mm-ddThh:mm:ss`, each number in range.
fn is_time(text: &str) -> bool {
    let bounds = [(0, 4, 1970, 9999), (5, 2, 1, 12), (8, 2, 1, 31), (11, 2, 0, 23), (14, 2, 0, 59), (17, 2, 0, 59)];
    let separators = [(4, '-'), (7, '-'), (10, 'T'), (13, ':'), (16, ':')];
    let number = |at: usize, length: usize| {
        text.get(at..at + length).filter(|digits| digits.chars().all(|c| c.is_ascii_digit()))?.parse::<u32>().ok()
    };
    text.len() == 19
        && separators.iter().all(|(at, separator)| text[*at..].starts_with(*separator))
        && bounds.iter().all(|(at, length, least, most)| {
            number(*at, *length).is_some_and(|number| (*least..=*most).contains(&number))
        })
}

/// A time with `Z` or an offset such as `+01:00`.
fn is_zoned(text: &str) -> bool {
    let Some(zone) = text.get(19..) else { return false };
    let offset = |zone: &str| {
        let digits: Vec<bool> = zone.chars().map(|c| c.is_ascii_digit()).collect();
        zone.starts_with(['+', '-']) && digits == [false, true, true, false, true, true] && &zone[3..4] == ":"
    };
    text.is_char_boundary(19) && is_time(&text[..19]) && (zone == "Z" || offset(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_from_what_is_none() {
        assert!(is_time("2030-12-31T23:59:59"));
        for bad in ["", "2030-12-31", "2030-13-01T00:00:00", "2030-12-31T24:00:00", "2030-12-31 00:00:00", "éééééééééé"]
        {
            assert!(!is_time(bad), "{bad}");
        }
        assert!(is_zoned("2030-12-31T23:59:59Z") && is_zoned("2030-12-31T23:59:59-03:30"));
        for bad in ["2030-12-31T23:59:59", "2030-12-31T23:59:59+1", "2030-12-31T23:59:59 Z", "2030-12-31T23:59:5é"] {
            assert!(!is_zoned(bad), "{bad}");
        }
    }
}
