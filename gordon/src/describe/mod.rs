//! The typed model of a project and its builders.
//!
//! Owns what a user says: project, app, function, trigger, VPC, stage. Must not do I/O, and must not know
//! CloudFormation's JSON beyond what a [`Value`] needs.

#[macro_use]
mod choices;

mod app;
pub mod architecture;
mod arn;
mod asynchronous;
mod calendar;
mod capacity_provider;
mod code;
mod concurrency;
mod condition;
mod context;
mod derived;
mod durable;
mod environment;
mod file_system;
mod function;
pub(crate) mod grants;
pub(crate) mod id;
mod image;
pub(crate) mod layer;
pub mod limits;
mod logging;
pub mod lookup;
mod options;
pub(crate) mod parameter;
pub mod place;
mod policy;
mod principal;
mod project;
pub mod property;
pub(crate) mod resource;
mod route;
pub mod runtime;
mod secret;
mod secret_reference;
mod setters;
pub mod setting;
pub(crate) mod settings;
mod stage;
pub mod trigger;
mod units;
pub mod value;
mod vpc;
mod written;

pub use app::App;
pub use architecture::Architecture;
pub use arn::Arn;
pub(crate) use asynchronous::DestinationKind;
pub use asynchronous::{Destination, FailureDestination};
pub use calendar::Minute;
pub use capacity_provider::CapacityProvider;
pub use code::{Build, Code};
pub use concurrency::{ProvisionedConcurrency, ScheduledCapacity};
pub(crate) use condition::{CONDITION, MAPPING};
pub use condition::{Condition, Mapping, if_};
pub use context::Context;
#[doc(hidden)]
pub use derived::Derived;
pub use durable::Durable;
pub use environment::EnvironmentValue;
pub(crate) use file_system::FileSystemKind;
pub use file_system::{DirectRead, FileSystem};
pub use function::Function;
pub use grants::{Existing, Grantable};
pub use image::Image;
pub use layer::{Layer, LayerSource};
pub use logging::{ApplicationLogLevel, LogClass, LogFormat, SystemLogLevel};
pub use lookup::{Filter, Lookup, Match};
pub use options::{DeadLetter, RecursiveLoop, RuntimeManagement, Tracing};
pub use parameter::Param;
pub use place::Place;
pub use policy::{ConditionValue, Statement};
pub use principal::Principal;
pub use project::Project;
pub use property::PropertyValue;
pub use resource::{DeletionPolicy, Resource, ResourceType, Untyped};
pub use route::Route;
pub use runtime::{Family, Runtime};
pub use secret::Secret;
pub use secret_reference::SecretReference;
pub use setters::IntoFunction;
pub use setting::{SettingValue, Settings};
pub use stage::{StageDefinition, StageKind, StageName, StageNameError, Stages};
pub use trigger::{
    AccessLog, Alb, AlbAuth, AlbOidc, ApiKey, ApiLogLevel, CacheSize, ClaimForm, ContentHandling, Cors, Domain, Edge,
    FunctionUrl, GatewayResponse, GatewayResponseType, HttpApi, HttpAuthorizer, HttpIntegration, HttpMethod,
    HttpService, IpAddressType, MethodSettings, Passthrough, PayloadFormat, QuotaPeriod, Rest, RestApi, RestAuthorizer,
    RestEndpoint, RestIntegration, RestModel, RestResponse, RestValidation, TlsPolicy, Unauthenticated, UsagePlan,
    WebSocket, WebSocketApi, WebSocketAuthorizer,
};
pub use trigger::{AlexaSkill, AlexaSmartHome};
pub use trigger::{AppSync, Resolver};
pub use trigger::{CodeCommit, RepositoryEvent};
pub use trigger::{Cognito, UserPoolStep};
pub use trigger::{ConfigFrequency, ConfigRule};
pub use trigger::{Connect, CustomResource, Firehose, Lex};
pub use trigger::{
    ConsumptionMode, Cron, DocumentDb, EventPattern, FilterPolicyScope, FullDocument, Http, InputTransformer, Iot,
    Kafka, Kinesis, Logs, MappingMetric, Mq, Msk, OnFailure, PollerLogLevel, ProvisioningHook, Rate, Schedule,
    ScheduleExpression, Scheduler, SchemaRegistry, Sns, Sqs, StartingPosition, Stream, Trigger,
};
pub use trigger::{FunctionUrlAuthType, Permission};
pub use trigger::{Notification, S3, S3Event};
pub use trigger::{ReceiptInvocation, ReceiptRule};
pub use trigger::{StepFunctions, Task};
pub use units::{Amount, Mib, Secs};
pub use value::{Value, account_id, region};
pub use vpc::Vpc;

#[doc = include_str!("../../docs/function.md")]
pub use gordon_macros::Function;
#[doc = include_str!("../../docs/setting.md")]
pub use gordon_macros::Setting;
#[doc = include_str!("../../docs/settings.md")]
pub use gordon_macros::Settings;
#[doc = include_str!("../../docs/stages.md")]
pub use gordon_macros::Stages;
