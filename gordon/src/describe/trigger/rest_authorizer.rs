//! Who may call a REST API.
//!
//! Owns [`RestAuthorizer`]: a function that decides, or Cognito user pools.

use serde_json::Value as Json;

use super::Options;
use super::properties::{setters, text, texts};
use crate::describe::id::Id;
use crate::describe::{Function, Place, Value};

/// Decides who may call methods of a REST API. Clones are the same authorizer.
///
/// It exists where a method or the API uses it.
///
/// ```
/// use gordon::prelude::*;
///
/// let pool = Resource::<aws::cognito::UserPool>::typed("People", json!({}));
/// let people = RestAuthorizer::cognito("people", [pool.arn()]);
/// let method = Rest::get("/me").authorizer(&people).scopes(["profile"]);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html>
#[derive(Clone, Debug)]
pub struct RestAuthorizer {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) kind: RestAuthorizerKind,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

/// The kinds of [`RestAuthorizer`].
#[derive(Clone, Debug)]
pub(crate) enum RestAuthorizerKind {
    /// By one header, by the ARN of the function.
    Token(Value<String>),
    /// By any parts of the request.
    Request(Value<String>),
    Cognito,
}

impl RestAuthorizer {
    /// Asks a function of the project, which gets the header `Authorization` and answers with an IAM policy.
    #[track_caller]
    #[must_use]
    pub fn token(name: &str, function: &Function) -> Self {
        let mut authorizer = Self::of(name, RestAuthorizerKind::Token(function.arn()));
        authorizer.options.set("IdentitySource", "method.request.header.Authorization");
        authorizer
    }

    /// Asks a function of the project, which gets the request without its body, and answers with an IAM policy.
    #[track_caller]
    #[must_use]
    pub fn request<S: AsRef<str>>(
        name: &str,
        function: &Function,
        identity_source: impl IntoIterator<Item = S>,
    ) -> Self {
        let mut authorizer = Self::of(name, RestAuthorizerKind::Request(function.arn()));
        let sources: Vec<String> = identity_source.into_iter().map(|one| one.as_ref().to_owned()).collect();
        if !sources.is_empty() {
            authorizer.options.set("IdentitySource", sources.join(","));
        }
        authorizer
    }

    /// Takes tokens of Cognito user pools, by ARN, in the header `Authorization`.
    #[track_caller]
    #[must_use]
    pub fn cognito<V: Into<Value<String>>>(name: &str, pools: impl IntoIterator<Item = V>) -> Self {
        let mut authorizer = Self::of(name, RestAuthorizerKind::Cognito);
        authorizer.options.set("IdentitySource", "method.request.header.Authorization");
        authorizer.options.set("ProviderARNs", texts(pools));
        authorizer
    }

    #[track_caller]
    fn of(name: &str, kind: RestAuthorizerKind) -> Self {
        let place = Place::caller();
        let id = Id::new(format!("authorizer `{name}`"), place.clone());
        Self { id, name: name.to_owned(), kind, options: Options::default(), place }
    }

    setters! { options:
        /// Where the token is, such as `method.request.header.Auth`. What a function by request decides by was given
        /// where it was made.
        identity_source(source: &str) => "IdentitySource": source;
        /// The regular expression that a token must match before the function is asked.
        token_pattern(regex: &str) => "IdentityValidationExpression": regex;
        /// Seconds that the answer is kept, 0 to 3,600; 300 unless set.
        ttl(seconds: u32) => "AuthorizerResultTtlInSeconds": seconds;
        /// A role by ARN that API Gateway takes to call the function.
        credentials(role_arn: impl Into<Value<String>>) => "AuthorizerCredentials": text(role_arn);
    }

    /// The ARN of the function that decides.
    pub(crate) fn function(&self) -> Option<&Value<String>> {
        match &self.kind {
            RestAuthorizerKind::Token(arn) | RestAuthorizerKind::Request(arn) => Some(arn),
            RestAuthorizerKind::Cognito => None,
        }
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
        self.function().iter().for_each(|function| visit(function.json()));
    }
}
