//! Records of a Kinesis data stream.
//!
//! Owns [`Kinesis`].

use super::mapping::{Mapped, Mapping};
use super::setters::setters;
use crate::aws;
use crate::describe::{Resource, Statement, Value};

/// A Kinesis data stream.
///
/// ```
/// use gordon::prelude::*;
///
/// fn clicks() -> Project {
///     let clicks = Resource::<aws::kinesis::Stream>::typed("Clicks", json!({ "ShardCount": 1 }));
///     let count = Function::new("count").code("lambdas/count.py").handler("count.handler").on(
///         Kinesis::of(&clicks)
///             .enhanced_fan_out()
///             .parallelization_factor(2)
///             .on_failure(OnFailure::queue("arn:aws:sqs:eu-west-1:111111111111:dead")),
///     );
///     Project::new("clicks").app(App::new("web").function(count)).add(clicks)
/// }
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html>
#[derive(Clone, Debug)]
pub struct Kinesis {
    pub(crate) arn: Value<String>,
    pub(crate) enhanced_fan_out: bool,
    mapped: Mapped,
}

impl Kinesis {
    /// A stream of this project.
    #[track_caller]
    #[must_use]
    pub fn of(stream: &Resource<aws::kinesis::Stream>) -> Self {
        Self::arn(stream.arn())
    }

    /// A stream by ARN; or one of its consumers that exists, by the consumer's ARN.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self { arn: arn.into(), enhanced_fan_out: false, mapped: Mapped::positioned() }
    }

    /// Gives the function a consumer of its own (`AWS::Kinesis::StreamConsumer`): 2 MB a second of each shard that it
    /// shares with nobody, at an extra charge. The emulator of stage `local` has no consumers: there it is the stream.
    ///
    /// <https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html>
    #[must_use]
    pub fn enhanced_fan_out(mut self) -> Self {
        self.enhanced_fan_out = true;
        self
    }
}

setters! {
    Kinesis: batch_size batch_window enabled encrypted_by filter from metric partial_batch_responses retries shards tag
}

impl Mapping for Kinesis {
    fn name(&self) -> &'static str {
        "Kinesis trigger"
    }

    fn id(&self) -> &'static str {
        "KinesisMapping"
    }

    fn mapped(&self) -> &Mapped {
        &self.mapped
    }

    fn source(&self) -> Option<&Value<String>> {
        Some(&self.arn)
    }

    fn reading(&self) -> Vec<Statement> {
        let read = |arn: Value<String>| {
            let actions = [
                "kinesis:DescribeStream",
                "kinesis:DescribeStreamSummary",
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:ListShards",
            ];
            Statement::allow(actions).on(arn)
        };
        // What a consumer of Gordon's own needs is in a policy beside it, which knows its ARN.
        match self.arn.literal().and_then(|arn| arn.as_str()).and_then(|arn| arn.split_once("/consumer/")) {
            Some((stream, _)) => {
                let consume = ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"];
                vec![read(Value::from(stream)), Statement::allow(consume).on(&self.arn)]
            }
            None => vec![read(self.arn.clone())],
        }
    }
}
