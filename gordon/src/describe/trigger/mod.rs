//! What invokes a function: a file an event source.
//!
//! Owns [`Trigger`], the sum of them, and what each tells the rest of Gordon.

mod alexa;
mod app_sync;
mod codecommit;
mod cognito;
mod config_rule;
mod connect;
pub mod cron;
mod custom_resource;
pub mod document_db;
pub mod event_pattern;
mod firehose;
pub mod http;
pub mod iot;
pub mod kafka;
pub mod kinesis;
mod lex;
pub mod logs;
pub mod mapping;
pub mod mq;
pub mod msk;
mod notification;
mod options;
mod permission;
pub mod provisioning_hook;
pub mod rate;
mod receipt_rule;
pub mod rule;
mod s3;
pub mod schedule;
pub mod scheduler;
pub mod schema_registry;
mod setters;
pub mod sns;
pub mod sqs;
mod step_functions;
pub mod stream;

use serde_json::Value as Json;

pub use alexa::{AlexaSkill, AlexaSmartHome};
pub use app_sync::{AppSync, Resolver};
pub use codecommit::{CodeCommit, RepositoryEvent};
pub use cognito::{Cognito, UserPoolStep};
pub use config_rule::{ConfigFrequency, ConfigRule};
pub use connect::Connect;
pub use cron::Cron;
pub use custom_resource::CustomResource;
pub use document_db::{DocumentDb, FullDocument};
pub use event_pattern::EventPattern;
pub(crate) use firehose::DESTINATIONS;
pub use firehose::Firehose;
pub use http::Http;
pub use iot::Iot;
pub use kafka::{ConsumptionMode, Kafka, PollerLogLevel};
pub use kinesis::Kinesis;
pub use lex::Lex;
pub use logs::Logs;
pub(crate) use mapping::Mapping;
pub use mapping::{MappingMetric, OnFailure, StartingPosition};
pub use mq::Mq;
pub use msk::{Msk, MskCluster};
pub use notification::Notification;
pub(crate) use notification::NotificationTarget;
pub(crate) use options::Options;
pub use permission::{FunctionUrlAuthType, Permission};
pub use provisioning_hook::ProvisioningHook;
pub use rate::Rate;
pub use receipt_rule::{ReceiptInvocation, ReceiptRule};
pub use rule::InputTransformer;
pub(crate) use s3::BucketEvents;
pub use s3::{S3, S3Event};
pub use schedule::{Schedule, ScheduleExpression};
pub use scheduler::Scheduler;
pub use schema_registry::SchemaRegistry;
pub use sns::{FilterPolicyScope, Sns};
pub use sqs::Sqs;
pub use step_functions::{StepFunctions, Task};
pub use stream::{Stream, StreamedTable};

use super::id::Id;
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

    /// What others may refer to among the resources that it becomes: its identity, with the key and the kind that make
    /// its logical ID.
    fn parts(&self) -> Vec<(&Id, Json, &'static str)> {
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
    /// An Alexa skill.
    AlexaSkill,
    /// An Alexa smart home skill.
    AlexaSmartHome,
    /// Fields of an AppSync API.
    AppSync,
    /// Pushes to a CodeCommit repository.
    CodeCommit,
    /// Steps of a Cognito user pool.
    Cognito,
    /// A custom rule of AWS Config.
    ConfigRule,
    /// Flows of an Amazon Connect instance.
    Connect,
    /// Changes of a DocumentDB cluster.
    DocumentDb,
    /// Events of an EventBridge bus.
    EventPattern,
    /// Records of a Firehose stream.
    Firehose,
    /// A route of the app's HTTP API.
    Http,
    /// Messages of AWS IoT.
    Iot,
    /// Records of a Kafka topic.
    Kafka,
    /// Records of a Kinesis data stream.
    Kinesis,
    /// A bot of Amazon Lex.
    Lex,
    /// Lines of a log group.
    Logs,
    /// Messages of an Amazon MQ broker.
    Mq,
    /// Records of an Amazon MSK topic.
    Msk,
    /// Any other caller.
    Permission,
    /// Devices that register with AWS IoT.
    ProvisioningHook,
    /// Mail that Amazon SES receives.
    ReceiptRule,
    /// Objects of a bucket.
    S3,
    /// A time, by an EventBridge rule.
    Schedule,
    /// A time, by EventBridge Scheduler.
    Scheduler,
    /// Messages of an SNS topic.
    Sns,
    /// Messages of an SQS queue.
    Sqs,
    /// Tasks of a state machine.
    StepFunctions,
    /// Changes of a DynamoDB table.
    Stream,
}
