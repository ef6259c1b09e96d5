//! Asynchronous calls: how often and how long Lambda tries, and who hears of the outcome.
//!
//! Owns destinations; what is sent to them is Lambda's.

use super::settings::Placed;
use super::{Place, Value};

/// What Lambda does with the events of asynchronous calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asynchronous {
    pub(crate) retries: Option<Placed<u32>>,
    pub(crate) max_event_age: Option<Placed<u32>>,
    pub(crate) on_success: Option<Destination>,
    pub(crate) on_failure: Option<Destination>,
}

/// Where Lambda sends a record of each asynchronous call. The function's role may send there.
///
/// ```
/// use gordon::prelude::*;
///
/// let audit = Function::new("audit").code("lambdas/audit.py").handler("audit.handler");
/// let slash = Function::new("slash")
///     .on_success(Destination::function(audit.arn()))
///     .on_failure(Destination::queue(arn!("arn:aws:sqs:eu-west-1:111111111111:failed")));
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
#[derive(Clone, Debug)]
pub struct Destination {
    pub(crate) kind: DestinationKind,
    pub(crate) arn: Value<String>,
    pub(crate) place: Place,
}

/// What a destination is, which decides what the role must be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DestinationKind {
    Queue,
    Topic,
    Function,
    EventBus,
    Bucket,
}

/// Where Lambda sends a record of each asynchronous call that failed: a [`Destination`], or a bucket.
#[derive(Clone, Debug)]
pub struct FailureDestination(pub(crate) Destination);

impl From<Destination> for FailureDestination {
    fn from(destination: Destination) -> Self {
        Self(destination)
    }
}

impl FailureDestination {
    /// An S3 bucket, by ARN. Only records of failures can go to one.
    #[track_caller]
    #[must_use]
    pub fn bucket(arn: impl Into<Value<String>>) -> Self {
        Self(Destination::new(DestinationKind::Bucket, arn.into()))
    }
}

impl Destination {
    /// An SQS queue (not FIFO), by ARN.
    #[track_caller]
    #[must_use]
    pub fn queue(arn: impl Into<Value<String>>) -> Self {
        Self::new(DestinationKind::Queue, arn.into())
    }

    /// An SNS topic (not FIFO), by ARN.
    #[track_caller]
    #[must_use]
    pub fn topic(arn: impl Into<Value<String>>) -> Self {
        Self::new(DestinationKind::Topic, arn.into())
    }

    /// A function, by ARN: [`Function::arn`](super::Function::arn) of one of the project's.
    #[track_caller]
    #[must_use]
    pub fn function(arn: impl Into<Value<String>>) -> Self {
        Self::new(DestinationKind::Function, arn.into())
    }

    /// An EventBridge event bus, by ARN.
    #[track_caller]
    #[must_use]
    pub fn event_bus(arn: impl Into<Value<String>>) -> Self {
        Self::new(DestinationKind::EventBus, arn.into())
    }

    #[track_caller]
    fn new(kind: DestinationKind, arn: Value<String>) -> Self {
        Self { kind, arn, place: Place::caller() }
    }
}

impl Asynchronous {
    pub(crate) fn destinations(&self) -> impl Iterator<Item = &Destination> {
        self.on_success.iter().chain(&self.on_failure)
    }

    pub(crate) fn is_default(&self) -> bool {
        self.retries.is_none() && self.max_event_age.is_none() && self.destinations().next().is_none()
    }
}
