//! Rules of schedules.
//!
//! Owns what EventBridge takes of a rule's name, rate, description and input.

use crate::check::Diagnostic;
use crate::describe::{Schedule, ScheduleExpression};

pub(super) fn check(schedule: &Schedule, findings: &mut Vec<Diagnostic>) {
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
