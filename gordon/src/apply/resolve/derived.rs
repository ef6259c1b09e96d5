//! Artifacts with values in them: contexts whose parameters were found.
//!
//! Owns the content of the file, and the parameter that gets the new zip's key.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::apply::deployment::{Deployment, Parameter, Upload};
use crate::apply::error::{Error, Kind};
use crate::artifact;
use crate::describe::Param;
use crate::describe::parameter::ParamShape;

/// Makes each derived artifact, to be uploaded under its own key.
pub(in crate::apply) fn derive(deployment: &mut Deployment) -> Result<(), Error> {
    for (parameter, derived) in &deployment.derived {
        let content = with_values(&derived.json, &deployment.found, &deployment.parameters).to_string().into_bytes();
        let made = artifact::derive(&derived.base, &derived.file, content, &derived.settings).map_err(|error| {
            Error::new(Kind::File, format!("cannot put `{}` into {}: {error}", derived.file, derived.base.display()))
        })?;
        let key = made.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        deployment.parameters.insert(parameter.clone(), Parameter::plain(key.clone()));
        let upload = Upload { key, path: made.path, size: made.zip_size };
        if !deployment.uploads.contains(&upload) {
            deployment.uploads.push(upload);
        }
    }
    Ok(())
}

/// A value that was found, as JSON.
pub(super) fn filled(shape: ParamShape, text: &str) -> Json {
    match shape {
        ParamShape::Text => Json::from(text),
        // It was judged to be a number when it was found.
        ParamShape::Number => serde_json::from_str(text.trim()).unwrap_or_else(|_| Json::from(text)),
        ParamShape::List => text.split(',').map(str::trim).map(Json::from).collect(),
    }
}

/// The JSON with values in place of references to parameters.
fn with_values(json: &Json, found: &BTreeMap<String, Param>, values: &BTreeMap<String, Parameter>) -> Json {
    if let Some(name) = json.get("Ref").and_then(Json::as_str)
        && let (Some(param), Some(value)) = (found.get(name), values.get(name))
    {
        return filled(param.shape, value.value());
    }
    match json {
        Json::Array(items) => items.iter().map(|item| with_values(item, found, values)).collect(),
        Json::Object(map) => {
            let entries = map.iter().map(|(name, value)| (name.clone(), with_values(value, found, values)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
        scalar => scalar.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_take_the_place_of_references() {
        let mut found = BTreeMap::new();
        let mut values = BTreeMap::new();
        for (name, shape, value) in [
            ("Host", ParamShape::Text, "10.0.0.1"),
            ("Days", ParamShape::Number, " 14"),
            ("Nets", ParamShape::List, "a, b"),
        ] {
            found.insert(name.to_owned(), Param { shape, ..Param::env(name) });
            values.insert(name.to_owned(), Parameter::plain(value));
        }
        let json =
            json!({ "host": { "Ref": "Host" }, "n": [{ "Ref": "Days" }, { "Ref": "Nets" }], "own": { "Ref": "x" } });
        let filled = with_values(&json, &found, &values);
        assert_eq!(filled, json!({ "host": "10.0.0.1", "n": [14, ["a", "b"]], "own": { "Ref": "x" } }));
    }
}
