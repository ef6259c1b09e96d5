//! Keys of a REST API's clients, and how much each may use.
//!
//! Owns [`UsagePlan`] and [`ApiKey`].

use serde_json::{Value as Json, json};

use super::Options;
use super::properties::{entries, setters, text};
use crate::describe::id::Id;
use crate::describe::{Place, Value};

/// How much the holders of some keys may use of a REST API.
///
/// ```
/// use gordon::prelude::*;
///
/// let partner = ApiKey::new("partner").description("The partner's own");
/// let plan = UsagePlan::new("basic").throttle(10.0, 5).quota(10_000, QuotaPeriod::Month).key(&partner);
/// let api = RestApi::new().api_key_required(true).usage_plan(plan);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html>
#[derive(Clone, Debug)]
pub struct UsagePlan {
    pub(crate) name: String,
    pub(crate) options: Options,
    /// Throttling of single methods, by `/path/METHOD`.
    pub(crate) methods: Options,
    pub(crate) keys: Vec<ApiKey>,
    pub(crate) place: Place,
}

/// The time that a quota is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaPeriod {
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

impl QuotaPeriod {
    const fn name(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Week => "WEEK",
            Self::Month => "MONTH",
        }
    }
}

impl UsagePlan {
    /// A plan by name, unique in its API.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            options: Options::default(),
            methods: Options::default(),
            keys: Vec::new(),
            place: Place::caller(),
        }
    }

    /// Adds a key. Plans can share one.
    #[must_use]
    pub fn key(mut self, key: &ApiKey) -> Self {
        self.keys.push(key.clone());
        self
    }

    setters! { options:
        /// What the plan is for.
        description(description: &str) => "Description": description;
        /// Requests a second, and how many at once, of each key.
        throttle(rate: f64, burst: u32) => "Throttle": json!({ "RateLimit": rate, "BurstLimit": burst });
        /// Requests in each period, of each key.
        quota(requests: u32, period: QuotaPeriod) => "Quota": json!({ "Limit": requests, "Period": period.name() });
        /// A name that people read, in place of CloudFormation's own.
        plan_name(name: impl Into<Value<String>>) => "UsagePlanName": text(name);
    }

    entries! { methods:
        /// Requests a second, and how many at once, of each key on one method, such as `GET` of `/orders`.
        throttle_method(method: super::HttpMethod, path: &str, rate: f64, burst: u32) =>
            "Throttle"[&format!("{path}/{}", method.name())]:
            json!({ "RateLimit": rate, "BurstLimit": burst });
    }

    /// Adds a tag.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        self.options.push("Tags", json!({ "Key": key, "Value": text(value) }));
        self
    }
}

/// A key that clients of a REST API send in `x-api-key`. Clones are the same key.
///
/// API Gateway makes its value, which the console and `aws apigateway get-api-key --include-value` show.
#[derive(Clone, Debug)]
pub struct ApiKey {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// The ID of a key that is not the stack's.
    pub(crate) existing: Option<Value<String>>,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl ApiKey {
    /// A key by name, unique in its app. It is enabled unless told otherwise.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut key = Self::of(name, None);
        key.options.set("Enabled", true);
        key
    }

    /// A key that exists, by ID.
    #[track_caller]
    #[must_use]
    pub fn existing(name: &str, id: impl Into<Value<String>>) -> Self {
        Self::of(name, Some(id.into()))
    }

    #[track_caller]
    fn of(name: &str, existing: Option<Value<String>>) -> Self {
        let place = Place::caller();
        let id = Id::new(format!("API key `{name}`"), place.clone());
        Self { id, name: name.to_owned(), existing, options: Options::default(), place }
    }

    setters! { options:
        /// What the key is for.
        description(description: &str) => "Description": description;
        /// Whether it works.
        enabled(enabled: bool) => "Enabled": enabled;
        /// The customer of the AWS Marketplace.
        customer_id(id: impl Into<Value<String>>) => "CustomerId": text(id);
        /// Whether API Gateway's ID of the key differs from its value.
        generate_distinct_id(distinct: bool) => "GenerateDistinctId": distinct;
        /// Its value, at least 20 characters, in place of one that API Gateway makes. A literal would be in the
        /// template.
        value(value: impl Into<Value<String>>) => "Value": text(value);
        /// A name that people read, in place of CloudFormation's own.
        key_name(name: impl Into<Value<String>>) => "Name": text(name);
    }

    /// Adds a tag.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        self.options.push("Tags", json!({ "Key": key, "Value": text(value) }));
        self
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        self.existing.iter().for_each(|id| visit(id.json()));
    }
}
