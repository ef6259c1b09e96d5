//! Custom rules of AWS Config.
//!
//! Owns [`ConfigRule`].

use serde_json::{Value as Json, json};

use super::{EventSource, Options};
use crate::describe::{Place, Statement, Value};

/// A custom rule of AWS Config, whose judgement is the function's.
///
/// ```
/// use gordon::prelude::*;
///
/// let tagged = Function::new("tagged").on(
///     ConfigRule::new("owner")
///         .on_change()
///         .resource_type("AWS::EC2::Instance")
///         .input(json!({ "tag": "owner" }))
///         .description("Every instance has an owner"),
/// );
/// ```
///
/// The function may hand in its evaluations (`config:PutEvaluations`).
///
/// <https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html>
#[derive(Clone, Debug)]
pub struct ConfigRule {
    pub(crate) name: String,
    /// Properties of the rule itself.
    pub(crate) options: Options,
    /// Its `Scope`.
    pub(crate) scope: Options,
    /// Its `SourceDetails`.
    pub(crate) messages: Vec<Json>,
    pub(crate) place: Place,
}

/// How often a rule judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigFrequency {
    /// Every hour.
    OneHour,
    /// Every 3 hours.
    ThreeHours,
    /// Every 6 hours.
    SixHours,
    /// Every 12 hours.
    TwelveHours,
    /// Every 24 hours.
    TwentyFourHours,
}

impl ConfigFrequency {
    const fn name(self) -> &'static str {
        match self {
            Self::OneHour => "One_Hour",
            Self::ThreeHours => "Three_Hours",
            Self::SixHours => "Six_Hours",
            Self::TwelveHours => "Twelve_Hours",
            Self::TwentyFourHours => "TwentyFour_Hours",
        }
    }
}

impl ConfigRule {
    /// A rule by name (unique among the function's); AWS Config gets a name that CloudFormation makes.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            options: Options::default(),
            scope: Options::default(),
            messages: Vec::new(),
            place: Place::caller(),
        }
    }

    /// Judges when a resource changes, also one whose description is too big for a message.
    #[must_use]
    pub fn on_change(self) -> Self {
        self.message(json!({ "MessageType": "ConfigurationItemChangeNotification" }))
            .message(json!({ "MessageType": "OversizedConfigurationItemChangeNotification" }))
    }

    /// Judges at an interval.
    #[must_use]
    pub fn every(self, frequency: ConfigFrequency) -> Self {
        let frequency = frequency.name();
        self.message(json!({ "MessageType": "ScheduledNotification", "MaximumExecutionFrequency": frequency }))
    }

    /// Judges when AWS Config delivers a snapshot of all resources, at most this often.
    #[track_caller]
    #[must_use]
    pub fn on_snapshot(mut self, at_most: ConfigFrequency) -> Self {
        self.options.set("MaximumExecutionFrequency", at_most.name());
        self.message(json!({ "MessageType": "ConfigurationSnapshotDeliveryCompleted" }))
    }

    fn message(mut self, mut message: Json) -> Self {
        message["EventSource"] = Json::from("aws.config");
        self.messages.push(message);
        self
    }

    /// Adds a type of resource that it judges, such as `AWS::EC2::Instance`, at most 100; without any, all types.
    #[track_caller]
    #[must_use]
    pub fn resource_type(mut self, name: &str) -> Self {
        self.scope.push("ComplianceResourceTypes", name);
        self
    }

    /// The one resource that it judges, by ID; with exactly one [`resource_type`](Self::resource_type).
    #[track_caller]
    #[must_use]
    pub fn resource_id(mut self, id: impl Into<Value<String>>) -> Self {
        self.scope.set("ComplianceResourceId", id.into().into_json());
        self
    }

    /// The tag of the resources that it judges.
    #[track_caller]
    #[must_use]
    pub fn tag_key(mut self, key: &str) -> Self {
        self.scope.set("TagKey", key);
        self
    }

    /// The value of that tag.
    #[track_caller]
    #[must_use]
    pub fn tag_value(mut self, value: &str) -> Self {
        self.scope.set("TagValue", value);
        self
    }

    /// An object whose values are texts, which each event carries as `ruleParameters`; at most 1,024 characters.
    #[track_caller]
    #[must_use]
    pub fn input(mut self, parameters: Json) -> Self {
        self.options.set("InputParameters", parameters);
        self
    }

    /// What the rule asks for, at most 256 characters.
    #[track_caller]
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.options.set("Description", text);
        self
    }

    /// Judges resources before they are made too.
    ///
    /// <https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config-rules.html>
    #[track_caller]
    #[must_use]
    pub fn proactive(mut self) -> Self {
        self.options.set("EvaluationModes", json!([{ "Mode": "DETECTIVE" }, { "Mode": "PROACTIVE" }]));
        self
    }
}

impl EventSource for ConfigRule {
    fn kind(&self) -> &'static str {
        "Config rule"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        self.scope.visit(visit);
    }

    fn grants(&self) -> Vec<Statement> {
        // The action has no resource.
        // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html>
        vec![Statement::allow(["config:PutEvaluations"]).on_any()]
    }
}
