//! Times that invoke a function.
//!
//! Owns [`Schedule`]; its expressions [`Rate`] and [`Cron`] have files of their own.

use std::fmt;

use serde_json::Value as Json;

use super::{Cron, EventSource, Rate};
use crate::describe::Place;

/// A time that invokes the function, by an EventBridge rule.
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
    pub(crate) name: String,
    pub(crate) expression: ScheduleExpression,
    pub(crate) input: Option<Json>,
    pub(crate) description: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) place: Place,
}

impl Schedule {
    /// A schedule by name (unique among the function's), at these times (UTC).
    #[track_caller]
    #[must_use]
    pub fn new(name: &str, expression: impl Into<ScheduleExpression>) -> Self {
        Self {
            name: name.to_owned(),
            expression: expression.into(),
            input: None,
            description: None,
            enabled: true,
            place: Place::caller(),
        }
    }

    /// The event that the function gets, in place of EventBridge's own.
    #[must_use]
    pub fn input(mut self, event: Json) -> Self {
        self.input = Some(event);
        self
    }

    /// What the schedule is for, at most 512 characters.
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.description = Some(text.to_owned());
        self
    }

    /// Whether it runs; yes unless set.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }
}

impl EventSource for Schedule {
    fn kind(&self) -> &'static str {
        "schedule"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.input.iter().for_each(visit);
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
