//! The access log of an API's stage.
//!
//! Owns [`AccessLog`]: where it goes, how long it stays, and what a line says.

use crate::describe::settings::Placed;
use crate::describe::{Place, Value};

/// A line for each request, in a log group of the API's own unless [`to`](Self::to) names another.
///
/// Of REST and WebSocket APIs the account must have a role for API Gateway's logs, once a region:
/// [`RestApi::account_log_role`](crate::describe::RestApi::account_log_role) makes it.
///
/// ```
/// use gordon::prelude::*;
///
/// let log = AccessLog::new().retention_days(30);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html>
#[derive(Clone, Debug)]
pub struct AccessLog {
    pub(crate) format: Option<String>,
    pub(crate) retention_days: Option<Placed<u16>>,
    pub(crate) destination: Option<Value<String>>,
    pub(crate) place: Place,
}

impl AccessLog {
    /// A log whose lines are JSON: who, when, which route, the answer's status, size and time, and any error.
    #[expect(clippy::new_without_default, reason = "`Default` would lose the caller's line")]
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self { format: None, retention_days: None, destination: None, place: Place::caller() }
    }

    /// What a line says, in one line with `$context` variables; `$context.requestId` or
    /// `$context.extendedRequestId` is among them.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>
    #[must_use]
    pub fn format(mut self, format: &str) -> Self {
        self.format = Some(format.to_owned());
        self
    }

    /// Days that lines are kept, over the project's own; one of CloudWatch Logs' values.
    #[track_caller]
    #[must_use]
    pub fn retention_days(mut self, days: u16) -> Self {
        self.retention_days = Some(Placed { value: days, place: Place::caller() });
        self
    }

    /// A log group that exists, by ARN; of a REST API also a Firehose stream whose name begins with
    /// `amazon-apigateway-`.
    #[must_use]
    pub fn to(mut self, arn: impl Into<Value<String>>) -> Self {
        self.destination = Some(arn.into());
        self
    }
}
