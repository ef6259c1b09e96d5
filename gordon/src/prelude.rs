//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, import_value, join, no_value, partition, region, select, split, stack_name, sub,
    url_suffix,
};
pub use crate::describe::{
    App, Architecture, Build, Condition, ConsumptionMode, Cron, DeadLetter, DeletionPolicy, DocumentDb, EventPattern,
    FilterPolicyScope, FullDocument, Function, Http, InputTransformer, IntoFunction, Iot, Kafka, Kinesis, Logs,
    Mapping, MappingMetric, Mq, Msk, OnFailure, Project, ProvisioningHook, Rate, Resource, Runtime, Schedule,
    Scheduler, SchemaRegistry, Sns, Sqs, StageName, Stages, StartingPosition, Statement, Stream, SystemLogLevel,
    Tracing, Trigger, Value, Vpc, if_,
};
pub use crate::{aws, cron};
pub use serde_json::json;
