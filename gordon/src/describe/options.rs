//! Small choices of a function: where failed events go, tracing, updates of the runtime, loops.
//!
//! Owns settings that are one of a few; numbers have their rules in [`limits`](super::limits).

use super::{Place, Value};

/// Where a function's asynchronous events go when every attempt failed. The role may send there.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
#[derive(Clone, Debug)]
pub struct DeadLetter {
    pub(crate) arn: Value<String>,
    pub(crate) action: &'static str,
    pub(crate) place: Place,
}

impl DeadLetter {
    /// An SQS queue (not FIFO), by ARN.
    #[track_caller]
    #[must_use]
    pub fn queue(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), action: "sqs:SendMessage", place: Place::caller() }
    }

    /// An SNS topic (not FIFO), by ARN.
    #[track_caller]
    #[must_use]
    pub fn topic(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), action: "sns:Publish", place: Place::caller() }
    }
}

choices! {
    /// Whether AWS X-Ray samples the function's calls.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html>
    Tracing {
        /// Lambda samples, and the role may write to X-Ray.
        Active "Active",
        /// The caller's decision holds.
        PassThrough "PassThrough",
    }

    /// What Lambda does when a function is called in a loop, such as by the queue that it writes to.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html>
    RecursiveLoop {
        /// Nothing: the loop is meant.
        Allow "Allow",
        /// It stops the loop after about 16 rounds: Lambda's own choice.
        Terminate "Terminate",
    }
}

/// When Lambda gives a function a newer version of its runtime.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html>
#[derive(Clone, Debug)]
pub enum RuntimeManagement {
    /// As soon as there is one: Lambda's own choice.
    Auto,
    /// With the function's next update.
    FunctionUpdate,
    /// Never: this version, by ARN, is kept.
    Manual(Value<String>),
}

impl RuntimeManagement {
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Auto => "Auto",
            Self::FunctionUpdate => "FunctionUpdate",
            Self::Manual(_) => "Manual",
        }
    }

    /// The version that is kept.
    pub(crate) const fn version(&self) -> Option<&Value<String>> {
        match self {
            Self::Manual(arn) => Some(arn),
            _ => None,
        }
    }
}
