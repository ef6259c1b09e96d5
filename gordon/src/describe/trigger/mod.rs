//! What invokes a function: a file an event source.
//!
//! Owns [`Trigger`], the sum of them, and what each tells the rest of Gordon.

mod alb;
mod alb_auth;
mod alexa;
mod api;
mod app_sync;
mod codecommit;
mod cognito;
mod config_rule;
mod connect;
pub mod cron;
mod custom_resource;
pub mod document_db;
mod edge;
pub mod event_pattern;
mod firehose;
pub mod http;
mod http_api;
mod http_authorizer;
mod http_integration;
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
mod properties;
pub mod provisioning_hook;
pub mod rate;
mod receipt_rule;
mod rest;
mod rest_api;
mod rest_authorizer;
mod rest_gateway_response;
mod rest_integration;
mod rest_model;
mod rest_settings;
mod rest_usage;
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
mod url;
mod websocket;
mod websocket_api;

use serde_json::Value as Json;

pub use alb::Alb;
pub use alb_auth::{AlbAuth, AlbOidc, ClaimForm, Unauthenticated};
pub use alexa::{AlexaSkill, AlexaSmartHome};
pub use api::{AccessLog, Cors, Domain, HttpMethod, IpAddressType, TlsPolicy};
pub(crate) use api::{Auth, DomainKind};
pub use app_sync::{AppSync, Resolver};
pub use codecommit::{CodeCommit, RepositoryEvent};
pub use cognito::{Cognito, UserPoolStep};
pub use config_rule::{ConfigFrequency, ConfigRule};
pub use connect::Connect;
pub use cron::Cron;
pub use custom_resource::CustomResource;
pub use document_db::{DocumentDb, FullDocument};
pub use edge::Edge;
pub use event_pattern::EventPattern;
pub(crate) use firehose::DESTINATIONS;
pub use firehose::Firehose;
pub use http::{Http, PayloadFormat};
pub use http_api::HttpApi;
pub use http_authorizer::HttpAuthorizer;
pub(crate) use http_integration::HttpTarget;
pub use http_integration::{HttpIntegration, HttpService};
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
pub use rest::{Rest, RestValidation};
pub(crate) use rest_api::STAGE;
pub use rest_api::{CacheSize, RestApi, RestEndpoint};
pub use rest_authorizer::RestAuthorizer;
pub(crate) use rest_authorizer::RestAuthorizerKind;
pub use rest_gateway_response::{GatewayResponse, GatewayResponseType};
pub(crate) use rest_integration::RestTarget;
pub use rest_integration::{ContentHandling, Passthrough, RestIntegration, RestResponse};
pub use rest_model::RestModel;
pub use rest_settings::{ApiLogLevel, MethodSettings};
pub use rest_usage::{ApiKey, QuotaPeriod, UsagePlan};
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
pub use url::FunctionUrl;
pub(crate) use url::UrlAuth;
pub use websocket::WebSocket;
pub use websocket_api::{WebSocketApi, WebSocketAuthorizer};

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
            /// The names of all of them: what a test goes by so as to forget none.
            #[doc(hidden)]
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name),)*];

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
    /// Requests of a load balancer's listener.
    Alb,
    /// Changes of a DocumentDB cluster.
    DocumentDb,
    /// An event of CloudFront, at the edge.
    Edge,
    /// Events of an EventBridge bus.
    EventPattern,
    /// Records of a Firehose stream.
    Firehose,
    /// The function's own URL.
    FunctionUrl,
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
    /// Methods of the app's REST API.
    Rest,
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
    /// A route of the app's WebSocket API.
    WebSocket,
}
