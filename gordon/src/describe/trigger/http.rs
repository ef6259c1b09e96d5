//! Routes of an app's HTTP API.
//!
//! Owns [`Http`]: a method and a path, with the options of its route and integration. The API itself belongs to the app
//! and is made by `synth`.

use serde_json::{Map, Value as Json, json};

use super::api::Auth;
use super::properties::{entries, setters, text, texts};
use super::{EventSource, HttpAuthorizer, HttpIntegration, Options};
use crate::describe::{Place, Route, Value};

/// A route of the app's HTTP API (API Gateway version 2, payload format 2.0).
///
/// ```
/// use gordon::prelude::*;
///
/// let routes = [Http::get("/cities"), Http::post("/cities"), Http::any("/admin/{proxy+}").iam().timeout(10_000)];
/// ```
///
/// What all routes share (CORS, authorizers, logs, a domain) is said once, with
/// [`App::http_api`](crate::describe::App::http_api).
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
#[derive(Clone, Debug)]
pub struct Http {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    /// Of the route.
    pub(crate) route: Options,
    /// Of its integration; a route with any has an integration of its own.
    pub(crate) integration: Options,
    /// Of the route in its stage.
    pub(crate) settings: Options,
    /// What the route calls in place of a function.
    pub(crate) target: Option<HttpIntegration>,
    /// The API's, unless set.
    pub(crate) auth: Option<Auth<HttpAuthorizer>>,
    pub(crate) place: Place,
}

/// The form of the event that a function gets, and of its answer.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayloadFormat {
    /// 1.0: as a REST API sends it.
    V1,
    /// 2.0: shorter, and an answer may be plain JSON.
    V2,
}

impl PayloadFormat {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::V1 => "1.0",
            Self::V2 => "2.0",
        }
    }
}

macro_rules! methods {
    ($($function:ident $method:literal $doc:literal;)*) => {
        impl Http {
            $(
                #[doc = $doc]
                ///
                /// The path begins with `/`; `{name}` matches one segment, a last `{name+}` all that is left.
                #[track_caller]
                #[must_use]
                pub fn $function(path: &str) -> Self {
                    Self::of($method, path)
                }
            )*
        }
    };
}

methods! {
    get "GET" "`GET` of a path.";
    post "POST" "`POST` to a path.";
    put "PUT" "`PUT` to a path.";
    patch "PATCH" "`PATCH` of a path.";
    delete "DELETE" "`DELETE` of a path.";
    head "HEAD" "`HEAD` of a path.";
    options "OPTIONS" "`OPTIONS` of a path.";
    any "ANY" "Every method of a path.";
}

impl Http {
    /// A route that was checked already: [`route!`](crate::route)`("GET /cities/{city}")`.
    #[track_caller]
    #[must_use]
    pub fn route(route: Route) -> Self {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"].into_iter();
        let method = known.clone().find(|known| Some(*known) == route.method()).unwrap_or_default();
        Self::of(method, route.path())
    }

    /// Every request that no other route matches.
    #[track_caller]
    #[must_use]
    pub fn default_route() -> Self {
        Self::of("", "$default")
    }

    #[track_caller]
    fn of(method: &'static str, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            route: Options::default(),
            integration: Options::default(),
            settings: Options::default(),
            target: None,
            auth: None,
            place: Place::caller(),
        }
    }

    /// What the route calls in place of a function: of routes that [`HttpApi::route`](super::HttpApi::route) adds.
    #[must_use]
    pub fn integration(mut self, target: HttpIntegration) -> Self {
        self.target = Some(target);
        self
    }

    /// Who may call it, over the API's own authorizer.
    #[must_use]
    pub fn authorizer(mut self, authorizer: &HttpAuthorizer) -> Self {
        self.auth = Some(Auth::Authorizer(Box::new(authorizer.clone())));
        self
    }

    /// Callers sign their requests with AWS credentials that allow `execute-api:Invoke`.
    #[must_use]
    pub fn iam(mut self) -> Self {
        self.auth = Some(Auth::Iam);
        self
    }

    /// Anyone may call it, whatever the API's own authorizer.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.auth = Some(Auth::Open);
        self
    }

    setters! { route:
        /// Scopes of which the token of a JWT authorizer must have one.
        scopes(scopes: impl IntoIterator<Item = impl Into<Value<String>>>) => "AuthorizationScopes": texts(scopes);
        /// A name for SDKs and logs (`$context.operationName`), at most 64 characters.
        operation_name(name: &str) => "OperationName": name;
    }

    setters! { integration:
        /// Milliseconds after which API Gateway answers 503, 50 to 30,000; 30,000 unless set.
        timeout(milliseconds: u32) => "TimeoutInMillis": milliseconds;
        /// The form of the event that the function gets; 2.0 unless set.
        payload_format(format: PayloadFormat) => "PayloadFormatVersion": format.name();
        /// A role by ARN that API Gateway takes to call the integration; `arn:aws:iam::*:user/*` stands for the
        /// caller's own credentials.
        credentials(role_arn: impl Into<Value<String>>) => "CredentialsArn": text(role_arn);
        /// What the integration is for.
        integration_description(description: &str) => "Description": description;
    }

    entries! { integration:
        /// Changes a request before the integration sees it: `request_parameter("append:header.user",
        /// "$context.authorizer.sub")`.
        ///
        /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html>
        request_parameter(destination: &str, source: impl Into<Value<String>>) => "RequestParameters"[destination]:
            text(source);
    }

    /// Changes an answer of one status before the client sees it: `response_parameter(200, "overwrite:header.age",
    /// "60")`.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html>
    #[track_caller]
    #[must_use]
    pub fn response_parameter(mut self, status: u16, destination: &str, source: impl Into<Value<String>>) -> Self {
        let status = status.to_string();
        let of_status = self.integration.get("ResponseParameters").and_then(|all| all.get(&status)).cloned();
        let mut mappings = of_status.unwrap_or_else(|| json!({ "ResponseParameters": [] }));
        if let Some(list) = mappings["ResponseParameters"].as_array_mut() {
            list.push(json!({ "Destination": destination, "Source": text(source) }));
        }
        self.integration.member("ResponseParameters", &status, mappings);
        self
    }

    /// Requests a second, and how many at once, that the route takes before it answers 429.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html>
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
    }

    /// The route key, such as `POST /slash`.
    pub(crate) fn key(&self) -> String {
        if self.method.is_empty() { self.path.clone() } else { format!("{} {}", self.method, self.path) }
    }

    /// The properties of its own integration, where it has any.
    pub(crate) fn own_integration(&self) -> Option<Map<String, Json>> {
        Some(self.integration.properties()).filter(|properties| !properties.is_empty())
    }
}

impl EventSource for Http {
    fn kind(&self) -> &'static str {
        "HTTP route"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(Self::key(self))
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.route.visit(visit);
        self.integration.visit(visit);
        self.auth.iter().filter_map(Auth::authorizer).for_each(|authorizer| authorizer.visit(visit));
        if let Some(target) = &self.target {
            target.visit(visit);
        }
    }
}
