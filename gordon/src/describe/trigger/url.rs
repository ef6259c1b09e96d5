//! A function's own URL.
//!
//! Owns [`FunctionUrl`], and the handle that others refer to it by.

use serde_json::{Value as Json, json};

use super::properties::{setters, text};
use super::{Cors, EventSource, Options};
use crate::describe::id::{Part, URL};
use crate::describe::{Function, Place, Value};

/// A URL of the function's alias, without an API in front of it.
///
/// ```
/// use gordon::prelude::*;
///
/// let hook = Function::new("hook").code("hook.py").handler("hook.handler").on(FunctionUrl::public());
/// let project = Project::new("hooks").output("Url", hook.url()).app(App::new("hooks").function(hook));
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html>
#[derive(Clone, Debug)]
pub struct FunctionUrl {
    pub(crate) auth: UrlAuth,
    pub(crate) options: Options,
    pub(crate) cors: Option<Cors>,
    /// Whoever of elsewhere may call: the properties of their permissions.
    pub(crate) callers: Vec<Options>,
    pub(crate) place: Place,
}

/// Who may call a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UrlAuth {
    None,
    Iam,
}

impl UrlAuth {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Iam => "AWS_IAM",
        }
    }
}

impl FunctionUrl {
    /// Anyone may call it.
    #[track_caller]
    #[must_use]
    pub fn public() -> Self {
        Self::of(UrlAuth::None)
    }

    /// Callers sign their requests with AWS credentials. Of the account itself, whoever is allowed
    /// `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` may call; of others, whom [`caller`](Self::caller) names.
    #[track_caller]
    #[must_use]
    pub fn iam() -> Self {
        Self::of(UrlAuth::Iam)
    }

    #[track_caller]
    fn of(auth: UrlAuth) -> Self {
        Self { auth, options: Options::default(), cors: None, callers: Vec::new(), place: Place::caller() }
    }

    /// Which pages of other origins may call.
    #[must_use]
    pub fn cors(mut self, cors: Cors) -> Self {
        self.cors = Some(cors);
        self
    }

    /// Lets an account (12 digits), or a role or user by ARN, call the URL.
    #[track_caller]
    #[must_use]
    pub fn caller(self, principal: impl Into<Value<String>>) -> Self {
        self.with_caller([("Principal", text(principal))])
    }

    /// Lets the accounts of an organisation (`o-…`) call the URL.
    #[track_caller]
    #[must_use]
    pub fn organization(self, id: impl Into<Value<String>>) -> Self {
        self.with_caller([("Principal", "*".into()), ("PrincipalOrgID", text(id))])
    }

    /// Lets a CloudFront distribution, by ARN, call the URL by its origin access control.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html>
    #[track_caller]
    #[must_use]
    pub fn cloudfront(self, distribution_arn: impl Into<Value<String>>) -> Self {
        let distribution = text(distribution_arn);
        self.with_caller([("Principal", "cloudfront.amazonaws.com".into()), ("SourceArn", distribution)])
    }

    #[track_caller]
    fn with_caller<const N: usize>(mut self, properties: [(&'static str, Json); N]) -> Self {
        let mut options = Options::default();
        for (name, value) in properties {
            options.set(name, value);
        }
        self.callers.push(options);
        self
    }

    setters! { options:
        /// Whether the answer is streamed while the function makes it, up to 200 MB, or sent as one, up to 6 MB.
        ///
        /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html>
        response_streaming(streamed: bool) => "InvokeMode": if streamed { "RESPONSE_STREAM" } else { "BUFFERED" };
    }
}

impl Function {
    /// The URL that a [`FunctionUrl`] trigger gives the function, with a `/` at its end.
    ///
    /// On stage `local` it is a URL that this machine, and functions on it, can call. Another function of the project
    /// can have it in its environment; the function itself cannot, as the URL comes after it.
    #[must_use]
    pub fn url(&self) -> Value<String> {
        Value::raw(json!({ URL: self.id.mark(Part::Url) }))
    }
}

impl EventSource for FunctionUrl {
    fn kind(&self) -> &'static str {
        "function URL"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    /// A function has one.
    fn key(&self) -> Json {
        Json::Null
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.cors.iter().for_each(|cors| cors.options.visit(visit));
        self.callers.iter().for_each(|caller| caller.visit(visit));
    }
}
