//! Times that invoke a function.
//!
//! Owns [`Schedule`]; its expressions [`Rate`] and [`Cron`] have files of their own.

use std::fmt;

use serde_json::Value as Json;

use super::rule::{Rule, rule_setters};
use super::{Cron, EventSource, Rate};
use crate::describe::Place;

/// A time that invokes the function, by an EventBridge rule. [`Scheduler`](super::Scheduler) knows time zones and
/// single times too.
///
/// ```
/// use gordon::prelude::*;
///
/// let warm = Schedule::new("warm", Rate::minutes(5));
/// let report = Schedule::new("report", cron!("0 6 ? * MON-FRI *")).input(json!({ "kind": "daily" }));
/// ```
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
#[derive(Clone, Debug)]
pub struct Schedule {
    pub(crate) rule: Rule,
    pub(crate) expression: ScheduleExpression,
}

impl Schedule {
    /// A schedule by name (unique among the function's), at these times (UTC).
    #[track_caller]
    #[must_use]
    pub fn new(name: &str, expression: impl Into<ScheduleExpression>) -> Self {
        Self { rule: Rule::new(name), expression: expression.into() }
    }
}

rule_setters! { Schedule }

impl EventSource for Schedule {
    fn kind(&self) -> &'static str {
        "schedule"
    }

    fn place(&self) -> &Place {
        &self.rule.place
    }

    fn key(&self) -> Json {
        Json::from(self.rule.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.rule.visit(visit);
    }
}

/// When a schedule runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleExpression {
    /// At an interval.
    Rate(Rate),
    /// At times of the calendar, in UTC.
    Cron(Cron),
}

impl fmt::Display for ScheduleExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(rate) => rate.fmt(f),
            Self::Cron(cron) => cron.fmt(f),
        }
    }
}

impl From<Rate> for ScheduleExpression {
    fn from(rate: Rate) -> Self {
        Self::Rate(rate)
    }
}

impl From<Cron> for ScheduleExpression {
    fn from(cron: Cron) -> Self {
        Self::Cron(cron)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_written_as_aws_wants() {
        assert_eq!(ScheduleExpression::from(Rate::minutes(1)).to_string(), "rate(1 minute)");
        assert_eq!(ScheduleExpression::from(Cron::new("0 6 * * ? *")).to_string(), "cron(0 6 * * ? *)");
    }
}
