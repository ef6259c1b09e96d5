//! Which pages of other origins a browser lets call an API or a function URL.
//!
//! Owns [`Cors`], under the names that HTTP APIs and function URLs share; a REST API writes it as `OPTIONS` methods.

use super::super::Options;
use super::super::properties::{setters, texts};
use super::HttpMethod;
use crate::describe::{Place, Value};

/// Cross-origin resource sharing: which pages of other origins a browser lets call.
///
/// What is not set is not allowed.
///
/// ```
/// use gordon::prelude::*;
///
/// let cors = Cors::new()
///     .allow_origins(["https://example.com"])
///     .allow_methods([HttpMethod::Get, HttpMethod::Post])
///     .allow_headers(["content-type", "authorization"])
///     .max_age(3600);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html>
#[derive(Clone, Debug)]
pub struct Cors {
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl Cors {
    /// Nothing allowed yet.
    #[expect(clippy::new_without_default, reason = "`Default` would lose the caller's line")]
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        Self { options: Options::default(), place: Place::caller() }
    }

    setters! { options:
        /// Origins, such as `https://example.com`, or `*` for every one.
        allow_origins(origins: impl IntoIterator<Item = impl Into<Value<String>>>) => "AllowOrigins": texts(origins);
        /// Methods. A function URL answers `OPTIONS` itself and takes it not.
        allow_methods(methods: impl IntoIterator<Item = HttpMethod>) => "AllowMethods":
            methods.into_iter().map(|method| method.pattern().into()).collect::<Vec<serde_json::Value>>();
        /// Headers that the page may send, or `*` for every one.
        allow_headers(headers: impl IntoIterator<Item = impl Into<Value<String>>>) => "AllowHeaders": texts(headers);
        /// Headers of the answer that the page may read.
        expose_headers(headers: impl IntoIterator<Item = impl Into<Value<String>>>) => "ExposeHeaders": texts(headers);
        /// Whether the page may send cookies and authorization; origins must be named then.
        allow_credentials(allowed: bool) => "AllowCredentials": allowed;
        /// Seconds that a browser keeps the answer, 0 to 86,400.
        max_age(seconds: u32) => "MaxAge": seconds;
    }

    /// The items of a list that are literals.
    pub(crate) fn literals(&self, name: &str) -> Vec<&str> {
        self.options
            .get(name)
            .and_then(|list| list.as_array())
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str())
            .collect()
    }
}
