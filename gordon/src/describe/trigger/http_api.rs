//! What all routes of an app's HTTP API share.
//!
//! Owns [`HttpApi`]: CORS, authorizers, throttling, logs, domains, and routes without a function.

use serde_json::Value as Json;

use super::api::Auth;
use super::properties::{entries, setters, text};
use super::{AccessLog, Cors, Domain, EventSource, Http, HttpAuthorizer, IpAddressType, Options, PayloadFormat};
use crate::describe::settings::Placed;
use crate::describe::{Place, Value};

/// Settings of an app's HTTP API; without them, it is open, has no CORS and no logs, and answers at its own URL.
///
/// ```
/// use gordon::prelude::*;
///
/// let hello = Function::new("hello").code("hello.py").handler("hello.handler").on(Http::get("/hello"));
/// let app = App::new("hello").function(hello).http_api(
///     HttpApi::new()
///         .cors(Cors::new().allow_origins(["https://example.com"]).allow_methods([HttpMethod::Get]))
///         .throttle(100.0, 50)
///         .access_log(AccessLog::new().retention_days(30)),
/// );
/// ```
///
/// Importing an OpenAPI document is left out: routes come from functions.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html>
#[derive(Clone, Debug)]
pub struct HttpApi {
    pub(crate) api: Options,
    pub(crate) stage: Options,
    pub(crate) stage_name: Placed<String>,
    /// Settings of every route in the stage.
    pub(crate) settings: Options,
    /// Settings of every integration.
    pub(crate) integration: Options,
    pub(crate) auth: Auth<HttpAuthorizer>,
    pub(crate) cors: Option<Cors>,
    pub(crate) log: Option<AccessLog>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) routes: Vec<Http>,
    pub(crate) place: Place,
}

impl HttpApi {
    /// No settings yet.
    #[expect(clippy::new_without_default, reason = "`Default` would lose the caller's line")]
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self::at(Place::caller())
    }

    pub(crate) fn at(place: Place) -> Self {
        Self {
            api: Options::default(),
            stage: Options::default(),
            stage_name: Placed { value: "$default".to_owned(), place: place.clone() },
            settings: Options::default(),
            integration: Options::default(),
            auth: Auth::Open,
            cors: None,
            log: None,
            domains: Vec::new(),
            routes: Vec::new(),
            place,
        }
    }

    /// The stage's name, which is then the first segment of every URL; unless set, `$default`, which is none.
    #[track_caller]
    #[must_use]
    pub fn stage_name(mut self, name: &str) -> Self {
        self.stage_name = Placed { value: name.to_owned(), place: Place::caller() };
        self
    }

    /// Who may call routes that do not say.
    #[must_use]
    pub fn authorizer(mut self, authorizer: &HttpAuthorizer) -> Self {
        self.auth = Auth::Authorizer(Box::new(authorizer.clone()));
        self
    }

    /// Callers of routes that do not say sign their requests with AWS credentials.
    #[must_use]
    pub fn iam(mut self) -> Self {
        self.auth = Auth::Iam;
        self
    }

    /// Which pages of other origins may call. API Gateway answers `OPTIONS` then.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// A line for each request.
    #[must_use]
    pub fn access_log(mut self, log: AccessLog) -> Self {
        self.log = Some(log);
        self
    }

    /// Adds a domain of one's own. [`App::url`](crate::describe::App::url) is under the first.
    #[must_use]
    pub fn domain(mut self, domain: Domain) -> Self {
        self.domains.push(domain);
        self
    }

    /// Adds a route that calls no function: see [`Http::integration`].
    #[must_use]
    pub fn route(mut self, route: Http) -> Self {
        self.routes.push(route);
        self
    }

    /// Requests a second, and how many at once, that every route takes together before it answers 429.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html>
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
        /// The API's name, at most 128 characters; the stack's and the app's unless set. It tells nobody apart.
        name(name: impl Into<Value<String>>) => "Name": text(name);
        /// What the API is for, at most 1,024 characters.
        description(description: &str) => "Description": description;
        /// A version that people read, at most 64 characters.
        version(version: &str) => "Version": version;
        /// Clients must use a domain of one's own.
        disable_endpoint() => "DisableExecuteApiEndpoint": true;
        /// The addresses by which the API is reached; IPv4 unless set.
        ip_address_type(kind: IpAddressType) => "IpAddressType": kind.name();
    }

    setters! { stage:
        /// What the stage is for, at most 1,024 characters.
        stage_description(description: &str) => "Description": description;
    }

    entries! { stage:
        /// A stage variable, for integrations: `$stageVariables.name`.
        stage_variable(name: &str, value: impl Into<Value<String>>) => "StageVariables"[name]: text(value);
    }

    setters! { settings:
        /// Metrics in CloudWatch for each route, which cost.
        detailed_metrics(enabled: bool) => "DetailedMetricsEnabled": enabled;
    }

    setters! { integration:
        /// Milliseconds after which API Gateway answers 503 on routes that do not say, 50 to 30,000; 30,000 unless set.
        timeout(milliseconds: u32) => "TimeoutInMillis": milliseconds;
        /// The form of the event that functions get on routes that do not say; 2.0 unless set.
        payload_format(format: PayloadFormat) => "PayloadFormatVersion": format.name();
    }

    /// What a route asks of its callers.
    pub(crate) fn auth_of<'a>(&'a self, route: &'a Http) -> &'a Auth<HttpAuthorizer> {
        route.auth.as_ref().unwrap_or(&self.auth)
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        for options in [&self.api, &self.stage, &self.integration] {
            options.visit(visit);
        }
        self.auth.authorizer().iter().for_each(|authorizer| authorizer.visit(visit));
        self.cors.iter().for_each(|cors| cors.options.visit(visit));
        self.log.iter().filter_map(|log| log.destination.as_ref()).for_each(|arn| visit(arn.json()));
        self.domains.iter().for_each(|domain| domain.visit(visit));
        self.routes.iter().for_each(|route| route.values(visit));
    }
}
