//! A function's logs: their form, and the group that they go to.
//!
//! Owns the choices; days of retention are a plain number, of the function's or the project's.

use serde_json::Value as Json;

use super::Value;
use super::settings::Placed;

/// What is said of a function's logs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Logging {
    pub(crate) format: Option<Placed<LogFormat>>,
    pub(crate) application_level: Option<Placed<ApplicationLogLevel>>,
    pub(crate) system_level: Option<Placed<SystemLogLevel>>,
    /// A group that somebody else makes.
    pub(crate) group: Option<Placed<Value<String>>>,
    pub(crate) class: Option<Placed<LogClass>>,
    pub(crate) kms_key: Option<Placed<Value<String>>>,
    pub(crate) data_protection: Option<Placed<Json>>,
    pub(crate) retention_days: Option<Placed<u16>>,
}

choices! {
    /// How logs are written.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
    LogFormat {
        /// Lines of text: Lambda's own choice.
        Text "Text",
        /// JSON objects, which can be filtered by level.
        Json "JSON",
    }

    /// The least severe of the function's own lines that are kept. Logs are JSON then.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
    ApplicationLogLevel {
        /// Everything.
        Trace "TRACE",
        /// From debugging on.
        Debug "DEBUG",
        /// From information on.
        Info "INFO",
        /// From warnings on.
        Warn "WARN",
        /// From errors on.
        Error "ERROR",
        /// Fatal errors only.
        Fatal "FATAL",
    }

    /// The least severe of Lambda's lines on the function that are kept. Logs are JSON then.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>
    SystemLogLevel {
        /// Everything.
        Debug "DEBUG",
        /// From information on.
        Info "INFO",
        /// From warnings on.
        Warn "WARN",
    }

    /// What can be done with the logs, and what they cost.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html>
    LogClass {
        /// All features.
        Standard "STANDARD",
        /// Cheaper, with fewer features: no live tail, metric filters, subscriptions or data protection.
        InfrequentAccess "INFREQUENT_ACCESS",
        /// Only on their way to S3 or Firehose; kept for two days.
        Delivery "DELIVERY",
    }
}
