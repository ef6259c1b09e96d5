//! Routes of an app's WebSocket API.
//!
//! Owns [`WebSocket`]: a route key, with the options of its route and integration. The API itself belongs to the app
//! and is made by `synth`.

use serde_json::Value as Json;

use super::api::Auth;
use super::properties::{entries, setters, text};
use super::{EventSource, Options, WebSocketAuthorizer};
use crate::describe::{Place, Value};

/// A route of the app's WebSocket API.
///
/// A client's message goes to the route that the API's route selection expression finds in it; `{"action": "send"}`
/// goes to `send`, unless the API says otherwise.
///
/// ```
/// use gordon::prelude::*;
///
/// let app = App::new("chat");
/// let talk = Function::new("talk").code("talk.py").handler("talk.handler")
///     .environment("CONNECTIONS", app.websocket_management_url())
///     .allow(app.post_to_connections())
///     .on(WebSocket::connect())
///     .on(WebSocket::disconnect())
///     .on(WebSocket::route("send"))
///     .on(WebSocket::default_route().two_way());
/// let app = app.function(talk);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html>
#[derive(Clone, Debug)]
pub struct WebSocket {
    pub(crate) key: String,
    pub(crate) route: Options,
    pub(crate) integration: Options,
    pub(crate) settings: Options,
    pub(crate) auth: Auth<WebSocketAuthorizer>,
    pub(crate) answers: bool,
    /// The schema of its messages.
    pub(crate) model: Option<Json>,
    pub(crate) place: Place,
}

impl WebSocket {
    /// A client connects: the function's answer decides whether it may.
    #[track_caller]
    #[must_use]
    pub fn connect() -> Self {
        Self::route("$connect")
    }

    /// A client, or API Gateway, has disconnected.
    #[track_caller]
    #[must_use]
    pub fn disconnect() -> Self {
        Self::route("$disconnect")
    }

    /// A message that no other route is for.
    #[track_caller]
    #[must_use]
    pub fn default_route() -> Self {
        Self::route("$default")
    }

    /// A message for which the route selection expression gives this key.
    #[track_caller]
    #[must_use]
    pub fn route(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            route: Options::default(),
            integration: Options::default(),
            settings: Options::default(),
            auth: Auth::Open,
            answers: false,
            model: None,
            place: Place::caller(),
        }
    }

    /// Whoever connects is asked for: of [`connect`](Self::connect) only.
    #[must_use]
    pub fn authorizer(mut self, authorizer: &WebSocketAuthorizer) -> Self {
        self.auth = Auth::Authorizer(Box::new(authorizer.clone()));
        self
    }

    /// Whoever connects signs the request with AWS credentials: of [`connect`](Self::connect) only.
    #[must_use]
    pub fn iam(mut self) -> Self {
        self.auth = Auth::Iam;
        self
    }

    /// What the function returns is sent back to the client (a route response).
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html>
    #[must_use]
    pub fn two_way(mut self) -> Self {
        self.answers = true;
        self
    }

    /// The JSON schema that messages of the route must follow; others are answered with an error.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html>
    #[must_use]
    pub fn model(mut self, schema: Json) -> Self {
        self.model = Some(schema);
        self
    }

    setters! { route:
        /// Whether whoever connects must send an API key.
        api_key_required(required: bool) => "ApiKeyRequired": required;
        /// A name for SDKs and logs, at most 64 characters.
        operation_name(name: &str) => "OperationName": name;
    }

    entries! { route:
        /// A parameter that is passed on, such as `route.request.querystring.room`, and whether it must be there: of
        /// [`connect`](Self::connect) only.
        parameter(name: &str, required: bool) => "RequestParameters"[name]: serde_json::json!({ "Required": required });
    }

    setters! { integration:
        /// Milliseconds after which API Gateway gives up, 50 to 29,000; 29,000 unless set.
        timeout(milliseconds: u32) => "TimeoutInMillis": milliseconds;
        /// What the integration is for.
        integration_description(description: &str) => "Description": description;
        /// A role by ARN that API Gateway takes to call the function.
        credentials(role_arn: impl Into<Value<String>>) => "CredentialsArn": text(role_arn);
        /// How binary messages are converted on the way; as Base64 text unless set.
        content_handling(handling: super::ContentHandling) => "ContentHandlingStrategy": handling.name();
    }

    /// Messages a second, and how many at once, that the route takes.
    #[track_caller]
    #[must_use]
    pub fn throttle(mut self, rate: f64, burst: u32) -> Self {
        self.settings.set("ThrottlingRateLimit", rate);
        self.settings.set("ThrottlingBurstLimit", burst);
        self
    }

    setters! { settings:
        /// Metrics in CloudWatch for this route, which cost.
        detailed_metrics(enabled: bool) => "DetailedMetricsEnabled": enabled;
        /// API Gateway's own log lines of this route.
        logging(level: super::ApiLogLevel) => "LoggingLevel": level.name();
        /// Whether whole messages are logged: not where they hold secrets.
        data_trace(enabled: bool) => "DataTraceEnabled": enabled;
    }

    pub(crate) fn is_connect(&self) -> bool {
        self.key == "$connect"
    }
}

impl EventSource for WebSocket {
    fn kind(&self) -> &'static str {
        "WebSocket route"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(self.key.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.integration.visit(visit);
        self.model.iter().for_each(&mut *visit);
        self.auth.authorizer().iter().for_each(|authorizer| authorizer.visit(visit));
    }
}
