//! Fields of an AppSync API.
//!
//! Owns [`AppSync`], a data source, and [`Resolver`], a field that it answers.

use serde_json::{Value as Json, json};

use super::{EventSource, Options};
use crate::aws;
use crate::describe::id::{Id, Part};
use crate::describe::value::sub;
use crate::describe::{Place, Resource, Value};

/// Fields of an AppSync GraphQL API that the function answers.
///
/// ```
/// use gordon::prelude::*;
///
/// let api = Resource::<aws::appsync::GraphQLApi>::typed("Api", json!({ "Name": "shop", "AuthenticationType": "API_KEY" }));
/// let orders = AppSync::of(&api, "Orders")
///     .resolver(Resolver::field("Query", "order"))
///     .resolver(Resolver::field("Order", "customer").batch_size(50));
/// let name = orders.data_source(); // for a pipeline's functions, with `resource!`
/// let order = Function::new("order").on(orders);
/// ```
///
/// The function becomes a data source of the API, with a role that may call the function and nothing else. A field
/// without code or templates gets the function's answer as it is.
///
/// <https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html>
#[derive(Clone, Debug)]
pub struct AppSync {
    pub(crate) id: Id,
    pub(crate) api: Value<String>,
    pub(crate) api_arn: Value<String>,
    pub(crate) name: String,
    pub(crate) options: Options,
    pub(crate) resolvers: Vec<Resolver>,
    pub(crate) place: Place,
}

/// A field of a GraphQL type that a function answers.
#[derive(Clone, Debug)]
pub struct Resolver {
    pub(crate) type_name: String,
    pub(crate) field: String,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl AppSync {
    /// A data source, by a name that is unique in the API, of an API of this project.
    #[track_caller]
    #[must_use]
    pub fn of(api: &Resource<aws::appsync::GraphQLApi>, name: &str) -> Self {
        Self::new(api.attribute("ApiId"), api.attribute("Arn"), name)
    }

    /// A data source, by a name that is unique in the API, of an API that exists already, by its ID.
    #[track_caller]
    #[must_use]
    pub fn existing(api_id: impl Into<Value<String>>, name: &str) -> Self {
        let api = api_id.into();
        let arn = "arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/${api}";
        Self::new(api.clone(), sub(arn, [("api", api)]), name)
    }

    #[track_caller]
    fn new(api: Value<String>, api_arn: Value<String>, name: &str) -> Self {
        Self {
            id: Id::new(format!("the trigger `{name}`"), Place::caller()),
            api,
            api_arn,
            name: name.to_owned(),
            options: Options::default(),
            resolvers: Vec::new(),
            place: Place::caller(),
        }
    }

    /// Adds a field that the function answers.
    #[must_use]
    pub fn resolver(mut self, resolver: Resolver) -> Self {
        self.resolvers.push(resolver);
        self
    }

    /// What the data source is for.
    #[track_caller]
    #[must_use]
    pub fn description(mut self, text: &str) -> Self {
        self.options.set("Description", text);
        self
    }

    /// Whether its enhanced metrics are on, where the API leaves that to its data sources.
    #[track_caller]
    #[must_use]
    pub fn metrics(mut self, on: bool) -> Self {
        self.options.set("MetricsConfig", enabled(on));
        self
    }

    /// The data source's name as a reference, for resolvers and pipeline functions made with
    /// [`resource!`](crate::resource).
    #[must_use]
    pub fn data_source(&self) -> Value<String> {
        Value::raw(json!({ "Fn::GetAtt": [self.id.mark(Part::Itself), "Name"] }))
    }
}

impl Resolver {
    /// A field of a type, such as `Query` and `order`.
    #[track_caller]
    #[must_use]
    pub fn field(type_name: &str, field: &str) -> Self {
        let (type_name, field) = (type_name.to_owned(), field.to_owned());
        Self { type_name, field, options: Options::default(), place: Place::caller() }
    }

    /// Calls the function once for up to this many objects, at most 2,000.
    ///
    /// <https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html#advanced-use-case-batching>
    #[track_caller]
    #[must_use]
    pub fn batch_size(mut self, objects: u32) -> Self {
        self.options.set("MaxBatchSize", objects);
        self
    }

    /// JavaScript with the functions `request` and `response` (runtime `APPSYNC_JS` 1.0.0), at most 32,768 characters.
    #[track_caller]
    #[must_use]
    pub fn code(mut self, javascript: &str) -> Self {
        self.options.set("Code", javascript);
        self.options.set("Runtime", json!({ "Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0" }));
        self
    }

    /// What the function is called with, in Velocity's template language; at most 65,536 characters.
    #[track_caller]
    #[must_use]
    pub fn request_template(mut self, velocity: &str) -> Self {
        self.options.set("RequestMappingTemplate", velocity);
        self
    }

    /// What becomes of the function's answer, in Velocity's template language; at most 65,536 characters.
    #[track_caller]
    #[must_use]
    pub fn response_template(mut self, velocity: &str) -> Self {
        self.options.set("ResponseMappingTemplate", velocity);
        self
    }

    /// Keeps answers for a time, 1 to 3,600 seconds, one for each value of the keys (such as `$context.arguments.id`).
    #[track_caller]
    #[must_use]
    pub fn caching<S: Into<String>>(mut self, seconds: u32, keys: impl IntoIterator<Item = S>) -> Self {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        let caching =
            if keys.is_empty() { json!({ "Ttl": seconds }) } else { json!({ "Ttl": seconds, "CachingKeys": keys }) };
        self.options.set("CachingConfig", caching);
        self
    }

    /// Whether its enhanced metrics are on, where the API leaves that to its resolvers.
    #[track_caller]
    #[must_use]
    pub fn metrics(mut self, on: bool) -> Self {
        self.options.set("MetricsConfig", enabled(on));
        self
    }
}

const fn enabled(on: bool) -> &'static str {
    if on { "ENABLED" } else { "DISABLED" }
}

impl EventSource for AppSync {
    fn kind(&self) -> &'static str {
        "AppSync data source"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        json!([self.api, self.name])
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        [&self.api, &self.api_arn].map(Value::json).into_iter().for_each(visit);
    }

    fn parts(&self) -> Vec<(&Id, Json, &'static str)> {
        vec![(&self.id, self.key(), "DataSource")]
    }
}
