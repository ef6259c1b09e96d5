//! Methods of an app's REST API.
//!
//! Owns [`Rest`]: one or many methods of a path, with what they ask of a request. The API itself belongs to the app and
//! is made by `synth`.

use serde_json::Value as Json;

use super::api::Auth;
use super::properties::{entries, setters, texts};
use super::{EventSource, HttpMethod, MethodSettings, Options, RestAuthorizer, RestIntegration, RestModel};
use crate::describe::{Place, Route, Value};

/// Methods of a path of the app's REST API (API Gateway version 1).
///
/// The function is called by proxy: it gets the whole request and answers with status, headers and body, unless
/// [`integration`](Self::integration) says otherwise.
///
/// ```
/// use gordon::prelude::*;
///
/// let hello = Function::new("hello").code("hello.py").handler("hello.handler")
///     .on(Rest::get("/hello"))
///     .on(Rest::methods([HttpMethod::Post, HttpMethod::Put], "/hello/{name}").api_key_required(true))
///     .on(Rest::get("/plain").integration(
///         RestIntegration::lambda()
///             .request_template("application/json", r#"{"name": "$input.params('name')"}"#)
///             .response(RestResponse::new(200))
///             .response(RestResponse::new(404).pattern(".*NotFound.*")),
///     ));
/// let app = App::new("hello").function(hello);
/// ```
///
/// A REST API serves a snapshot of itself, which Gordon takes anew whenever anything in it changes. CloudFormation
/// deletes what left the template only after that: a method that was removed stays in the snapshot, without the
/// permission to call its function, until the next change.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html>
#[derive(Clone, Debug)]
pub struct Rest {
    pub(crate) methods: Vec<HttpMethod>,
    pub(crate) path: String,
    pub(crate) method: Options,
    pub(crate) integration: Option<RestIntegration>,
    pub(crate) auth: Option<Auth<RestAuthorizer>>,
    pub(crate) models: Vec<(String, RestModel)>,
    pub(crate) validation: Option<RestValidation>,
    pub(crate) settings: Option<MethodSettings>,
    pub(crate) place: Place,
}

/// What API Gateway checks of a request before it goes on; a request that fails is answered 400.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RestValidation {
    /// The body, by the model of its content type.
    Body,
    /// That required parameters are there.
    Parameters,
    /// Both.
    All,
}

impl RestValidation {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Body => "Body",
            Self::Parameters => "Parameters",
            Self::All => "All",
        }
    }
}

macro_rules! methods {
    ($($function:ident $method:ident $doc:literal;)*) => {
        impl Rest {
            $(
                #[doc = $doc]
                ///
                /// The path begins with `/`; `{name}` matches one segment, a last `{name+}` all that is left.
                #[track_caller]
                #[must_use]
                pub fn $function(path: &str) -> Self {
                    Self::methods([HttpMethod::$method], path)
                }
            )*
        }
    };
}

methods! {
    get Get "`GET` of a path.";
    post Post "`POST` to a path.";
    put Put "`PUT` to a path.";
    patch Patch "`PATCH` of a path.";
    delete Delete "`DELETE` of a path.";
    head Head "`HEAD` of a path.";
    options Options "`OPTIONS` of a path.";
    any Any "Every method of a path that has no method of its own.";
}

impl Rest {
    /// A method and path that were checked already: [`route!`](crate::route)`("GET /cities/{city}")`. `$default` is no
    /// path of a REST API.
    #[track_caller]
    #[must_use]
    pub fn route(route: Route) -> Self {
        let method = HttpMethod::ALL.into_iter().find(|method| Some(method.name()) == route.method());
        Self::methods(method, route.path())
    }

    /// Several methods of a path, with the same options.
    #[track_caller]
    #[must_use]
    pub fn methods(methods: impl IntoIterator<Item = HttpMethod>, path: &str) -> Self {
        Self {
            methods: methods.into_iter().collect(),
            path: path.to_owned(),
            method: Options::default(),
            integration: None,
            auth: None,
            models: Vec::new(),
            validation: None,
            settings: None,
            place: Place::caller(),
        }
    }

    /// How the function is called, or what is called in place of one: of methods that
    /// [`RestApi::method`](super::RestApi::method) adds.
    #[must_use]
    pub fn integration(mut self, integration: RestIntegration) -> Self {
        self.integration = Some(integration);
        self
    }

    /// Who may call it, over the API's own authorizer.
    #[must_use]
    pub fn authorizer(mut self, authorizer: &RestAuthorizer) -> Self {
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

    /// The model that bodies of a content type have.
    #[must_use]
    pub fn model(mut self, content_type: &str, model: &RestModel) -> Self {
        self.models.push((content_type.to_owned(), model.clone()));
        self
    }

    /// What is checked before the request goes on; nothing unless set.
    #[must_use]
    pub fn validate(mut self, validation: RestValidation) -> Self {
        self.validation = Some(validation);
        self
    }

    /// Throttling, logs, metrics and caching of these methods, over the API's own.
    #[must_use]
    pub fn settings(mut self, settings: MethodSettings) -> Self {
        self.settings = Some(settings);
        self
    }

    setters! { method:
        /// Whether a caller must send a key of a usage plan in `x-api-key`; the API's own choice unless set.
        api_key_required(required: bool) => "ApiKeyRequired": required;
        /// Scopes of which the token of a Cognito authorizer must have one.
        scopes(scopes: impl IntoIterator<Item = impl Into<Value<String>>>) => "AuthorizationScopes": texts(scopes);
        /// A name for SDKs.
        operation_name(name: &str) => "OperationName": name;
    }

    entries! { method:
        /// A parameter that the method takes, such as `method.request.querystring.page`, and whether it must be there.
        ///
        /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html>
        parameter(name: &str, required: bool) => "RequestParameters"[name]: required;
    }

    /// The key of one of its methods, such as `GET /hello`.
    pub(crate) fn key_of(&self, method: HttpMethod) -> String {
        format!("{} {}", method.name(), self.path)
    }
}

impl EventSource for Rest {
    fn kind(&self) -> &'static str {
        "REST method"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        let methods: Vec<&str> = self.methods.iter().map(|method| method.name()).collect();
        Json::from(format!("{} {}", methods.join(","), self.path))
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.method.visit(visit);
        self.integration.iter().for_each(|integration| integration.visit(visit));
        self.models.iter().for_each(|(_, model)| model.visit(visit));
        self.auth.iter().filter_map(Auth::authorizer).for_each(|authorizer| authorizer.visit(visit));
    }
}
