//! Routes that are written down: a method and a path.
//!
//! Owns [`Route`]; the rule is in [`limits`](super::limits), and what answers a route is an HTTP trigger.

use std::borrow::Cow;
use std::fmt;

use super::limits::{LimitError, check_route, route};

/// A route: `GET /cities/{city}`, or `$default` for whatever no other route matches. [`route!`](crate::route) makes one
/// that the compiler checks.
///
/// ```
/// use gordon::prelude::*;
///
/// let city = route!("GET /cities/{city}");
/// assert_eq!((city.method(), city.path()), (Some("GET"), "/cities/{city}"));
/// assert!(Route::try_from("GET cities").is_err());
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html>
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Cow<'static, str>);

impl Route {
    /// A route.
    ///
    /// # Panics
    ///
    /// When it is none; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(Cow::Borrowed(route(text)))
    }

    /// The method, such as `GET` or `ANY`; none of `$default`.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.0.split_once(' ').map(|(method, _)| method)
    }

    /// The path; `$default` has itself.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.split_once(' ').map_or(&self.0, |(_, path)| path)
    }
}

impl TryFrom<String> for Route {
    type Error = LimitError;

    fn try_from(text: String) -> Result<Self, LimitError> {
        check_route(&text)?;
        Ok(Self(Cow::Owned(text)))
    }
}

impl TryFrom<&str> for Route {
    type Error = LimitError;

    fn try_from(text: &str) -> Result<Self, LimitError> {
        Self::try_from(text.to_owned())
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_has_a_method_and_a_path() {
        const CITY: Route = Route::new("ANY /{city+}");
        assert_eq!((CITY.method(), CITY.path()), (Some("ANY"), "/{city+}"));
        let rest = Route::try_from("$default").expect("a route");
        assert_eq!((rest.method(), rest.path(), rest.to_string().as_str()), (None, "$default", "$default"));
        assert!(Route::try_from("/cities").is_err() && std::panic::catch_unwind(|| Route::new("x")).is_err());
    }
}
