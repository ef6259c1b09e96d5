//! What all routes of an app's WebSocket API share, and who may connect.
//!
//! Owns [`WebSocketApi`] and [`WebSocketAuthorizer`].

use serde_json::Value as Json;

use super::properties::{entries, setters, text, texts};
use super::{AccessLog, ApiLogLevel, Domain, IpAddressType, Options};
use crate::describe::id::Id;
use crate::describe::settings::Placed;
use crate::describe::{Function, Place, Value};

/// Settings of an app's WebSocket API; without them, anyone may connect, a message's `action` is its route, and the
/// stage is `live`.
///
/// ```
/// use gordon::prelude::*;
///
/// let app = App::new("chat").websocket_api(
///     WebSocketApi::new().route_selection_expression("$request.body.kind").throttle(100.0, 50),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html>
#[derive(Clone, Debug)]
pub struct WebSocketApi {
    pub(crate) api: Options,
    pub(crate) stage: Options,
    pub(crate) stage_name: Placed<String>,
    pub(crate) settings: Options,
    pub(crate) log: Option<AccessLog>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) account_role: bool,
    pub(crate) place: Place,
}

impl WebSocketApi {
    /// No settings yet.
    #[expect(clippy::new_without_default, reason = "`Default` would lose the caller's line")]
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self::at(Place::caller())
    }

    pub(crate) fn at(place: Place) -> Self {
        let mut api = Options::default();
        api.set("RouteSelectionExpression", "$request.body.action");
        Self {
            api,
            stage: Options::default(),
            stage_name: Placed { value: super::STAGE.to_owned(), place: place.clone() },
            settings: Options::default(),
            log: None,
            domains: Vec::new(),
            account_role: false,
            place,
        }
    }

    /// The stage's name, which is the last segment of the URL; `live` unless set.
    #[track_caller]
    #[must_use]
    pub fn stage_name(mut self, name: &str) -> Self {
        self.stage_name = Placed { value: name.to_owned(), place: Place::caller() };
        self
    }

    /// A line for each connection and message. The account must have a role for it: see
    /// [`account_log_role`](Self::account_log_role).
    #[must_use]
    pub fn access_log(mut self, log: AccessLog) -> Self {
        self.log = Some(log);
        self
    }

    /// Adds a domain of one's own. [`App::websocket_url`](crate::describe::App::websocket_url) is under the first.
    #[must_use]
    pub fn domain(mut self, domain: Domain) -> Self {
        self.domains.push(domain);
        self
    }

    /// Gives the *account* the role with which API Gateway writes logs, in this region: see
    /// [`RestApi::account_log_role`](super::RestApi::account_log_role).
    #[must_use]
    pub fn account_log_role(mut self) -> Self {
        self.account_role = true;
        self
    }

    /// Messages a second, and how many at once, that every route takes together.
    #[track_caller]
    #[must_use]
    pub fn throttle(mut self, rate: f64, burst: u32) -> Self {
        self.settings.set("ThrottlingRateLimit", rate);
        self.settings.set("ThrottlingBurstLimit", burst);
        self
    }

    /// Adds a tag, to the API and its stage.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        let value = text(value);
        self.api.member("Tags", key, value.clone());
        self.stage.member("Tags", key, value);
        self
    }

    setters! { api:
        /// Where in a message its route is; `$request.body.action` unless set.
        route_selection_expression(expression: &str) => "RouteSelectionExpression": expression;
        /// Where the API key is: `$request.header.x-api-key` unless set, or `$context.authorizer.usageIdentifierKey`.
        api_key_selection_expression(expression: &str) => "ApiKeySelectionExpression": expression;
        /// The API's name, at most 128 characters; the stack's and the app's unless set. It tells nobody apart.
        name(name: impl Into<Value<String>>) => "Name": text(name);
        /// What the API is for, at most 1,024 characters.
        description(description: &str) => "Description": description;
        /// A version that people read, at most 64 characters.
        version(version: &str) => "Version": version;
        /// Clients must use a domain of one's own.
        disable_endpoint() => "DisableExecuteApiEndpoint": true;
        /// Whether models are not looked at when the API is made.
        disable_schema_validation(disabled: bool) => "DisableSchemaValidation": disabled;
        /// The addresses by which the API is reached; IPv4 unless set.
        ip_address_type(kind: IpAddressType) => "IpAddressType": kind.name();
    }

    setters! { stage:
        /// What the stage is for, at most 1,024 characters.
        stage_description(description: &str) => "Description": description;
        /// The client certificate, by ID, that API Gateway shows to servers.
        client_certificate(id: impl Into<Value<String>>) => "ClientCertificateId": text(id);
    }

    entries! { stage:
        /// A stage variable: `$stageVariables.name`.
        stage_variable(name: &str, value: impl Into<Value<String>>) => "StageVariables"[name]: text(value);
    }

    setters! { settings:
        /// Metrics in CloudWatch for each route, which cost.
        detailed_metrics(enabled: bool) => "DetailedMetricsEnabled": enabled;
        /// API Gateway's own log lines.
        logging(level: ApiLogLevel) => "LoggingLevel": level.name();
        /// Whether whole messages are logged: not where they hold secrets.
        data_trace(enabled: bool) => "DataTraceEnabled": enabled;
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.api.visit(visit);
        self.stage.visit(visit);
        self.log.iter().filter_map(|log| log.destination.as_ref()).for_each(|arn| visit(arn.json()));
        self.domains.iter().for_each(|domain| domain.visit(visit));
    }
}

/// Decides who may connect to a WebSocket API: a function, which answers with an IAM policy. Clones are the same
/// authorizer.
///
/// ```
/// use gordon::prelude::*;
///
/// let gate = Function::new("gate").code("gate.py").handler("gate.handler");
/// let connect = WebSocket::connect().authorizer(&WebSocketAuthorizer::lambda("gate", &gate));
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html>
#[derive(Clone, Debug)]
pub struct WebSocketAuthorizer {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) function: Value<String>,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl WebSocketAuthorizer {
    /// Asks a function of the project.
    #[track_caller]
    #[must_use]
    pub fn lambda(name: &str, function: &Function) -> Self {
        let place = Place::caller();
        let mut options = Options::default();
        options.set("IdentitySource", vec![Json::from("route.request.header.Authorization")]);
        let id = Id::new(format!("authorizer `{name}`"), place.clone());
        Self { id, name: name.to_owned(), function: function.arn(), options, place }
    }

    setters! { options:
        /// What must be there before the function is asked; `route.request.header.Authorization` unless set.
        identity_source(sources: impl IntoIterator<Item = impl Into<Value<String>>>) => "IdentitySource":
            texts(sources);
        /// A role by ARN that API Gateway takes to call the function.
        credentials(role_arn: impl Into<Value<String>>) => "AuthorizerCredentialsArn": text(role_arn);
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        visit(self.function.json());
    }
}
