//! Times that invoke a function, by EventBridge Scheduler.
//!
//! Owns [`Scheduler`].

use serde_json::Value as Json;

use super::schedule::ScheduleExpression;
use super::{EventSource, Options};
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// A time that invokes the function, by EventBridge Scheduler: in a time zone, within a window, once or again.
///
/// It has a role of its own that may invoke this function and nothing else.
///
/// ```
/// use gordon::prelude::*;
///
/// let report = Scheduler::new("report", cron!("0 6 ? * MON-FRI *"))
///     .time_zone("Europe/Madrid")
///     .flexible_window(15)
///     .input(json!({ "kind": "daily" }));
/// let launch = Scheduler::at("launch", "2030-01-01T09:00:00").time_zone("Europe/Madrid");
/// ```
///
/// A schedule that ran for the last time stays, as CloudFormation has no word for `ActionAfterCompletion`.
///
/// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>
#[derive(Clone, Debug)]
pub struct Scheduler {
    pub(crate) name: String,
    pub(crate) expression: SchedulerExpression,
    /// Properties of the schedule.
    pub(crate) options: Options,
    /// Properties of its target; the input is still JSON here.
    pub(crate) target: Options,
    pub(crate) place: Place,
}

/// When it runs.
#[derive(Clone, Debug)]
pub(crate) enum SchedulerExpression {
    Again(ScheduleExpression),
    Once(String),
}

impl Scheduler {
    /// A schedule by name (unique among the function's), at these times; in UTC, unless it has a time zone.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str, expression: impl Into<ScheduleExpression>) -> Self {
        Self::with(name, SchedulerExpression::Again(expression.into()))
    }

    /// A schedule by name that runs once, at a time such as `2030-01-01T09:00:00`.
    #[track_caller]
    #[must_use]
    pub fn at(name: &str, time: &str) -> Self {
        Self::with(name, SchedulerExpression::Once(time.to_owned()))
    }

    #[track_caller]
    fn with(name: &str, expression: SchedulerExpression) -> Self {
        let (options, target) = (Options::default(), Options::default());
        Self { name: name.to_owned(), expression, options, target, place: Place::caller() }
    }

    /// The time zone of its times, by its name in the IANA database, such as `Europe/Madrid`. It knows of summer time.
    #[track_caller]
    #[must_use]
    pub fn time_zone(mut self, name: &str) -> Self {
        self.options.set("ScheduleExpressionTimezone", name);
        self
    }

    /// Minutes within which it may run, 1 to 1,440; unless set, at its time.
    #[track_caller]
    #[must_use]
    pub fn flexible_window(mut self, minutes: u32) -> Self {
        self.options.set(
            "FlexibleTimeWindow",
            serde_json::json!({
                "Mode": "FLEXIBLE",
                "MaximumWindowInMinutes": minutes,
            }),
        );
        self
    }

    /// The time before which it does not run, with its zone: `2030-01-01T00:00:00Z`.
    #[track_caller]
    #[must_use]
    pub fn start_date(mut self, time: &str) -> Self {
        self.options.set("StartDate", time);
        self
    }

    /// The time after which it does not run, with its zone: `2030-12-31T23:59:59Z`.
    #[track_caller]
    #[must_use]
    pub fn end_date(mut self, time: &str) -> Self {
        self.options.set("EndDate", time);
        self
    }

    /// A group of this project; `default` unless set.
    #[track_caller]
    #[must_use]
    pub fn group(self, group: &Resource<aws::scheduler::ScheduleGroup>) -> Self {
        self.group_name(group.reference())
    }

    /// A group that exists, by name.
    #[track_caller]
    #[must_use]
    pub fn group_name(mut self, name: impl Into<Value<String>>) -> Self {
        self.options.set("GroupName", name.into().into_json());
        self
    }

    /// The KMS key that the input is encrypted with, by ARN; a key of AWS's unless set. The schedule's role may decrypt
    /// with it.
    #[track_caller]
    #[must_use]
    pub fn kms_key(mut self, arn: impl Into<Value<String>>) -> Self {
        self.options.set("KmsKeyArn", arn.into().into_json());
        self
    }

    /// What it is for, at most 512 characters.
    #[track_caller]
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.options.set("Description", text);
        self
    }

    /// Whether it runs; yes unless set.
    #[track_caller]
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.options.set("State", if enabled { "ENABLED" } else { "DISABLED" });
        self
    }

    /// The event that the function gets, at most 256 KB. In its text, `<aws.scheduler.scheduled-time>` and its kin stand
    /// for what Scheduler knows.
    ///
    /// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html>
    #[track_caller]
    #[must_use]
    pub fn input(mut self, event: Json) -> Self {
        self.target.set("Input", event);
        self
    }

    /// How often Scheduler tries again to invoke, 0 to 185; 185 unless set.
    #[track_caller]
    #[must_use]
    pub fn maximum_retry_attempts(mut self, attempts: u32) -> Self {
        self.target.member("RetryPolicy", "MaximumRetryAttempts", attempts);
        self
    }

    /// Seconds for which Scheduler keeps trying, 60 to 86,400; a day unless set.
    #[track_caller]
    #[must_use]
    pub fn maximum_event_age(mut self, seconds: u32) -> Self {
        self.target.member("RetryPolicy", "MaximumEventAgeInSeconds", seconds);
        self
    }

    /// The SQS queue (not FIFO), by ARN, for events that could not be delivered. The schedule's role may send there.
    #[track_caller]
    #[must_use]
    pub fn dead_letter(mut self, queue: impl Into<Value<String>>) -> Self {
        self.target.member("DeadLetterConfig", "Arn", queue.into().into_json());
        self
    }
}

impl EventSource for Scheduler {
    fn kind(&self) -> &'static str {
        "scheduler"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        self.target.visit(visit);
    }
}
