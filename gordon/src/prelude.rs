//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, import_value, join, no_value, partition, region, select, split, stack_name, sub,
    url_suffix,
};
pub use crate::describe::{
    App, Architecture, Build, Condition, Cron, DeadLetter, DeletionPolicy, Existing, Function, Http, IntoFunction,
    Mapping, Project, Rate, Resource, Runtime, Schedule, StageName, Stages, Statement, Tracing, Trigger, Value, Vpc,
    if_,
};
pub use crate::{aws, cron, iam};
pub use serde_json::json;
