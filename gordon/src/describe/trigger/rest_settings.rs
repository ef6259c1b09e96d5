//! How methods of a REST API run in its stage: throttling, logs, metrics, caching.
//!
//! Owns [`MethodSettings`].

use super::Options;
use super::properties::setters;
use crate::describe::Place;

/// Settings of methods in the stage of a REST API, for all of them or for one [`Rest`](super::Rest).
///
/// ```
/// use gordon::prelude::*;
///
/// let settings = MethodSettings::new().throttle(100.0, 50).logging(ApiLogLevel::Error).metrics(true);
/// ```
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html>
#[derive(Clone, Debug)]
pub struct MethodSettings {
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// Which of API Gateway's own lines are logged, apart from the access log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiLogLevel {
    /// None.
    Off,
    /// Errors.
    Error,
    /// Everything that happens to a request.
    Info,
}

impl ApiLogLevel {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Off => "OFF",
            Self::Error => "ERROR",
            Self::Info => "INFO",
        }
    }
}

impl MethodSettings {
    /// No settings yet.
    #[expect(clippy::new_without_default, reason = "`Default` would lose the caller's line")]
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self { options: Options::default(), place: Place::caller() }
    }

    /// Requests a second, and how many at once, before the answer is 429.
    #[track_caller]
    #[must_use]
    pub fn throttle(mut self, rate: f64, burst: u32) -> Self {
        self.options.set("ThrottlingRateLimit", rate);
        self.options.set("ThrottlingBurstLimit", burst);
        self
    }

    /// Keeps answers for so many seconds, 0 to 3,600. The stage needs a cache:
    /// [`RestApi::cache`](super::RestApi::cache).
    #[track_caller]
    #[must_use]
    pub fn cache(mut self, seconds: u32) -> Self {
        self.options.set("CachingEnabled", true);
        self.options.set("CacheTtlInSeconds", seconds);
        self
    }

    setters! { options:
        /// Whether answers are kept at all.
        caching(enabled: bool) => "CachingEnabled": enabled;
        /// Whether kept answers are encrypted.
        cache_encrypted(encrypted: bool) => "CacheDataEncrypted": encrypted;
        /// Metrics in CloudWatch for each method, which cost.
        metrics(enabled: bool) => "MetricsEnabled": enabled;
        /// API Gateway's own log lines. The account must have a role for them:
        /// [`RestApi::account_log_role`](super::RestApi::account_log_role) makes it.
        logging(level: ApiLogLevel) => "LoggingLevel": level.name();
        /// Whether whole requests and answers are logged: not where they hold secrets.
        data_trace(enabled: bool) => "DataTraceEnabled": enabled;
    }
}
