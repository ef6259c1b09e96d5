//! Lines of a CloudWatch log group.
//!
//! Owns [`Logs`].

use serde_json::{Value as Json, json};

use super::{EventSource, Options};
use crate::aws;
use crate::describe::id::Part;
use crate::describe::value::sub;
use crate::describe::{Function, Place, Resource, Value};

/// A CloudWatch log group, whose lines come compressed in batches. A log group has two of these at most.
///
/// ```
/// use gordon::prelude::*;
///
/// fn alarms() -> App {
///     let pay = Function::new("pay").code("lambdas/pay.py").handler("pay.handler");
///     let alarm = Function::new("alarm")
///         .code("lambdas/alarm.py")
///         .handler("alarm.handler")
///         .on(Logs::of_function(&pay).filter_pattern("?ERROR ?Exception"));
///     App::new("shop").function(pay).function(alarm)
/// }
/// ```
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample>
#[derive(Clone, Debug)]
pub struct Logs {
    pub(crate) group: Value<String>,
    /// The ARN of the group with its streams: it ends in `:*`.
    pub(crate) streams: Value<String>,
    /// Properties of the subscription filter.
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl Logs {
    /// A log group of this project.
    #[track_caller]
    #[must_use]
    pub fn of(group: &Resource<aws::logs::LogGroup>) -> Self {
        Self::new(group.reference(), group.arn())
    }

    /// The log group of another function of this project.
    #[track_caller]
    #[must_use]
    pub fn of_function(function: &Function) -> Self {
        let streams = Value::raw(json!({ "Fn::GetAtt": [function.id.mark(Part::LogGroup), "Arn"] }));
        Self::new(function.log_group(), streams)
    }

    /// A log group that exists, by name, in the function's region and account.
    #[track_caller]
    #[must_use]
    pub fn named(name: impl Into<Value<String>>) -> Self {
        let name = name.into();
        let arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:";
        let streams = match name.literal().and_then(Json::as_str) {
            Some(literal) => sub(&format!("{arn}{literal}:*"), []),
            None => sub(&format!("{arn}${{group}}:*"), [("group", name.clone())]),
        };
        Self::new(name, streams)
    }

    #[track_caller]
    fn new(group: Value<String>, streams: Value<String>) -> Self {
        let mut options = Options::default();
        options.set("FilterPattern", "");
        Self { group, streams, options, place: Place::caller() }
    }

    /// The lines that the function gets, in CloudWatch's words, at most 1,024 characters; all of them unless set.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>
    #[track_caller]
    #[must_use]
    pub fn filter_pattern(mut self, pattern: &str) -> Self {
        self.options.set("FilterPattern", pattern);
        self
    }

    /// The name of the filter, at most 512 characters; of CloudFormation's choice unless set.
    #[track_caller]
    #[must_use]
    pub fn filter_name(mut self, name: &str) -> Self {
        self.options.set("FilterName", name);
        self
    }

    /// Whether the pattern is for lines as the group's transformer makes them; no unless set.
    #[track_caller]
    #[must_use]
    pub fn apply_on_transformed_logs(mut self, transformed: bool) -> Self {
        self.options.set("ApplyOnTransformedLogs", transformed);
        self
    }

    /// Adds a field that CloudWatch puts into each line: `@aws.account` or `@aws.region`. For groups that gather the
    /// logs of several accounts.
    #[track_caller]
    #[must_use]
    pub fn emit_system_field(mut self, name: &str) -> Self {
        self.options.push("EmitSystemFields", name);
        self
    }

    /// The lines that count, by those fields, at most 2,000 characters: `@aws.region = "eu-west-1"`.
    #[track_caller]
    #[must_use]
    pub fn field_selection_criteria(mut self, criteria: &str) -> Self {
        self.options.set("FieldSelectionCriteria", criteria);
        self
    }
}

impl EventSource for Logs {
    fn kind(&self) -> &'static str {
        "log trigger"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        self.group.json().clone()
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        visit(self.group.json());
        visit(self.streams.json());
        self.options.visit(visit);
    }
}
