//! An app: functions of one domain, with their triggers and resources.
//!
//! Owns [`App`], and the handles to its APIs. An app is made by an ordinary Rust function, so that it is reused like any
//! Rust code.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::id::{API_STAGE, Id, MANAGEMENT_URL, Part, URL};
use super::resource::ResourceData;
use super::settings::Placed;
use super::value::{join, partition};
use super::{
    Function, HttpApi, IntoFunction, Notification, Place, Resource, RestApi, Statement, Trigger, Value, WebSocketApi,
    account_id, region,
};

/// Functions of one domain; reusable across projects, and several times in one under different names.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) functions: Vec<Function>,
    pub(crate) resources: Vec<ResourceData>,
    pub(crate) notifications: Vec<Notification>,
    /// What was said of its HTTP API.
    pub(crate) http: Option<HttpApi>,
    /// What was said of its REST API.
    pub(crate) rest: Option<RestApi>,
    /// What was said of its WebSocket API.
    pub(crate) websocket: Option<WebSocketApi>,
    pub(crate) tags: BTreeMap<String, Placed<Value<String>>>,
    pub(crate) place: Place,
}

impl App {
    /// An app by name: at most 30 letters, digits, `_` and `-`, a letter first, unique in its project.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        let place = Place::caller();
        Self {
            id: Id::new(format!("app `{name}`"), place.clone()),
            name: name.to_owned(),
            functions: Vec::new(),
            resources: Vec::new(),
            notifications: Vec::new(),
            http: None,
            rest: None,
            websocket: None,
            tags: BTreeMap::new(),
            place,
        }
    }

    /// Adds a function.
    #[must_use]
    pub fn function(mut self, function: impl IntoFunction) -> Self {
        self.functions.push(function.into_function());
        self
    }

    /// Adds a resource; its logical ID begins with the app's name.
    #[must_use]
    #[allow(clippy::should_implement_trait)] // `add` is the word; nobody sums apps
    pub fn add<T>(mut self, resource: Resource<T>) -> Self {
        self.resources.push(resource.data);
        self
    }

    /// A tag on the app's functions; a function's own tag of that key wins.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        self.tags.insert(key.to_owned(), Placed { value: value.into(), place: Place::caller() });
        self
    }

    /// Tells a queue, a topic or EventBridge what happens to the objects of a bucket.
    #[must_use]
    pub fn notification(mut self, notification: Notification) -> Self {
        self.notifications.push(notification);
        self
    }

    /// Another name, for an app that is installed twice.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// What all routes of the app's HTTP API share. Its routes are functions' `Http` triggers.
    #[must_use]
    pub fn http_api(mut self, api: HttpApi) -> Self {
        self.http = Some(api);
        self
    }

    /// What all methods of the app's REST API share. Its methods are functions' `Rest` triggers.
    #[must_use]
    pub fn rest_api(mut self, api: RestApi) -> Self {
        self.rest = Some(api);
        self
    }

    /// What all routes of the app's WebSocket API share. Its routes are functions' `WebSocket` triggers.
    #[must_use]
    pub fn websocket_api(mut self, api: WebSocketApi) -> Self {
        self.websocket = Some(api);
        self
    }

    /// The URL of a path on the app's HTTP API, which exists where one of its functions has an `Http` trigger. It is under
    /// the API's first own domain, where it has any.
    ///
    /// On stage `local` it is a URL that this machine, and functions on it, can call.
    #[must_use]
    pub fn url(&self, path: &str) -> Value<String> {
        self.path_url(Part::HttpApi, path)
    }

    /// The URL of a path on the app's REST API, which exists where one of its functions has a `Rest` trigger. It is under
    /// the API's first own domain, where it has any.
    ///
    /// On stage `local` it is a URL that this machine, and functions on it, can call.
    #[must_use]
    pub fn rest_url(&self, path: &str) -> Value<String> {
        self.path_url(Part::RestApi, path)
    }

    /// The `wss://` URL of the app's WebSocket API, which exists where one of its functions has a `WebSocket` trigger. It
    /// is under the API's first own domain, where it has any.
    ///
    /// On stage `local` it is a `ws://` URL that this machine, and functions on it, can reach.
    #[must_use]
    pub fn websocket_url(&self) -> Value<String> {
        self.handle(URL, Part::WebSocketApi)
    }

    /// The URL by which messages are posted to connections of the app's WebSocket API: the endpoint of an
    /// `ApiGatewayManagementApi` client. Who posts needs [`manage_connections`](Self::manage_connections).
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html>
    #[must_use]
    pub fn websocket_management_url(&self) -> Value<String> {
        self.handle(MANAGEMENT_URL, Part::WebSocketApi)
    }

    /// Allows a function to post messages to connections of the app's WebSocket API.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html>
    #[track_caller]
    #[must_use]
    pub fn post_to_connections(&self) -> Statement {
        self.connections("POST")
    }

    /// Allows a function to post messages to connections of the app's WebSocket API, to look at them, and to end them.
    #[track_caller]
    #[must_use]
    pub fn manage_connections(&self) -> Statement {
        self.connections("*")
    }

    #[track_caller]
    fn connections(&self, method: &str) -> Statement {
        // A connection has its ID only while it lasts, so that no policy can name it.
        let connections = format!("/{method}/@connections/*").into();
        let api = self.handle(API_STAGE, Part::WebSocketApi);
        let arn = ["arn:".into(), partition(), ":execute-api:".into(), region(), ":".into(), account_id(), ":".into()];
        let arn = join("", arn.into_iter().chain([api, connections]));
        Statement::allow(["execute-api:ManageConnections"]).on(arn)
    }

    /// The ID of the app's HTTP API.
    #[must_use]
    pub fn http_api_id(&self) -> Value<String> {
        self.handle("Ref", Part::HttpApi)
    }

    /// The ID of the app's REST API.
    #[must_use]
    pub fn rest_api_id(&self) -> Value<String> {
        self.handle("Ref", Part::RestApi)
    }

    /// The ID of the app's WebSocket API.
    #[must_use]
    pub fn websocket_api_id(&self) -> Value<String> {
        self.handle("Ref", Part::WebSocketApi)
    }

    fn path_url(&self, part: Part, path: &str) -> Value<String> {
        join("", [self.handle(URL, part), Value::from(format!("/{}", path.trim_start_matches('/')))])
    }

    fn handle(&self, function: &str, part: Part) -> Value<String> {
        Value::raw(json!({ function: self.id.mark(part) }))
    }

    /// Every trigger with its function.
    pub(crate) fn triggers(&self) -> impl Iterator<Item = (&Function, &Trigger)> {
        self.functions
            .iter()
            .flat_map(|function| function.settings.triggers.iter().map(move |trigger| (function, trigger)))
    }

    /// Whether the app has an API of this kind.
    pub(crate) fn has(&self, api: Part) -> bool {
        self.triggers().any(|(_, trigger)| match trigger {
            Trigger::Http(_) => api == Part::HttpApi,
            Trigger::Rest(_) => api == Part::RestApi,
            Trigger::WebSocket(_) => api == Part::WebSocketApi,
            _ => false,
        }) || match api {
            Part::HttpApi => self.http.as_ref().is_some_and(|http| !http.routes.is_empty()),
            Part::RestApi => self.rest.as_ref().is_some_and(|rest| !rest.methods.is_empty()),
            _ => false,
        }
    }

    /// Every value that was said of its APIs and may hold a reference, with the API's line.
    pub(crate) fn api_values(&self, visit: &mut dyn FnMut(&Json, &Place)) {
        if let Some(http) = &self.http {
            http.visit(&mut |json| visit(json, &http.place));
        }
        if let Some(rest) = &self.rest {
            rest.visit(&mut |json| visit(json, &rest.place));
        }
        if let Some(websocket) = &self.websocket {
            websocket.visit(&mut |json| visit(json, &websocket.place));
        }
    }
}
