//! How callers sign in at a load balancer before their requests are forwarded.
//!
//! Owns [`AlbAuth`]: by Cognito, by OpenID Connect, or with a token.

use serde_json::json;

use super::Options;
use super::properties::{entries, setters, text, texts};
use crate::describe::{Place, Value};

/// How a load balancer has callers sign in before it forwards their requests.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html>
#[derive(Clone, Debug)]
pub struct AlbAuth {
    pub(crate) kind: &'static str,
    pub(crate) configuration: &'static str,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// What happens to a caller who has not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unauthenticated {
    /// The request goes on.
    Allow,
    /// The caller is sent to sign in.
    Authenticate,
    /// The answer is 401.
    Deny,
}

impl Unauthenticated {
    const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Authenticate => "authenticate",
            Self::Deny => "deny",
        }
    }
}

impl AlbAuth {
    /// By a Cognito user pool (ARN), one of its clients (ID), and the pool's domain (its prefix, or a whole name).
    #[track_caller]
    #[must_use]
    pub fn cognito(
        user_pool_arn: impl Into<Value<String>>,
        client_id: impl Into<Value<String>>,
        domain: impl Into<Value<String>>,
    ) -> Self {
        let mut auth = Self::of("authenticate-cognito", "AuthenticateCognitoConfig");
        auth.options.set("UserPoolArn", text(user_pool_arn));
        auth.options.set("UserPoolClientId", text(client_id));
        auth.options.set("UserPoolDomain", text(domain));
        auth
    }

    /// By a provider of OpenID Connect: issuer, endpoints, client ID and secret.
    #[track_caller]
    #[must_use]
    pub fn oidc(provider: AlbOidc) -> Self {
        let mut auth = Self::of("authenticate-oidc", "AuthenticateOidcConfig");
        auth.options.set("Issuer", text(provider.issuer));
        auth.options.set("AuthorizationEndpoint", text(provider.authorization_endpoint));
        auth.options.set("TokenEndpoint", text(provider.token_endpoint));
        auth.options.set("UserInfoEndpoint", text(provider.user_info_endpoint));
        auth.options.set("ClientId", text(provider.client_id));
        auth.options.set("ClientSecret", text(provider.client_secret));
        auth
    }

    /// By a JSON web token in the header `Authorization`: issuer, and the URL of its keys. No caller is sent anywhere.
    #[track_caller]
    #[must_use]
    pub fn jwt(issuer: impl Into<Value<String>>, jwks_endpoint: impl Into<Value<String>>) -> Self {
        let mut auth = Self::of("jwt-validation", "JwtValidationConfig");
        auth.options.set("Issuer", text(issuer));
        auth.options.set("JwksEndpoint", text(jwks_endpoint));
        auth
    }

    #[track_caller]
    fn of(kind: &'static str, configuration: &'static str) -> Self {
        Self { kind, configuration, options: Options::default(), place: Place::caller() }
    }

    setters! { options:
        /// What happens to a caller who has not signed in; unless set, the caller is sent to.
        unauthenticated(what: Unauthenticated) => "OnUnauthenticatedRequest": what.name();
        /// What is asked of the provider; `openid` unless set.
        scope(scope: &str) => "Scope": scope;
        /// The name of the session's cookie; `AWSELBAuthSessionCookie` unless set.
        session_cookie_name(name: &str) => "SessionCookieName": name;
        /// Seconds that a session lasts, 1 to 604,800, which it does unless set.
        session_timeout(seconds: u32) => "SessionTimeout": seconds;
    }

    entries! { options:
        /// A parameter that is added when a caller is sent to sign in; at most 10.
        extra_parameter(name: &str, value: impl Into<Value<String>>) => "AuthenticationRequestExtraParams"[name]:
            text(value);
    }

    /// A claim that a token must have, with one of these values: of [`jwt`](Self::jwt) only.
    #[track_caller]
    #[must_use]
    pub fn claim<V: Into<Value<String>>>(
        mut self,
        name: &str,
        form: ClaimForm,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let claim = json!({ "Name": name, "Format": form.name(), "Values": texts(values) });
        self.options.push("AdditionalClaims", claim);
        self
    }
}

/// How a claim of a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimForm {
    /// One text.
    Single,
    /// A list of texts.
    Array,
    /// One text with spaces between its values, as `scope` has.
    SpaceSeparated,
}

impl ClaimForm {
    const fn name(self) -> &'static str {
        match self {
            Self::Single => "single-string",
            Self::Array => "string-array",
            Self::SpaceSeparated => "space-separated-values",
        }
    }
}

/// A provider of OpenID Connect, for [`AlbAuth::oidc`].
#[derive(Clone, Debug)]
pub struct AlbOidc {
    /// The issuer, such as `https://accounts.example.com`.
    pub issuer: Value<String>,
    /// Where callers sign in.
    pub authorization_endpoint: Value<String>,
    /// Where tokens come from.
    pub token_endpoint: Value<String>,
    /// Where claims come from.
    pub user_info_endpoint: Value<String>,
    /// The client's ID.
    pub client_id: Value<String>,
    /// The client's secret, as a dynamic reference or a parameter: a literal would be in the template.
    pub client_secret: Value<String>,
}
