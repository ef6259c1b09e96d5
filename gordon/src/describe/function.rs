//! A Lambda function: its name, and what others can refer to.
//!
//! Owns [`Function`]; its setters are in [`setters`](super::setters), since structs with the derive have them too.

use serde_json::json;

use super::id::{Id, Part};
use super::settings::FunctionSettings;
use super::{Place, Value};

/// One AWS Lambda function. Clones are the same function.
///
/// Usually a struct with `#[derive(Function)]` makes it; this is the same without the compile-time checks:
///
/// ```
/// use gordon::prelude::*;
///
/// let resize = Function::new("resize")
///     .code("lambdas/resize.py")
///     .handler("resize.handler")
///     .memory(512)
///     .environment("BUCKET", "pictures");
/// ```
#[derive(Clone, Debug)]
pub struct Function {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) crate_dir: Option<&'static str>,
    pub(crate) settings: FunctionSettings,
}

impl Function {
    /// A function by name: at most 30 letters, digits, `_` and `-`, a letter first, unique in its app.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self::at(name, Place::caller())
    }

    pub(crate) fn at(name: &str, place: Place) -> Self {
        Self {
            id: Id::new(format!("function `{name}`"), place.clone()),
            name: name.to_owned(),
            place,
            crate_dir: None,
            settings: FunctionSettings::default(),
        }
    }

    /// The ARN of the alias `current`: what others invoke.
    #[must_use]
    pub fn arn(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.id.mark(Part::Alias) }))
    }

    /// The name that CloudFormation gives the function.
    #[must_use]
    pub fn function_name(&self) -> Value<String> {
        Value::raw(json!({ "Ref": self.id.mark(Part::Itself) }))
    }

    /// The ARN of the function's own role. A function that was given a role by ARN has none.
    #[must_use]
    pub fn role_arn(&self) -> Value<String> {
        Value::raw(json!({ "Fn::GetAtt": [self.id.mark(Part::Role), "Arn"] }))
    }

    /// The name of the function's log group: its own, or the one that it [was given](super::IntoFunction::logs_to).
    #[must_use]
    pub fn log_group(&self) -> Value<String> {
        if let Some(group) = &self.settings.logging.group {
            return group.value.clone();
        }
        Value::raw(json!({ "Ref": self.id.mark(Part::LogGroup) }))
    }
}
