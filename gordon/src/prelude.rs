//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, base64, cidr, import_value, join, join_list, no_value, partition, region, select,
    split, stack_id, stack_name, sub, url_suffix,
};
pub use crate::describe::{
    AlexaSkill, AlexaSmartHome, AppSync, CodeCommit, Cognito, ConfigFrequency, ConfigRule, Connect, CustomResource,
    Firehose, FunctionUrlAuthType, Lex, Notification, Permission, ReceiptInvocation, ReceiptRule, RepositoryEvent,
    Resolver, S3, S3Event, StepFunctions, Task, UserPoolStep,
};
pub use crate::describe::{
    App, ApplicationLogLevel, Architecture, Arn, Build, CapacityProvider, Condition, ConsumptionMode, Cron, DeadLetter,
    DeletionPolicy, Destination, DirectRead, DocumentDb, Durable, EventPattern, FailureDestination, FileSystem,
    FilterPolicyScope, FullDocument, Function, Http, Image, InputTransformer, IntoFunction, Iot, Kafka, Kinesis, Layer,
    LogClass, LogFormat, Logs, Mapping, MappingMetric, Mib, Mq, Msk, OnFailure, PollerLogLevel, Principal, Project,
    ProvisionedConcurrency, ProvisioningHook, Rate, RecursiveLoop, Resource, Route, Runtime, RuntimeManagement,
    Schedule, ScheduledCapacity, Scheduler, SchemaRegistry, Secs, Sns, Sqs, StageName, Stages, StartingPosition,
    Statement, Stream, SystemLogLevel, Tracing, Trigger, Value, Vpc, if_,
};
// Triggers that answer requests.
pub use crate::describe::{
    AccessLog, Alb, AlbAuth, ApiKey, ApiLogLevel, Cors, Domain, Edge, FunctionUrl, GatewayResponse,
    GatewayResponseType, HttpApi, HttpAuthorizer, HttpIntegration, HttpMethod, HttpService, MethodSettings,
    PayloadFormat, QuotaPeriod, Rest, RestApi, RestAuthorizer, RestEndpoint, RestIntegration, RestModel, RestResponse,
    RestValidation, UsagePlan, WebSocket, WebSocketApi, WebSocketAuthorizer,
};
// What is there already.
pub use crate::describe::Existing;
// Values that differ between stages.
pub use crate::describe::{Context, Filter, Lookup, Match, Param, Secret, SecretReference, Setting, Settings};
pub use crate::{arn, aws, cron, iam, mib, minutes, rate, resource, route, secs, settings};
pub use serde_json::json;
