//! Triggers in the template: a file an event source.
//!
//! Owns what they share: where resources go, and the permission to call the alias. An API belongs to its app, and is
//! made once for all routes.

mod alb;
mod api;
mod edge;
pub(super) mod handle;
mod http;
mod iot;
mod kinesis;
mod logs;
mod mapping;
mod provisioning_hook;
mod queue_policy;
mod rest;
mod rule;
#[cfg(test)]
mod sample;
mod scheduler;
mod sns;
mod url;
mod websocket;

use serde_json::{Value as Json, json};

use super::Host;
use super::ids::{Ids, join_hashed};
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::{App, Function, Place, Trigger};
pub(super) use queue_policy::QueuePolicies;

/// Where the resources of a trigger go.
pub(super) struct Context<'a> {
    pub(super) template: &'a mut Template,
    pub(super) ids: &'a Ids,
    pub(super) host: Host,
    /// Days that logs are kept where nothing else is said.
    pub(super) log_retention_days: Option<u16>,
    pub(super) findings: &'a mut Vec<Diagnostic>,
    pub(super) queue_policies: &'a mut QueuePolicies,
}

impl Context<'_> {
    /// Adds a resource of a type with its properties.
    fn resource(&mut self, id: &str, kind: &str, properties: impl Into<Json>, place: &Place) {
        self.whole(id, json!({ "Type": kind, "Properties": properties.into() }), place);
    }

    /// Allows `principal` to call a function, with conditions such as `SourceArn` where AWS has any.
    fn permission(&mut self, id: &str, function: Json, principal: &str, conditions: Json, place: &Place) {
        let mut properties = json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": function,
            "Principal": principal,
        });
        if let (Some(all), Json::Object(conditions)) = (properties.as_object_mut(), conditions) {
            all.extend(conditions);
        }
        self.resource(id, "AWS::Lambda::Permission", properties, place);
    }

    /// Adds a resource with attributes besides properties.
    fn whole(&mut self, id: &str, resource: Json, place: &Place) {
        self.template.resource(id, resource, place, self.ids, self.findings);
    }
}

/// The function that a trigger invokes, with its app.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub(super) app: &'a App,
    pub(super) function: &'a Function,
}

impl Owner<'_> {
    /// The names that logical IDs begin with.
    fn names(&self) -> [&str; 2] {
        [&self.app.name, &self.function.name]
    }

    /// The logical ID of a resource of a trigger: function, key of the source, kind.
    fn id(&self, context: &Context<'_>, key: &Json, kind: &str) -> String {
        join_hashed(&self.names(), &context.ids.text(key), kind)
    }

    /// The ARN of the alias `current`: what every trigger calls.
    fn alias(&self) -> Json {
        json!({ "Ref": self.function.id.mark(Part::Alias) })
    }

    /// Allows `principal` to call the alias, with conditions such as `SourceArn` where AWS has any.
    fn permission(&self, context: &mut Context<'_>, id: &str, principal: &str, conditions: Json, place: &Place) {
        context.permission(id, self.alias(), principal, conditions, place);
    }
}

/// The resources of one trigger.
pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, trigger: &Trigger) {
    match trigger {
        Trigger::Alb(alb) => alb::add(context, owner, alb),
        Trigger::DocumentDb(source) => mapping::add(context, owner, source),
        Trigger::Edge(_) => edge::add(context, owner),
        Trigger::EventPattern(pattern) => rule::add_pattern(context, owner, pattern),
        Trigger::FunctionUrl(url) => url::add(context, owner, url),
        // Routes are their API's: see `add_apis`.
        Trigger::Http(_) | Trigger::Rest(_) | Trigger::WebSocket(_) => {}
        Trigger::Iot(iot) => iot::add(context, owner, iot),
        Trigger::Kafka(source) => mapping::add(context, owner, source),
        Trigger::Kinesis(kinesis) => kinesis::add(context, owner, kinesis),
        Trigger::Logs(logs) => logs::add(context, owner, logs),
        Trigger::Mq(source) => mapping::add(context, owner, source),
        Trigger::Msk(source) => mapping::add(context, owner, source),
        Trigger::ProvisioningHook(hook) => provisioning_hook::add(context, owner, hook),
        Trigger::Schedule(schedule) => rule::add_schedule(context, owner, schedule),
        Trigger::Scheduler(scheduler) => scheduler::add(context, owner, scheduler),
        Trigger::Sns(sns) => sns::add(context, owner, sns),
        Trigger::Sqs(source) => mapping::add(context, owner, source),
        Trigger::Stream(source) => mapping::add(context, owner, source),
    }
}

/// The APIs of an app, with the routes of its functions.
pub(super) fn add_apis(context: &mut Context<'_>, app: &App) {
    http::add(context, app);
    rest::add(context, app);
    websocket::add(context, app);
}
