//! Routes of an app's HTTP API.
//!
//! Owns [`Http`]: a method and a path. The API itself belongs to the app and is made by `synth`.

use serde_json::Value as Json;

use super::EventSource;
use crate::describe::{Place, Route};

/// A route of the app's HTTP API (API Gateway version 2, payload format 2.0).
///
/// ```
/// use gordon::prelude::*;
///
/// let routes = [Http::get("/cities"), Http::post("/cities"), Http::any("/admin/{proxy+}")];
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
#[derive(Clone, Debug)]
pub struct Http {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) place: Place,
}

macro_rules! methods {
    ($($function:ident $method:literal $doc:literal;)*) => {
        impl Http {
            $(
                #[doc = $doc]
                ///
                /// The path begins with `/`; `{name}` matches one segment, a last `{name+}` all that is left.
                #[track_caller]
                #[must_use]
                pub fn $function(path: &str) -> Self {
                    Self { method: $method, path: path.to_owned(), place: Place::caller() }
                }
            )*
        }
    };
}

methods! {
    get "GET" "`GET` of a path.";
    post "POST" "`POST` to a path.";
    put "PUT" "`PUT` to a path.";
    patch "PATCH" "`PATCH` of a path.";
    delete "DELETE" "`DELETE` of a path.";
    head "HEAD" "`HEAD` of a path.";
    options "OPTIONS" "`OPTIONS` of a path.";
    any "ANY" "Every method of a path.";
}

impl Http {
    /// A route that was checked already: [`route!`](crate::route)`("GET /cities/{city}")`.
    #[track_caller]
    #[must_use]
    pub fn route(route: Route) -> Self {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"].into_iter();
        let method = known.clone().find(|known| Some(*known) == route.method()).unwrap_or_default();
        Self { method, path: route.path().to_owned(), place: Place::caller() }
    }

    /// Every request that no other route matches.
    #[track_caller]
    #[must_use]
    pub fn default_route() -> Self {
        Self { method: "", path: "$default".to_owned(), place: Place::caller() }
    }

    /// The route key, such as `POST /slash`.
    pub(crate) fn key(&self) -> String {
        if self.method.is_empty() { self.path.clone() } else { format!("{} {}", self.method, self.path) }
    }
}

impl EventSource for Http {
    fn kind(&self) -> &'static str {
        "HTTP route"
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn key(&self) -> Json {
        Json::from(Self::key(self))
    }

    fn values(&self, _: &mut dyn FnMut(&Json)) {}
}
