//! What all methods of an app's REST API share.
//!
//! Owns [`RestApi`]: its endpoint and policy, its stage, methods without a function, keys, domains and answers of its
//! own.

use serde_json::{Value as Json, json};

use super::api::Auth;
use super::properties::{entries, setters, text};
use super::{
    AccessLog, Cors, Domain, EventSource, GatewayResponse, IpAddressType, MethodSettings, Options, Rest,
    RestAuthorizer, RestModel, TlsPolicy, UsagePlan,
};
use crate::describe::settings::Placed;
use crate::describe::{Place, Value};

/// Settings of an app's REST API; without them, it is regional and open, and its stage is `live`.
///
/// ```
/// use gordon::prelude::*;
///
/// let app = App::new("shop").rest_api(
///     RestApi::new()
///         .stage_name("v1")
///         .cors(Cors::new().allow_origins(["*"]))
///         .settings(MethodSettings::new().throttle(100.0, 50))
///         .binary_media_types(["image/png"])
///         .method(Rest::get("/health").integration(RestIntegration::mock())),
/// );
/// ```
///
/// Importing an OpenAPI document, and cloning another API, are left out: methods come from functions and from
/// [`method`](Self::method).
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html>
#[derive(Clone, Debug)]
pub struct RestApi {
    pub(crate) api: Options,
    /// Of the API, without a change of what it answers.
    pub(crate) labels: Options,
    pub(crate) stage: Options,
    pub(crate) stage_name: Placed<String>,
    pub(crate) endpoint: RestEndpoint,
    pub(crate) ip_address_type: Option<IpAddressType>,
    pub(crate) settings: Option<MethodSettings>,
    /// What methods have that do not say.
    pub(crate) method_defaults: Options,
    pub(crate) auth: Auth<RestAuthorizer>,
    pub(crate) cors: Option<Cors>,
    pub(crate) log: Option<AccessLog>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) methods: Vec<Rest>,
    pub(crate) models: Vec<RestModel>,
    pub(crate) plans: Vec<UsagePlan>,
    pub(crate) responses: Vec<GatewayResponse>,
    pub(crate) account_role: bool,
    pub(crate) cli_output: bool,
    pub(crate) place: Place,
}

/// Where a REST API is reached.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html>
#[derive(Clone, Debug)]
pub enum RestEndpoint {
    /// In the stack's region.
    Regional,
    /// At CloudFront's edges.
    Edge,
    /// In VPCs only, through these VPC endpoints, by ID. Without a [policy](RestApi::policy) of one's own, these
    /// endpoints may call everything.
    Private(Vec<Value<String>>),
}

impl RestEndpoint {
    /// In VPCs only, through these VPC endpoints, by ID.
    #[must_use]
    pub fn private<V: Into<Value<String>>>(vpc_endpoints: impl IntoIterator<Item = V>) -> Self {
        Self::Private(vpc_endpoints.into_iter().map(Into::into).collect())
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Regional => "REGIONAL",
            Self::Edge => "EDGE",
            Self::Private(_) => "PRIVATE",
        }
    }
}

/// Memory of a stage's cache, in GB. A cache costs by the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheSize {
    /// 0.5
    Gb0_5,
    /// 1.6
    Gb1_6,
    /// 6.1
    Gb6_1,
    /// 13.5
    Gb13_5,
    /// 28.4
    Gb28_4,
    /// 58.2
    Gb58_2,
    /// 118
    Gb118,
    /// 237
    Gb237,
}

impl CacheSize {
    const fn name(self) -> &'static str {
        match self {
            Self::Gb0_5 => "0.5",
            Self::Gb1_6 => "1.6",
            Self::Gb6_1 => "6.1",
            Self::Gb13_5 => "13.5",
            Self::Gb28_4 => "28.4",
            Self::Gb58_2 => "58.2",
            Self::Gb118 => "118",
            Self::Gb237 => "237",
        }
    }
}

/// The stage of an API whose URL has its name, unless another is set.
pub(crate) const STAGE: &str = "live";

impl RestApi {
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
            labels: Options::default(),
            stage: Options::default(),
            stage_name: Placed { value: STAGE.to_owned(), place: place.clone() },
            endpoint: RestEndpoint::Regional,
            ip_address_type: None,
            settings: None,
            method_defaults: Options::default(),
            auth: Auth::Open,
            cors: None,
            log: None,
            domains: Vec::new(),
            methods: Vec::new(),
            models: Vec::new(),
            plans: Vec::new(),
            responses: Vec::new(),
            account_role: false,
            cli_output: true,
            place,
        }
    }

    /// The stage's name, which is the first segment of every URL; `live` unless set.
    #[track_caller]
    #[must_use]
    pub fn stage_name(mut self, name: &str) -> Self {
        self.stage_name = Placed { value: name.to_owned(), place: Place::caller() };
        self
    }

    /// Where the API is reached; in the stack's region unless set.
    #[must_use]
    pub fn endpoint(mut self, endpoint: RestEndpoint) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// The addresses by which the API is reached.
    #[must_use]
    pub fn ip_address_type(mut self, kind: IpAddressType) -> Self {
        self.ip_address_type = Some(kind);
        self
    }

    /// Who may call methods that do not say.
    #[must_use]
    pub fn authorizer(mut self, authorizer: &RestAuthorizer) -> Self {
        self.auth = Auth::Authorizer(Box::new(authorizer.clone()));
        self
    }

    /// Callers of methods that do not say sign their requests with AWS credentials.
    #[must_use]
    pub fn iam(mut self) -> Self {
        self.auth = Auth::Iam;
        self
    }

    /// Which pages of other origins may call: every path that has no `OPTIONS` of its own gets one, and the API's own
    /// errors get the header. The answers of a function called by proxy must have `Access-Control-Allow-Origin` from
    /// the function.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// A line for each request. The account must have a role for it: see [`account_log_role`](Self::account_log_role).
    #[must_use]
    pub fn access_log(mut self, log: AccessLog) -> Self {
        self.log = Some(log);
        self
    }

    /// Throttling, logs, metrics and caching of methods that do not say.
    #[must_use]
    pub fn settings(mut self, settings: MethodSettings) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Adds a domain of one's own. [`App::rest_url`](crate::describe::App::rest_url) is under the first.
    #[must_use]
    pub fn domain(mut self, domain: Domain) -> Self {
        self.domains.push(domain);
        self
    }

    /// Adds a method that calls no function: see [`Rest::integration`].
    #[must_use]
    pub fn method(mut self, method: Rest) -> Self {
        self.methods.push(method);
        self
    }

    /// Adds a model that no method uses, such as one that other models refer to.
    #[must_use]
    pub fn model(mut self, model: &RestModel) -> Self {
        self.models.push(model.clone());
        self
    }

    /// Adds a usage plan with its keys.
    #[must_use]
    pub fn usage_plan(mut self, plan: UsagePlan) -> Self {
        self.plans.push(plan);
        self
    }

    /// How the API itself answers in some case.
    #[must_use]
    pub fn gateway_response(mut self, response: GatewayResponse) -> Self {
        self.responses.push(response);
        self
    }

    /// Gives the *account* the role with which API Gateway writes logs of REST and WebSocket APIs, in this region.
    ///
    /// There is one such role for an account and region, whoever made it: this replaces what is there, for every API.
    /// The role stays when the stack goes, as other APIs use it then. Say so in one project of an account, or never,
    /// where the account has the role already.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html>
    #[must_use]
    pub fn account_log_role(mut self) -> Self {
        self.account_role = true;
        self
    }

    /// Whether `apply` prints the API's URL; yes unless set.
    #[must_use]
    pub fn cli_output(mut self, printed: bool) -> Self {
        self.cli_output = printed;
        self
    }

    /// Adds a tag, to the API and its stage.
    #[track_caller]
    #[must_use]
    pub fn tag(mut self, key: &str, value: impl Into<Value<String>>) -> Self {
        let tag = json!({ "Key": key, "Value": text(value) });
        self.labels.push("Tags", tag.clone());
        self.stage.push("Tags", tag);
        self
    }

    setters! { labels:
        /// The API's name; the stack's and the app's unless set. It tells nobody apart.
        name(name: impl Into<Value<String>>) => "Name": text(name);
        /// What the API is for.
        description(description: &str) => "Description": description;
    }

    setters! { api:
        /// Content types whose bodies are bytes and not text; `*/*` for all.
        binary_media_types(types: impl IntoIterator<Item = impl Into<Value<String>>>) => "BinaryMediaTypes":
            super::properties::texts(types);
        /// Bytes from which an answer is compressed, 0 to 10,485,760; never unless set.
        minimum_compression_size(bytes: u32) => "MinimumCompressionSize": bytes;
        /// Who may call the API at all, as a policy document in IAM's words; `execute-api:/*` is all of it.
        ///
        /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html>
        policy(document: Json) => "Policy": document;
        /// Clients must use a domain of one's own.
        disable_endpoint() => "DisableExecuteApiEndpoint": true;
        /// The key of a usage plan comes from the authorizer (`usageIdentifierKey`), and not from `x-api-key`.
        api_key_from_authorizer() => "ApiKeySourceType": "AUTHORIZER";
        /// The oldest protocol that clients of the API's own endpoint may speak.
        tls(policy: TlsPolicy) => "SecurityPolicy": policy.name();
        /// Whether requests must come by the endpoint, and with the host name, that the API is made for; a policy of
        /// [`tls`](Self::tls) whose name begins with `SecurityPolicy_` needs it said.
        strict_endpoint_access(strict: bool) => "EndpointAccessMode": if strict { "STRICT" } else { "BASIC" };
    }

    setters! { method_defaults:
        /// Whether callers of methods that do not say must send a key of a usage plan.
        api_key_required(required: bool) => "ApiKeyRequired": required;
    }

    /// Gives the stage a cache, which methods use where [`MethodSettings::cache`] says so.
    #[track_caller]
    #[must_use]
    pub fn cache(mut self, size: CacheSize) -> Self {
        self.stage.set("CacheClusterEnabled", true);
        self.stage.set("CacheClusterSize", size.name());
        self
    }

    setters! { stage:
        /// What the stage is for.
        stage_description(description: &str) => "Description": description;
        /// AWS X-Ray traces of requests.
        tracing(enabled: bool) => "TracingEnabled": enabled;
        /// The client certificate, by ID, that API Gateway shows to servers.
        client_certificate(id: impl Into<Value<String>>) => "ClientCertificateId": text(id);
        /// The version of the documentation that belongs to the stage.
        documentation_version(version: impl Into<Value<String>>) => "DocumentationVersion": text(version);
    }

    entries! { stage:
        /// A stage variable, for integrations and templates: `stageVariables.name`.
        stage_variable(name: &str, value: impl Into<Value<String>>) => "Variables"[name]: text(value);
        /// The percentage of requests, 0 to 100, that [`canary_variable`](Self::canary_variable) holds for.
        ///
        /// The canary runs the same deployment: for a new version of a function, shift its alias.
        canary(percent: f64) => "CanarySetting"["PercentTraffic"]: percent;
        /// Whether the canary uses the stage's cache.
        canary_use_stage_cache(used: bool) => "CanarySetting"["UseStageCache"]: used;
    }

    /// A stage variable with another value for the requests of the [`canary`](Self::canary).
    #[track_caller]
    #[must_use]
    pub fn canary_variable(mut self, name: &str, value: impl Into<Value<String>>) -> Self {
        let canary = self.stage.get("CanarySetting");
        let mut overrides =
            canary.and_then(|canary| canary.get("StageVariableOverrides")).cloned().unwrap_or(json!({}));
        overrides[name] = text(value);
        self.stage.member("CanarySetting", "StageVariableOverrides", overrides);
        self
    }

    /// What a method asks of its callers.
    pub(crate) fn auth_of<'a>(&'a self, method: &'a Rest) -> &'a Auth<RestAuthorizer> {
        method.auth.as_ref().unwrap_or(&self.auth)
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        for options in [&self.api, &self.labels, &self.stage] {
            options.visit(visit);
        }
        if let RestEndpoint::Private(endpoints) = &self.endpoint {
            endpoints.iter().for_each(|id| visit(id.json()));
        }
        self.auth.authorizer().iter().for_each(|authorizer| authorizer.visit(visit));
        self.cors.iter().for_each(|cors| cors.options.visit(visit));
        self.log.iter().filter_map(|log| log.destination.as_ref()).for_each(|arn| visit(arn.json()));
        self.domains.iter().for_each(|domain| domain.visit(visit));
        self.methods.iter().for_each(|method| method.values(visit));
        self.models.iter().for_each(|model| model.visit(visit));
        for plan in &self.plans {
            plan.options.visit(visit);
            plan.keys.iter().for_each(|key| key.visit(visit));
        }
        self.responses.iter().for_each(|response| response.options.visit(visit));
    }
}
