//! A function's context: JSON in its zip, for code that wants a file and no environment.
//!
//! Owns the data and the name of the file. Must not know how zips are made.

use serde::Serialize;
use serde_json::Value as Json;

use super::{Place, parameter};

/// JSON that a function finds in a file beside its code: `.context`, unless another path is chosen.
///
/// A project's context is that of all its functions; a function's own takes its place. Values that
/// [`Param`](super::Param)s find are put in when the stage is applied: the zip is made again, with a name of its own. A
/// [`Secret`](super::Secret) is no value of a context, since the zip is in a bucket:
///
/// ```
/// use gordon::prelude::*;
///
/// let context = Context::new(json!({
///     "database_host": "10.0.0.1",
///     "database_username": Param::format("{stage}-bob").text(),
/// }));
/// let project = Project::new("shop").context(context);
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let context = Context::new(json!({ "database_password": Secret::env("DATABASE_PASSWORD") }));
/// ```
#[derive(Clone, Debug)]
pub struct Context {
    pub(crate) path: String,
    /// The JSON, or why the value is none.
    pub(crate) json: Result<Json, String>,
    pub(crate) place: Place,
}

impl Context {
    /// A context of anything that serialises to JSON.
    #[track_caller]
    #[must_use]
    pub fn new(value: impl Serialize) -> Self {
        let json = serde_json::to_value(value).map_err(|error| error.to_string());
        Self { path: ".context".to_owned(), json, place: Place::caller() }
    }

    /// Another file, relative to the zip's root: `config/context.json`.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// The file's content, where all of it is known without applying.
    pub(crate) fn known(&self) -> Option<Vec<u8>> {
        let json = self.json.as_ref().ok()?;
        (!has_parameters(json)).then(|| crate::synth::canonical::text(json).into_bytes())
    }
}

fn has_parameters(json: &Json) -> bool {
    if parameter::read(json).is_some() {
        return true;
    }
    match json {
        Json::Array(items) => items.iter().any(has_parameters),
        Json::Object(map) => map.values().any(has_parameters),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::describe::Param;

    #[test]
    fn a_context_of_literals_is_known() {
        assert_eq!(Context::new(json!({ "b": 1, "a": [true] })).known(), Some(br#"{"a":[true],"b":1}"#.to_vec()));
        assert_eq!(Context::new(json!({ "a": [{ "b": Param::env("X").text() }] })).known(), None);
    }
}
