//! Records of a Firehose stream on their way.
//!
//! Owns [`Firehose`]. The processors of a stream are one property of its destination: `synth` writes it.

use serde_json::Value as Json;

use super::{EventSource, Options};
use crate::aws;
use crate::describe::id::Mark;
use crate::describe::{Place, Resource, Value};

/// Records of an Amazon Data Firehose stream, which the function transforms or drops before they are delivered.
///
/// ```
/// use gordon::prelude::*;
///
/// let clicks = Resource::<aws::kinesisfirehose::DeliveryStream>::typed("Clicks", json!({
///     "ExtendedS3DestinationConfiguration": {
///         "BucketARN": "arn:aws:s3:::clicks",
///         "RoleARN": "arn:aws:iam::111111111111:role/clicks",
///     },
/// }));
/// let clean = Function::new("clean").timeout(60).on(Firehose::of(&clicks).buffer_seconds(120));
/// ```
///
/// The stream's destination gets the alias as a processor. A role of this project gets a policy that lets the stream
/// call the function; a role by ARN has to allow `lambda:InvokeFunction` and `lambda:GetFunctionConfiguration`. A stream
/// that exists already is not this project's to change: give it the ARN of the function, an output.
///
/// <https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html>
#[derive(Clone, Debug)]
pub struct Firehose {
    pub(crate) stream: Value<String>,
    /// Parameters of the processor.
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// The properties of a stream that hold a destination, of which it has one.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisfirehose-deliverystream.html>
pub(crate) const DESTINATIONS: [&str; 9] = [
    "AmazonOpenSearchServerlessDestinationConfiguration",
    "AmazonopensearchserviceDestinationConfiguration",
    "ElasticsearchDestinationConfiguration",
    "ExtendedS3DestinationConfiguration",
    "HttpEndpointDestinationConfiguration",
    "IcebergDestinationConfiguration",
    "RedshiftDestinationConfiguration",
    "SnowflakeDestinationConfiguration",
    "SplunkDestinationConfiguration",
];

impl Firehose {
    /// Records of a stream of this project.
    #[track_caller]
    #[must_use]
    pub fn of(stream: &Resource<aws::kinesisfirehose::DeliveryStream>) -> Self {
        Self { stream: stream.reference(), options: Options::default(), place: Place::caller() }
    }

    /// Calls the function once this much has come, in KiB: 205 to 3,072 (0.2 to 3 MiB); 1 MiB unless set.
    #[track_caller]
    #[must_use]
    pub fn buffer_kib(mut self, kib: u32) -> Self {
        self.options.set("BufferSizeInMBs", kib);
        self
    }

    /// Calls the function after this time at the latest, 0 to 900 seconds; 60 unless set.
    #[track_caller]
    #[must_use]
    pub fn buffer_seconds(mut self, seconds: u32) -> Self {
        self.options.set("BufferIntervalInSeconds", seconds);
        self
    }

    /// How often a failed call is tried again, 0 to 300 times; 3 unless set.
    #[track_caller]
    #[must_use]
    pub fn retries(mut self, times: u32) -> Self {
        self.options.set("NumberOfRetries", times);
        self
    }

    /// The ARN of the role that calls the function, in place of the destination's.
    #[track_caller]
    #[must_use]
    pub fn role(mut self, arn: impl Into<Value<String>>) -> Self {
        self.options.set("RoleArn", arn.into().into_json());
        self
    }

    pub(crate) fn own(&self) -> Option<Mark> {
        Mark::read(self.stream.json().get("Ref")?)
    }
}

impl EventSource for Firehose {
    fn kind(&self) -> &'static str {
        "Firehose trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.stream.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.stream.json());
        self.options.visit(visit);
    }
}
