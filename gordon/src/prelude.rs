//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, import_value, join, no_value, partition, region, select, split, stack_name, sub,
    url_suffix,
};
pub use crate::describe::{
    App, Architecture, Arn, Build, Condition, Cron, DeadLetter, DeletionPolicy, Function, Http, IntoFunction, Mapping,
    Mib, Project, Rate, Resource, Route, Runtime, Schedule, Secs, StageName, Stages, Statement, Tracing, Trigger,
    Value, Vpc, if_,
};
// Values that differ between stages.
pub use crate::describe::{Filter, Lookup, Match, Param, Secret, Setting, Settings};
pub use crate::{arn, aws, cron, mib, minutes, rate, route, secs, settings};
pub use serde_json::json;
