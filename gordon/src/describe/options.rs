//! Small choices of a function: where failed events go, and tracing.
//!
//! Owns settings that are one of a few; numbers have their rules in [`limits`](super::limits).

use super::Value;

/// Where a function's asynchronous events go when every attempt failed. The role may send there.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
#[derive(Clone, Debug)]
pub struct DeadLetter {
    pub(crate) arn: Value<String>,
    pub(crate) action: &'static str,
}

impl DeadLetter {
    /// An SQS queue (not FIFO), by ARN.
    #[must_use]
    pub fn queue(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), action: "sqs:SendMessage" }
    }

    /// An SNS topic (not FIFO), by ARN.
    #[must_use]
    pub fn topic(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), action: "sns:Publish" }
    }
}

/// Whether AWS X-Ray samples the function's calls.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracing {
    /// Lambda samples, and the role may write to X-Ray.
    Active,
    /// The caller's decision holds.
    PassThrough,
}

impl Tracing {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::PassThrough => "PassThrough",
        }
    }
}
