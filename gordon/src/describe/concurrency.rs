//! Instances that are kept ready for a function.
//!
//! Owns how many, and by what they scale; the instances that a function may have at all are a plain number of the
//! function's.

use super::trigger::ScheduleExpression;

/// Provisioned concurrency of the alias `current`: a fixed number of instances, or one that Application Auto Scaling
/// keeps between two bounds.
///
/// ```
/// use gordon::prelude::*;
///
/// let slash = Function::new("slash").provisioned_concurrency(5);
/// let busy = Function::new("busy").provisioned_concurrency(
///     ProvisionedConcurrency::between(1, 20)
///         .target_utilization(70)
///         .scheduled(ScheduledCapacity::new("morning", cron!("0 6 ? * MON-FRI *")).between(10, 20))
///         .scheduled(ScheduledCapacity::new("evening", cron!("0 20 ? * MON-FRI *")).between(1, 20)),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html>
#[derive(Clone, Debug)]
pub struct ProvisionedConcurrency {
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) scaling: Option<Scaling>,
}

/// How the number moves between its bounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scaling {
    pub(crate) target_utilization: Option<u32>,
    pub(crate) scale_in_cooldown: Option<u32>,
    pub(crate) scale_out_cooldown: Option<u32>,
    pub(crate) scheduled: Vec<ScheduledCapacity>,
}

impl From<u32> for ProvisionedConcurrency {
    /// A fixed number of instances, from 1.
    fn from(instances: u32) -> Self {
        Self { least: instances, most: instances, scaling: None }
    }
}

impl ProvisionedConcurrency {
    /// From `least` to `most` instances, by the utilization to aim at, by the time of day, or both.
    #[must_use]
    pub fn between(least: u32, most: u32) -> Self {
        Self { least, most, scaling: Some(Scaling::default()) }
    }

    /// Percent of the instances that are to be in use, 10 to 90: above it there are more, below it fewer.
    #[must_use]
    pub fn target_utilization(self, percent: u32) -> Self {
        self.with(|scaling| scaling.target_utilization = Some(percent))
    }

    /// Seconds between two steps down; AWS's default unless set.
    #[must_use]
    pub fn scale_in_cooldown(self, seconds: u32) -> Self {
        self.with(|scaling| scaling.scale_in_cooldown = Some(seconds))
    }

    /// Seconds between two steps up; AWS's default unless set.
    #[must_use]
    pub fn scale_out_cooldown(self, seconds: u32) -> Self {
        self.with(|scaling| scaling.scale_out_cooldown = Some(seconds))
    }

    /// Other bounds from a time on.
    #[must_use]
    pub fn scheduled(self, capacity: ScheduledCapacity) -> Self {
        self.with(|scaling| scaling.scheduled.push(capacity))
    }

    fn with(mut self, change: impl FnOnce(&mut Scaling)) -> Self {
        change(self.scaling.get_or_insert_default());
        self
    }
}

/// Bounds of provisioned concurrency from a time on.
///
/// <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html>
#[derive(Clone, Debug)]
pub struct ScheduledCapacity {
    pub(crate) name: String,
    pub(crate) expression: ScheduleExpression,
    pub(crate) least: Option<u32>,
    pub(crate) most: Option<u32>,
    pub(crate) time_zone: Option<String>,
}

impl ScheduledCapacity {
    /// A change by name (unique among the function's), at these times (UTC unless [`time_zone`](Self::time_zone) says
    /// otherwise).
    #[must_use]
    pub fn new(name: &str, times: impl Into<ScheduleExpression>) -> Self {
        Self { name: name.to_owned(), expression: times.into(), least: None, most: None, time_zone: None }
    }

    /// Both bounds.
    #[must_use]
    pub fn between(mut self, least: u32, most: u32) -> Self {
        (self.least, self.most) = (Some(least), Some(most));
        self
    }

    /// The lower bound alone.
    #[must_use]
    pub fn at_least(mut self, least: u32) -> Self {
        self.least = Some(least);
        self
    }

    /// The upper bound alone.
    #[must_use]
    pub fn at_most(mut self, most: u32) -> Self {
        self.most = Some(most);
        self
    }

    /// The time zone of the times, by its name in the IANA database, such as `Europe/Madrid`.
    #[must_use]
    pub fn time_zone(mut self, name: &str) -> Self {
        self.time_zone = Some(name.to_owned());
        self
    }
}
