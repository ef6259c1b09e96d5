//! Who may call an HTTP API.
//!
//! Owns [`HttpAuthorizer`]: a JWT issuer, or a function that decides.

use serde_json::{Value as Json, json};

use super::properties::{setters, text, texts};
use super::{Options, PayloadFormat};
use crate::describe::id::Id;
use crate::describe::{Function, Place, Resource, Value};

/// Decides who may call routes of an HTTP API. Clones are the same authorizer.
///
/// It exists where a route or the API uses it.
///
/// ```
/// use gordon::prelude::*;
///
/// let jwt = HttpAuthorizer::jwt("auth0", "https://example.auth0.com/", ["https://api.example.com"]);
/// let gate = Function::new("gate").code("gate.py").handler("gate.handler");
/// let keys = HttpAuthorizer::lambda("keys", &gate).identity_source(["$request.header.X-Key"]).ttl(300);
/// let api = App::new("shop")
///     .function(gate)
///     .http_api(HttpApi::new().authorizer(&jwt))
///     .function(
///         Function::new("orders").code("orders.py").handler("orders.handler")
///             .on(Http::get("/orders").scopes(["orders:read"]))
///             .on(Http::post("/hook").authorizer(&keys))
///             .on(Http::get("/health").open()),
///     );
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html>
#[derive(Clone, Debug)]
pub struct HttpAuthorizer {
    pub(crate) id: Id,
    pub(crate) name: String,
    /// The ARN of the function that decides; a JWT needs none.
    pub(crate) function: Option<Value<String>>,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl HttpAuthorizer {
    /// Takes JSON web tokens of an issuer (OpenID Connect), for one of these audiences (or clients).
    #[track_caller]
    #[must_use]
    pub fn jwt<V: Into<Value<String>>>(
        name: &str,
        issuer: impl Into<Value<String>>,
        audience: impl IntoIterator<Item = V>,
    ) -> Self {
        let mut authorizer = Self::of(name, None);
        let configuration = json!({ "Issuer": text(issuer), "Audience": texts(audience) });
        authorizer.options.set("JwtConfiguration", configuration);
        authorizer
    }

    /// Takes the tokens of a Cognito user pool for one of these clients.
    #[track_caller]
    #[must_use]
    pub fn cognito<V: Into<Value<String>>>(
        name: &str,
        pool: &Resource<crate::aws::cognito::UserPool>,
        clients: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::jwt(name, pool.attribute("ProviderURL"), clients)
    }

    /// Asks a function of the project, which answers `{"isAuthorized": true}`. API Gateway may call its alias.
    #[track_caller]
    #[must_use]
    pub fn lambda(name: &str, function: &Function) -> Self {
        Self::of(name, Some(function.arn()))
    }

    /// Asks a function that exists, by ARN. It must allow API Gateway to call it, unless
    /// [`credentials`](Self::credentials) do.
    #[track_caller]
    #[must_use]
    pub fn lambda_arn(name: &str, arn: impl Into<Value<String>>) -> Self {
        Self::of(name, Some(arn.into()))
    }

    #[track_caller]
    fn of(name: &str, function: Option<Value<String>>) -> Self {
        let place = Place::caller();
        let mut options = Options::default();
        options.set("IdentitySource", vec![Json::from("$request.header.Authorization")]);
        Self {
            id: Id::new(format!("authorizer `{name}`"), place.clone()),
            name: name.to_owned(),
            function,
            options,
            place,
        }
    }

    setters! { options:
        /// Where the token, or what the function decides by, is; the header `Authorization` unless set. Every one must
        /// be there, and together they are the key of the cache.
        identity_source(sources: impl IntoIterator<Item = impl Into<Value<String>>>) => "IdentitySource":
            texts(sources);
        /// Seconds that the function's answer is kept, 0 to 3,600; 0 unless set.
        ttl(seconds: u32) => "AuthorizerResultTtlInSeconds": seconds;
        /// The form of the event that the function gets; 2.0 unless set.
        payload_format(format: PayloadFormat) => "AuthorizerPayloadFormatVersion": format.name();
        /// Whether the function answers `{"isAuthorized": …}`, as it does unless set, or with an IAM policy.
        simple_responses(simple: bool) => "EnableSimpleResponses": simple;
        /// A role by ARN that API Gateway takes to call the function.
        credentials(role_arn: impl Into<Value<String>>) => "AuthorizerCredentialsArn": text(role_arn);
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        self.function.iter().for_each(|function| visit(function.json()));
    }
}
