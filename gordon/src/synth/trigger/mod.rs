//! Triggers in the template: a file an event source.
//!
//! Owns what they share: where resources go, and the permission to call the alias. An API belongs to its app, and is
//! made once for all routes.

mod alb;
mod alexa;
mod api;
mod app_sync;
mod codecommit;
mod cognito;
mod config_rule;
mod connect;
mod edge;
mod firehose;
pub(super) mod handle;
mod http;
mod iot;
mod kinesis;
mod lex;
mod logs;
mod mapping;
mod permission;
mod policy;
mod provisioning_hook;
mod queue_policy;
#[cfg(test)]
mod reach;
mod receipt_rule;
mod rest;
mod rule;
mod s3;
#[cfg(test)]
mod sample;
mod scheduler;
#[cfg(test)]
mod service_tests;
mod sns;
mod step_functions;
mod url;
mod websocket;

use serde_json::{Value as Json, json};

use super::Host;
use super::ids::{Ids, join_hashed};
use super::provider::Provider;
use super::template::Template;
use crate::check::Diagnostic;
use crate::describe::id::{Mark, Part};
use crate::describe::{App, Function, Place, Project, Trigger};
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
    pub(super) fn resource(&mut self, id: &str, kind: &str, properties: impl Into<Json>, place: &Place) {
        self.whole(id, json!({ "Type": kind, "Properties": properties.into() }), place);
    }

    /// The logical ID of a thing of the project.
    fn logical_id(&self, mark: &Mark) -> String {
        self.ids.get(mark.target).unwrap_or_default().to_owned()
    }

    /// Writes into a resource of the user's: `change` gets what stands at `path` in it (null where there is nothing) and
    /// `with`, which has its logical IDs. Where it says no, or something else is in the way, that is a finding.
    fn amend(
        &mut self,
        id: &str,
        path: &[&str],
        with: Json,
        place: &Place,
        change: impl FnOnce(&mut Json, Json) -> bool,
    ) {
        let with = self.template.resolved(&format!("{id} {}", path.join(" ")), with, self.ids);
        let at = self.template.made(id).and_then(|resource| inside(resource, path));
        if !at.is_some_and(|at| change(at, with)) {
            let last = path.last().copied().unwrap_or_default();
            let message = format!("the `{last}` of `{id}` cannot take what this trigger adds to it");
            let help = "write it as plain objects and lists, without expressions around them";
            self.findings.push(Diagnostic::error(place, message).help(help));
        }
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
        Trigger::AlexaSkill(skill) => alexa::add_skill(context, owner, skill),
        Trigger::AlexaSmartHome(skill) => alexa::add_smart_home(context, owner, skill),
        Trigger::AppSync(source) => app_sync::add(context, owner, source),
        // The triggers of a repository are one list: see `add_project`.
        Trigger::CodeCommit(_) => {}
        // So are those of a user pool.
        Trigger::Cognito(_) => {}
        Trigger::ConfigRule(rule) => config_rule::add(context, owner, rule),
        Trigger::Connect(connect) => connect::add(context, owner, connect),
        Trigger::Alb(alb) => alb::add(context, owner, alb),
        Trigger::DocumentDb(source) => mapping::add(context, owner, source),
        Trigger::Edge(_) => edge::add(context, owner),
        Trigger::EventPattern(pattern) => rule::add_pattern(context, owner, pattern),
        Trigger::Firehose(firehose) => firehose::add(context, owner, firehose),
        Trigger::FunctionUrl(url) => url::add(context, owner, url),
        // Routes are their API's: see `add_apis`.
        Trigger::Http(_) | Trigger::Rest(_) | Trigger::WebSocket(_) => {}
        Trigger::Iot(iot) => iot::add(context, owner, iot),
        Trigger::Kafka(source) => mapping::add(context, owner, source),
        Trigger::Kinesis(kinesis) => kinesis::add(context, owner, kinesis),
        Trigger::Lex(lex) => lex::add(context, owner, lex),
        Trigger::Logs(logs) => logs::add(context, owner, logs),
        Trigger::Mq(source) => mapping::add(context, owner, source),
        Trigger::Msk(source) => mapping::add(context, owner, source),
        Trigger::Permission(permission) => permission::add(context, owner, permission),
        Trigger::ProvisioningHook(hook) => provisioning_hook::add(context, owner, hook),
        Trigger::ReceiptRule(rule) => receipt_rule::add(context, owner, rule),
        // And the notifications of a bucket.
        Trigger::S3(_) => {}
        Trigger::Schedule(schedule) => rule::add_schedule(context, owner, schedule),
        Trigger::Scheduler(scheduler) => scheduler::add(context, owner, scheduler),
        Trigger::Sns(sns) => sns::add(context, owner, sns),
        Trigger::Sqs(source) => mapping::add(context, owner, source),
        Trigger::StepFunctions(machine) => step_functions::add(context, owner, machine),
        Trigger::Stream(source) => mapping::add(context, owner, source),
    }
}

/// The APIs of an app, with the routes of its functions.
pub(super) fn add_apis(context: &mut Context<'_>, app: &App) {
    http::add(context, app);
    rest::add(context, app);
    websocket::add(context, app);
}

/// What is one list for all functions of the project: the notifications of a bucket, the triggers of a user pool.
pub(super) fn add_project(context: &mut Context<'_>, project: &Project) {
    let mut provider = Provider::default();
    s3::add(context, project, &mut provider);
    cognito::add(context, project, &mut provider);
    codecommit::add(context, project, &mut provider);
    provider.add(context, project);
}

/// Every trigger with its function.
fn triggers(project: &Project) -> impl Iterator<Item = (Owner<'_>, &Trigger)> {
    project.functions().flat_map(|(app, function)| {
        let owner = Owner { app, function };
        function.settings.triggers.iter().map(move |trigger| (owner, trigger))
    })
}

/// What stands at a path in JSON; objects on the way are made.
fn inside<'a>(json: &'a mut Json, path: &[&str]) -> Option<&'a mut Json> {
    path.iter().try_fold(json, |at, name| {
        if at.is_null() {
            *at = json!({});
        }
        // `{"Fn::If": …}` is no place for a property.
        let map = at.as_object_mut().filter(|map| !map.keys().any(|key| key == "Ref" || key.starts_with("Fn::")))?;
        Some(map.entry(*name).or_insert(Json::Null))
    })
}

/// Adds items to a list, which is made where there is none.
fn append(list: &mut Json, items: Json) -> bool {
    if list.is_null() {
        *list = json!([]);
    }
    match (list, items) {
        (Json::Array(list), Json::Array(mut items)) => {
            list.append(&mut items);
            true
        }
        _ => false,
    }
}

/// A thing of the project that a trigger gives the function to, so that the thing waits for the function.
pub(super) struct Given<'a> {
    pub(super) to: Mark,
    pub(super) function: &'a Function,
    pub(super) place: &'a Place,
    /// What to do when the function waits for the thing too.
    pub(super) help: &'static str,
}

/// All of them.
pub(super) fn given(project: &Project) -> Vec<Given<'_>> {
    let of = |trigger: &Trigger| match trigger {
        Trigger::CodeCommit(source) => {
            source.own().map(|to| (to, "the event names the repository (`eventSourceARN`): take it from there"))
        }
        Trigger::Cognito(source) => {
            source.own().map(|to| (to, "the event names the pool (`userPoolId`) and the client: take them from there"))
        }
        Trigger::Firehose(source) => {
            source.own().map(|to| (to, "the event names the stream (`deliveryStreamArn`): take it from there"))
        }
        Trigger::StepFunctions(source) => source
            .own()
            .map(|to| (to, "let the definition pass the machine's ARN (`$$.StateMachine.Id`) in the payload")),
        _ => None,
    };
    let functions = project.functions().map(|(_, function)| function);
    functions
        .flat_map(|function| {
            let triggers = function.settings.triggers.iter();
            triggers.filter_map(move |trigger| {
                let place = trigger.source().place();
                of(trigger).map(|(to, help)| Given { to, function, place, help })
            })
        })
        .collect()
}
