//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, import_value, join, no_value, partition, region, select, split, stack_name, sub,
    url_suffix,
};
pub use crate::describe::{
    AlexaSkill, AlexaSmartHome, AppSync, CodeCommit, Cognito, ConfigFrequency, ConfigRule, Connect, CustomResource,
    Firehose, FunctionUrlAuthType, Lex, Notification, Permission, ReceiptInvocation, ReceiptRule, RepositoryEvent,
    Resolver, S3, S3Event, StepFunctions, Task, UserPoolStep,
};
pub use crate::describe::{
    App, Architecture, Build, Condition, Cron, DeadLetter, DeletionPolicy, Function, Http, IntoFunction, Mapping,
    Project, Rate, Resource, Runtime, Schedule, StageName, Stages, Statement, Tracing, Trigger, Value, Vpc, if_,
};
pub use crate::{aws, cron};
pub use serde_json::json;
