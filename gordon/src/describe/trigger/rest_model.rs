//! The form of a body, as a JSON schema.
//!
//! Owns [`RestModel`].

use serde_json::Value as Json;

use super::Options;
use super::properties::setters;
use crate::describe::Place;
use crate::describe::id::Id;

/// A JSON schema (draft 4) that bodies of requests or answers follow. Clones are the same model.
///
/// It exists where a method uses it, or where [`RestApi::model`](super::RestApi::model) adds it.
///
/// ```
/// use gordon::prelude::*;
///
/// let order = RestModel::new("Order", json!({
///     "type": "object", "required": ["city"], "properties": { "city": { "type": "string" } },
/// }));
/// let method = Rest::post("/orders").model("application/json", &order).validate(RestValidation::Body);
/// ```
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html>
#[derive(Clone, Debug)]
pub struct RestModel {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) options: Options,
    pub(crate) place: Place,
}

impl RestModel {
    /// A model by name (letters and digits, unique in its API) and schema, of bodies of `application/json`.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str, schema: Json) -> Self {
        let place = Place::caller();
        let mut options = Options::default();
        options.set("ContentType", "application/json");
        options.set("Schema", schema);
        Self { id: Id::new(format!("model `{name}`"), place.clone()), name: name.to_owned(), options, place }
    }

    setters! { options:
        /// The content type that the schema is for.
        content_type(content_type: &str) => "ContentType": content_type;
        /// What the model is.
        description(description: &str) => "Description": description;
    }

    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Json)) {
        self.options.visit(visit);
    }
}
