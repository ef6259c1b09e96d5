//! What an infra crate or app imports: `use gordon::prelude::*;`.

pub use crate::describe::value::{
    account_id, availability_zones, import_value, join, no_value, partition, region, select, split, stack_name, sub,
    url_suffix,
};
pub use crate::describe::{
    App, ApplicationLogLevel, Architecture, Arn, Build, CapacityProvider, Condition, Cron, DeadLetter, DeletionPolicy,
    Destination, DirectRead, Durable, FailureDestination, FileSystem, Function, Http, Image, IntoFunction, Layer,
    LogClass, LogFormat, Mapping, Mib, Principal, Project, ProvisionedConcurrency, Rate, RecursiveLoop, Resource,
    Route, Runtime, RuntimeManagement, Schedule, ScheduledCapacity, Secs, StageName, Stages, Statement, SystemLogLevel,
    Tracing, Trigger, Value, Vpc, if_,
};
// Values that differ between stages.
pub use crate::describe::{Filter, Lookup, Match, Param, Secret, Setting, Settings};
pub use crate::{arn, aws, cron, mib, minutes, rate, route, secs, settings};
pub use serde_json::json;
