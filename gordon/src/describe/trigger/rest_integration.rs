//! What a method of a REST API calls, and how requests and answers are changed on the way.
//!
//! Owns [`RestIntegration`] and [`RestResponse`].

use serde_json::Value as Json;

use super::properties::{entries, setters, text, texts};
use super::{HttpMethod, Options, RestModel};
use crate::describe::value::{join, partition, region};
use crate::describe::{Place, Statement, Value};

/// What a method of a REST API calls.
///
/// ```
/// use gordon::prelude::*;
///
/// let cities = Resource::<aws::dynamodb::Table>::typed("Cities", json!({}));
/// let read = RestIntegration::service_action("dynamodb", "GetItem")
///     .allow(Statement::allow(["dynamodb:GetItem"]).on(cities.arn()))
///     .request_template(
///         "application/json",
///         r#"{"TableName": "cities", "Key": {"city": {"S": "$input.params('city')"}}}"#,
///     )
///     .response(RestResponse::new(200).template("application/json", "$input.path('$.Item.weather.S')"));
/// let api = RestApi::new()
///     .method(Rest::get("/cities/{city}").integration(read))
///     .method(Rest::get("/health").integration(RestIntegration::mock()))
///     .method(Rest::any("/old/{proxy+}").integration(RestIntegration::http_proxy("https://old.example.com/{proxy}")
///         .request_parameter("integration.request.path.proxy", "method.request.path.proxy")));
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html>
#[derive(Clone, Debug)]
pub struct RestIntegration {
    pub(crate) target: RestTarget,
    pub(crate) options: Options,
    pub(crate) responses: Vec<RestResponse>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) place: Place,
}

/// The kinds of [`RestIntegration`].
#[derive(Clone, Debug)]
pub(crate) enum RestTarget {
    /// The function, which gets the whole request.
    LambdaProxy,
    /// The same, and its answer is passed on as it comes.
    LambdaStream,
    /// The function, between templates.
    Lambda,
    Mock,
    Http(Value<String>),
    HttpProxy(Value<String>),
    /// An AWS service, by the URI of the action.
    Service(Value<String>),
}

impl RestTarget {
    /// API Gateway's word.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::LambdaProxy | Self::LambdaStream => "AWS_PROXY",
            Self::Lambda | Self::Service(_) => "AWS",
            Self::Mock => "MOCK",
            Self::Http(_) => "HTTP",
            Self::HttpProxy(_) => "HTTP_PROXY",
        }
    }

    /// Whether it calls a function of the project.
    pub(crate) const fn is_lambda(&self) -> bool {
        matches!(self, Self::LambdaProxy | Self::LambdaStream | Self::Lambda)
    }

    /// Whether answers are passed on as they come.
    pub(crate) const fn is_proxy(&self) -> bool {
        matches!(self, Self::LambdaProxy | Self::LambdaStream | Self::HttpProxy(_))
    }
}

/// What happens to a request whose content type no template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passthrough {
    /// It is passed on where no template matches.
    WhenNoMatch,
    /// It is passed on where there is no template at all.
    WhenNoTemplates,
    /// It is answered 415.
    Never,
}

impl Passthrough {
    const fn name(self) -> &'static str {
        match self {
            Self::WhenNoMatch => "WHEN_NO_MATCH",
            Self::WhenNoTemplates => "WHEN_NO_TEMPLATES",
            Self::Never => "NEVER",
        }
    }
}

/// How a body is converted on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentHandling {
    /// From Base64 text to bytes.
    ToBinary,
    /// From bytes to Base64 text.
    ToText,
}

impl ContentHandling {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ToBinary => "CONVERT_TO_BINARY",
            Self::ToText => "CONVERT_TO_TEXT",
        }
    }
}

impl RestIntegration {
    /// The function by proxy (`AWS_PROXY`): it gets the whole request and makes the whole answer. What a function's
    /// methods have unless told otherwise.
    #[track_caller]
    #[must_use]
    pub fn lambda_proxy() -> Self {
        Self::of(RestTarget::LambdaProxy)
    }

    /// The function by proxy, whose answer is streamed while it makes it.
    ///
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html>
    #[track_caller]
    #[must_use]
    pub fn lambda_stream() -> Self {
        Self::of(RestTarget::LambdaStream)
    }

    /// The function (`AWS`), between request templates and responses.
    #[track_caller]
    #[must_use]
    pub fn lambda() -> Self {
        Self::of(RestTarget::Lambda)
    }

    /// Nothing (`MOCK`): templates alone make the answer.
    #[track_caller]
    #[must_use]
    pub fn mock() -> Self {
        Self::of(RestTarget::Mock)
    }

    /// A server (`HTTP`), between request templates and responses.
    #[track_caller]
    #[must_use]
    pub fn http(url: impl Into<Value<String>>) -> Self {
        Self::of(RestTarget::Http(url.into()))
    }

    /// A server by proxy (`HTTP_PROXY`).
    #[track_caller]
    #[must_use]
    pub fn http_proxy(url: impl Into<Value<String>>) -> Self {
        Self::of(RestTarget::HttpProxy(url.into()))
    }

    /// An action of an AWS service, such as `dynamodb` and `GetItem`. [`allow`](Self::allow) it to API Gateway.
    #[track_caller]
    #[must_use]
    pub fn service_action(service: &str, action: &str) -> Self {
        Self::service(service, "action", action.into())
    }

    /// A path of an AWS service, such as `s3` and `bucket/key`, or `sqs` and `111111111111/queue`.
    #[track_caller]
    #[must_use]
    pub fn service_path(service: &str, path: impl Into<Value<String>>) -> Self {
        Self::service(service, "path", path.into())
    }

    #[track_caller]
    fn service(service: &str, kind: &str, what: Value<String>) -> Self {
        let parts =
            ["arn:".into(), partition(), ":apigateway:".into(), region(), format!(":{service}:{kind}/").into(), what];
        Self::of(RestTarget::Service(join("", parts)))
    }

    #[track_caller]
    fn of(target: RestTarget) -> Self {
        Self::at(target, Place::caller())
    }

    /// What a function's methods have that say nothing.
    pub(crate) fn proxy_at(place: &Place) -> Self {
        Self::at(RestTarget::LambdaProxy, place.clone())
    }

    fn at(target: RestTarget, place: Place) -> Self {
        Self { target, options: Options::default(), responses: Vec::new(), statements: Vec::new(), place }
    }

    /// What API Gateway's role may do at an AWS service; Gordon makes the role.
    #[must_use]
    pub fn allow(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds an answer. Without any, what is no proxy answers 200.
    #[must_use]
    pub fn response(mut self, response: RestResponse) -> Self {
        self.responses.push(response);
        self
    }

    entries! { options:
        /// The template (VTL) that makes the integration's request from bodies of a content type.
        ///
        /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html>
        request_template(content_type: &str, template: impl Into<Value<String>>) => "RequestTemplates"[content_type]:
            text(template);
        /// A parameter of the integration's request: `request_parameter("integration.request.header.x",
        /// "method.request.path.y")`. A literal stands in single quotes.
        request_parameter(destination: &str, source: impl Into<Value<String>>) => "RequestParameters"[destination]:
            text(source);
    }

    setters! { options:
        /// The method with which a server or a service is called; the method's own unless set, and `POST` for services.
        http_method(method: HttpMethod) => "IntegrationHttpMethod": method.name();
        /// What happens to a request whose content type no template is for.
        passthrough(behavior: Passthrough) => "PassthroughBehavior": behavior.name();
        /// How the request's body is converted.
        content_handling(handling: ContentHandling) => "ContentHandling": handling.name();
        /// Milliseconds after which API Gateway answers 504, from 50; 29,000 unless set. An account's quota may allow
        /// more.
        timeout(milliseconds: u32) => "TimeoutInMillis": milliseconds;
        /// Parameters, such as `method.request.querystring.page`, that tell cached answers apart.
        cache_key_parameters(names: impl IntoIterator<Item = impl Into<Value<String>>>) => "CacheKeyParameters":
            texts(names);
        /// Methods that name the same one share cached answers.
        cache_namespace(name: &str) => "CacheNamespace": name;
        /// A role by ARN that API Gateway takes, in place of one that Gordon makes; `arn:aws:iam::*:user/*` stands for
        /// the caller's own credentials.
        credentials(role_arn: impl Into<Value<String>>) => "Credentials": text(role_arn);
        /// The VPC link, by ID, through which a server in a VPC is reached.
        vpc_link(id: impl Into<Value<String>>) => "ConnectionId": text(id);
        /// The load balancer, by ARN, behind a VPC link that serves several.
        integration_target(arn: impl Into<Value<String>>) => "IntegrationTarget": text(arn);
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        if let RestTarget::Http(uri) | RestTarget::HttpProxy(uri) | RestTarget::Service(uri) = &self.target {
            visit(uri.json());
        }
        self.options.visit(visit);
        self.statements.iter().for_each(|statement| visit(&statement.json()));
        for response in &self.responses {
            response.integration.visit(visit);
            response.models.iter().for_each(|(_, model)| model.visit(visit));
        }
    }
}

/// An answer of a method by its status, and of what it is made.
///
/// Of a proxy it says only which headers and models the answer has; all else is the function's or server's.
///
/// ```
/// use gordon::prelude::*;
///
/// let found = RestResponse::new(200).header("Cache-Control", "'max-age=60'");
/// let missing = RestResponse::new(404)
///     .pattern(".*NotFound.*")
///     .template("application/json", r#"{"error": "not found"}"#);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html>
#[derive(Clone, Debug)]
pub struct RestResponse {
    pub(crate) status: u16,
    pub(crate) integration: Options,
    pub(crate) models: Vec<(String, RestModel)>,
    pub(crate) place: Place,
}

impl RestResponse {
    /// The answer with this status.
    #[track_caller]
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, integration: Options::default(), models: Vec::new(), place: Place::caller() }
    }

    /// The model that bodies of a content type have.
    #[must_use]
    pub fn model(mut self, content_type: &str, model: &RestModel) -> Self {
        self.models.push((content_type.to_owned(), model.clone()));
        self
    }

    setters! { integration:
        /// The regular expression of the error message (of a function) or the status (of a server) that this answer is
        /// for; the one without a pattern is for all others.
        pattern(regex: &str) => "SelectionPattern": regex;
        /// How the body is converted.
        content_handling(handling: ContentHandling) => "ContentHandling": handling.name();
    }

    entries! { integration:
        /// The template (VTL) that makes a body of a content type.
        template(content_type: &str, template: impl Into<Value<String>>) => "ResponseTemplates"[content_type]:
            text(template);
        /// A header of the answer, from `integration.response.header.name` or a literal in single quotes.
        header(name: &str, source: impl Into<Value<String>>) =>
            "ResponseParameters"[&format!("method.response.header.{name}")]:
            text(source);
    }
}
