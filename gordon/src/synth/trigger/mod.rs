//! Triggers in the template: a file an event source.
//!
//! Owns what they share: where resources go, and the permission to call the alias. An API belongs to its app, and is
//! made once for all routes.

mod http;
mod iot;
mod kinesis;
mod logs;
mod mapping;
mod provisioning_hook;
mod queue_policy;
mod rule;
#[cfg(test)]
mod sample;
mod scheduler;
mod sns;

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
    pub(super) findings: &'a mut Vec<Diagnostic>,
    pub(super) queue_policies: &'a mut QueuePolicies,
}

impl Context<'_> {
    /// Adds a resource of a type with its properties.
    fn resource(&mut self, id: &str, kind: &str, properties: impl Into<Json>, place: &Place) {
        self.whole(id, json!({ "Type": kind, "Properties": properties.into() }), place);
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
        let mut properties = json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": self.alias(),
            "Principal": principal,
        });
        if let (Some(all), Json::Object(conditions)) = (properties.as_object_mut(), conditions) {
            all.extend(conditions);
        }
        context.resource(id, "AWS::Lambda::Permission", properties, place);
    }
}

/// The resources of one trigger.
pub(super) fn add(context: &mut Context<'_>, owner: Owner<'_>, trigger: &Trigger) {
    match trigger {
        Trigger::DocumentDb(source) => mapping::add(context, owner, source),
        Trigger::EventPattern(pattern) => rule::add_pattern(context, owner, pattern),
        // Routes are their API's: see `add_apis`.
        Trigger::Http(_) => {}
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
}
