//! Answers that a REST API itself gives: to whoever may not call, or where something failed.
//!
//! Owns [`GatewayResponse`] and the list of its types.

use super::Options;
use super::properties::{entries, setters, text};
use crate::describe::{Place, Value};

/// How a REST API answers where a request does not get to its integration, or nothing good comes back.
///
/// ```
/// use gordon::prelude::*;
///
/// let api = RestApi::new().gateway_response(
///     GatewayResponse::new(GatewayResponseType::MissingAuthenticationToken)
///         .status(404)
///         .template("application/json", r#"{"message": "there is no such path"}"#),
/// );
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html>
#[derive(Clone, Debug)]
pub struct GatewayResponse {
    pub(crate) kind: GatewayResponseType,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident $word:literal;)*) => {
        /// What a [`GatewayResponse`] answers.
        ///
        /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum GatewayResponseType {
            $($(#[$doc])* $name,)*
        }

        impl GatewayResponseType {
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

types! {
    /// An authorizer denied, or the policy did: 403.
    AccessDenied "ACCESS_DENIED";
    /// The API is wrong, such as an invalid endpoint: 500.
    ApiConfigurationError "API_CONFIGURATION_ERROR";
    /// The authorizer is wrong: 500.
    AuthorizerConfigurationError "AUTHORIZER_CONFIGURATION_ERROR";
    /// The authorizer failed: 500.
    AuthorizerFailure "AUTHORIZER_FAILURE";
    /// Required parameters are missing: 400.
    BadRequestParameters "BAD_REQUEST_PARAMETERS";
    /// The body does not follow its model: 400.
    BadRequestBody "BAD_REQUEST_BODY";
    /// All of 400 to 499 that have none of their own.
    Default4xx "DEFAULT_4XX";
    /// All of 500 to 599 that have none of their own.
    Default5xx "DEFAULT_5XX";
    /// An AWS token has expired: 403.
    ExpiredToken "EXPIRED_TOKEN";
    /// The integration failed: 504.
    IntegrationFailure "INTEGRATION_FAILURE";
    /// The integration took too long: 504.
    IntegrationTimeout "INTEGRATION_TIMEOUT";
    /// The API key is unknown: 403.
    InvalidApiKey "INVALID_API_KEY";
    /// An AWS signature is wrong: 403.
    InvalidSignature "INVALID_SIGNATURE";
    /// No token where one is needed, or no such path: 403.
    MissingAuthenticationToken "MISSING_AUTHENTICATION_TOKEN";
    /// The plan's quota is used up: 429.
    QuotaExceeded "QUOTA_EXCEEDED";
    /// The request is larger than 10 MB: 413.
    RequestTooLarge "REQUEST_TOO_LARGE";
    /// There is no such resource after the request was authorized: 404.
    ResourceNotFound "RESOURCE_NOT_FOUND";
    /// Too many requests at once: 429.
    Throttled "THROTTLED";
    /// The authorizer refused the token: 401.
    Unauthorized "UNAUTHORIZED";
    /// No template is for this content type: 415.
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE";
    /// AWS WAF refused: 403.
    WafFiltered "WAF_FILTERED";
}

impl GatewayResponse {
    /// The answer of this type.
    #[track_caller]
    #[must_use]
    pub fn new(kind: GatewayResponseType) -> Self {
        Self { kind, options: Options::default(), place: Place::caller() }
    }

    setters! { options:
        /// The status, in place of the type's own.
        status(status: u16) => "StatusCode": status.to_string();
    }

    entries! { options:
        /// A header, from `method.request.header.name` and its kin, or a literal in single quotes.
        header(name: &str, source: impl Into<Value<String>>) =>
            "ResponseParameters"[&format!("gatewayresponse.header.{name}")]:
            text(source);
        /// The template of a body of a content type; it knows `$context` and `$stageVariables` only.
        template(content_type: &str, template: impl Into<Value<String>>) => "ResponseTemplates"[content_type]:
            text(template);
    }
}
