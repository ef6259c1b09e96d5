//! What invokes a function: a file an event source.
//!
//! Owns [`Trigger`], the sum of them.

pub mod http;
pub mod schedule;

pub use http::Http;
pub use schedule::{Cron, Rate, Schedule, ScheduleExpression};

/// An event source of a function.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Trigger {
    /// A time.
    Schedule(Schedule),
    /// A route of the app's HTTP API.
    Http(Http),
}

impl From<Schedule> for Trigger {
    fn from(schedule: Schedule) -> Self {
        Self::Schedule(schedule)
    }
}

impl From<Http> for Trigger {
    fn from(http: Http) -> Self {
        Self::Http(http)
    }
}
