//! What invokes a function: a file an event source.
//!
//! Owns [`Trigger`], the sum of them, and what each tells the rest of Gordon.

pub mod cron;
pub mod document_db;
pub mod event_pattern;
pub mod http;
pub mod iot;
pub mod kafka;
pub mod kinesis;
pub mod logs;
pub mod mapping;
pub mod mq;
pub mod msk;
mod options;
pub mod provisioning_hook;
pub mod rate;
pub mod rule;
pub mod schedule;
pub mod scheduler;
pub mod schema_registry;
mod setters;
pub mod sns;
pub mod sqs;
pub mod stream;

use serde_json::Value as Json;

pub use cron::Cron;
pub use document_db::{DocumentDb, FullDocument};
pub use event_pattern::EventPattern;
pub use http::Http;
pub use iot::Iot;
pub use kafka::{ConsumptionMode, Kafka, PollerLogLevel};
pub use kinesis::Kinesis;
pub use logs::Logs;
pub(crate) use mapping::Mapping;
pub use mapping::{MappingMetric, OnFailure, StartingPosition};
pub use mq::Mq;
pub use msk::{Msk, MskCluster};
pub(crate) use options::Options;
pub use provisioning_hook::ProvisioningHook;
pub use rate::Rate;
pub use rule::InputTransformer;
pub use schedule::{Schedule, ScheduleExpression};
pub use scheduler::Scheduler;
pub use schema_registry::SchemaRegistry;
pub use sns::{FilterPolicyScope, Sns};
pub use sqs::Sqs;
pub use stream::{Stream, StreamedTable};

use super::{Place, Statement};

/// What every event source tells the rest of Gordon.
pub(crate) trait EventSource {
    /// What it is, in a word or two: `schedule`, `HTTP route`.
    fn kind(&self) -> &'static str;

    /// The user's line.
    fn place(&self) -> &Place;

    /// What tells it from the function's other triggers of its kind: a name, a route, or the reference of a source.
    /// With function and kind it makes the logical IDs.
    fn key(&self) -> Json;

    /// Every value that may hold a reference.
    fn values(&self, visit: &mut dyn FnMut(&Json));

    /// What the function's role must be allowed for it: reading from a queue or stream, a destination of failures.
    fn grants(&self) -> Vec<Statement> {
        Vec::new()
    }
}

macro_rules! triggers {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// An event source of a function.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Trigger {
            $($(#[doc = $doc])* $name($name),)*
        }

        impl Trigger {
            pub(crate) fn source(&self) -> &dyn EventSource {
                match self {
                    $(Self::$name(source) => source,)*
                }
            }
        }

        $(
            impl From<$name> for Trigger {
                fn from(source: $name) -> Self {
                    Self::$name(source)
                }
            }
        )*
    };
}

triggers! {
    /// Changes of a DocumentDB cluster.
    DocumentDb,
    /// Events of an EventBridge bus.
    EventPattern,
    /// A route of the app's HTTP API.
    Http,
    /// Messages of AWS IoT.
    Iot,
    /// Records of a Kafka topic.
    Kafka,
    /// Records of a Kinesis data stream.
    Kinesis,
    /// Lines of a log group.
    Logs,
    /// Messages of an Amazon MQ broker.
    Mq,
    /// Records of an Amazon MSK topic.
    Msk,
    /// Devices that register with AWS IoT.
    ProvisioningHook,
    /// A time, by an EventBridge rule.
    Schedule,
    /// A time, by EventBridge Scheduler.
    Scheduler,
    /// Messages of an SNS topic.
    Sns,
    /// Messages of an SQS queue.
    Sqs,
    /// Changes of a DynamoDB table.
    Stream,
}
