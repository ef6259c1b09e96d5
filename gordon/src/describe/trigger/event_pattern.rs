//! Events of an EventBridge bus that match a pattern.
//!
//! Owns [`EventPattern`].

use serde_json::{Map, Value as Json};

use super::EventSource;
use super::rule::{Rule, rule_setters};
use crate::aws;
use crate::describe::{Place, Resource, Value};

/// Events of an EventBridge bus, the account's default one unless it is told otherwise.
///
/// ```
/// use gordon::prelude::*;
///
/// let shop = Resource::<aws::events::EventBus>::typed("Shop", json!({ "Name": "shop" }));
/// let large = EventPattern::new("large")
///     .bus(&shop)
///     .source("shop.orders")
///     .detail_type("OrderPlaced")
///     .detail(json!({ "total": [{ "numeric": [">", 1000] }] }))
///     .input_path("$.detail");
/// ```
///
/// Each function that wants the same events has a rule of its own: say the pattern once in a Rust function, and call
/// that for each.
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>
#[derive(Clone, Debug)]
pub struct EventPattern {
    pub(crate) rule: Rule,
    pub(crate) pattern: Map<String, Json>,
}

impl EventPattern {
    /// A rule by name (unique among the function's patterns), which needs at least one thing to match.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { rule: Rule::new(name), pattern: Map::new() }
    }

    /// A bus of this project.
    #[track_caller]
    #[must_use]
    pub fn bus(self, bus: &Resource<aws::events::EventBus>) -> Self {
        self.bus_name(bus.reference())
    }

    /// A bus by name or ARN.
    #[track_caller]
    #[must_use]
    pub fn bus_name(mut self, name: impl Into<Value<String>>) -> Self {
        self.rule.options.set("EventBusName", name.into().into_json());
        self
    }

    /// Adds a source that matches, such as `aws.s3` or one of your own.
    #[must_use]
    pub fn source(self, name: &str) -> Self {
        self.any_of("source", Json::from(name))
    }

    /// Adds a kind of event that matches, such as `Object Created`.
    #[must_use]
    pub fn detail_type(self, name: &str) -> Self {
        self.any_of("detail-type", Json::from(name))
    }

    /// Adds a resource that matches, by ARN.
    #[must_use]
    pub fn resource(self, arn: impl Into<Value<String>>) -> Self {
        self.any_of("resources", arn.into().into_json())
    }

    /// What the event's detail must match.
    #[must_use]
    pub fn detail(self, pattern: Json) -> Self {
        self.matching("detail", pattern)
    }

    /// What a field of the event must match, in EventBridge's words: `matching("account", json!(["111111111111"]))`.
    #[must_use]
    pub fn matching(mut self, field: &str, pattern: Json) -> Self {
        self.pattern.insert(field.to_owned(), pattern);
        self
    }

    /// The rule sees every management event of CloudTrail too, also those that only read
    /// (`ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`).
    #[track_caller]
    #[must_use]
    pub fn with_all_management_events(mut self) -> Self {
        self.rule.options.set("State", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
        self
    }

    fn any_of(mut self, field: &str, value: Json) -> Self {
        match self.pattern.get_mut(field) {
            Some(Json::Array(values)) => values.push(value),
            _ => drop(self.pattern.insert(field.to_owned(), Json::Array(vec![value]))),
        }
        self
    }
}

rule_setters! { EventPattern }

impl EventSource for EventPattern {
    fn kind(&self) -> &'static str {
        "event pattern"
    }

    fn place(&self) -> &Place {
        &self.rule.place
    }

    fn key(&self) -> Json {
        Json::from(self.rule.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.rule.visit(visit);
        self.pattern.values().for_each(visit);
    }
}
