//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, import_value, join, no_value, partition, region, select, split, stack_name, sub,
    url_suffix,
};
pub use crate::describe::{
    App, Architecture, Build, Condition, Cron, DeadLetter, DeletionPolicy, Filter, Function, Http, IntoFunction,
    Lookup, Mapping, Match, Param, Project, Rate, Resource, Runtime, Schedule, Secret, Setting, Settings, StageName,
    Stages, Statement, Tracing, Trigger, Value, Vpc, if_,
};
pub use crate::{aws, cron, settings};
pub use serde_json::json;
