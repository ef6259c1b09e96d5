//! Messages of an SQS queue.
//!
//! Owns [`Sqs`].

use super::mapping::{Mapped, Mapping};
use super::setters::setters;
use crate::aws;
use crate::describe::{Resource, Statement, Value};

/// An SQS queue that Lambda reads, a batch of messages at a time.
///
/// ```
/// use gordon::prelude::*;
///
/// fn work() -> Project {
///     let jobs = Resource::<aws::sqs::Queue>::typed("Jobs", json!({ "VisibilityTimeout": 180 }));
///     let run = Function::new("run").code("lambdas/run.py").handler("run.handler").timeout(30).on(
///         Sqs::of(&jobs)
///             .batch_size(100)
///             .batch_window(5)
///             .partial_batch_responses()
///             .filter(json!({ "body": { "kind": ["resize"] } })),
///     );
///     Project::new("work").app(App::new("jobs").function(run)).add(jobs)
/// }
/// ```
///
/// What fails too often goes where the queue's own `RedrivePolicy` says. Lambda wants the queue's `VisibilityTimeout`
/// to be at least the function's timeout, and AWS advises six times as much.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html>
#[derive(Clone, Debug)]
pub struct Sqs {
    arn: Value<String>,
    mapped: Mapped,
}

impl Sqs {
    /// A queue of this project.
    #[track_caller]
    #[must_use]
    pub fn of(queue: &Resource<aws::sqs::Queue>) -> Self {
        Self::arn(queue.arn())
    }

    /// A queue by ARN, in the function's region.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), mapped: Mapped::new() }
    }

    /// Instances of the function that this queue may keep busy, 2 to 1,000; only the account's limit unless set.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency>
    #[track_caller]
    #[must_use]
    pub fn maximum_concurrency(mut self, instances: u32) -> Self {
        self.mapped.options.member("ScalingConfig", "MaximumConcurrency", instances);
        self
    }
}

setters! { Sqs: batch_size batch_window enabled encrypted_by filter metric partial_batch_responses provisioned_pollers tag }

impl Mapping for Sqs {
    fn name(&self) -> &'static str {
        "SQS trigger"
    }

    fn id(&self) -> &'static str {
        "SqsMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn source(&self) -> Option<&Value<String>> {
        Some(&self.arn)
    }

    fn reading(&self) -> Vec<Statement> {
        vec![Statement::allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]).on(&self.arn)]
    }
}
