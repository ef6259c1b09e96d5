//! What can be a function's environment variable.
//!
//! Owns the conversion of a field to text. Secrets become values here too.

use super::{Statement, Value};

/// A value for an environment variable: text, a number, a bool, a [`Value`], a secret, or an `Option` of one (`None` leaves
/// the variable out).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an environment variable",
    label = "not text, a number, a bool or a `Value`",
    note = "fields of a function are its environment variables: use `String`, a number, `bool`, `Value<String>`, or an `Option` of one"
)]
pub trait EnvironmentValue {
    /// The variable's text; `None` leaves it out.
    fn into_environment_value(self) -> Option<Value<String>>;

    /// What a function that has it may do.
    #[doc(hidden)]
    #[must_use]
    fn statement(&self) -> Option<Statement> {
        None
    }
}

impl<T> EnvironmentValue for Value<T> {
    fn into_environment_value(self) -> Option<Value<String>> {
        // CloudFormation turns numbers and bools into text itself, but a literal is better said as text.
        let json = match self.into_json() {
            literal @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => literal.to_string().into(),
            other => other,
        };
        Some(Value::raw(json))
    }
}

impl<T> EnvironmentValue for &Value<T> {
    fn into_environment_value(self) -> Option<Value<String>> {
        self.clone().into_environment_value()
    }
}

impl<T: EnvironmentValue> EnvironmentValue for Option<T> {
    fn into_environment_value(self) -> Option<Value<String>> {
        self.and_then(T::into_environment_value)
    }

    fn statement(&self) -> Option<Statement> {
        self.as_ref().and_then(T::statement)
    }
}

macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl EnvironmentValue for $type {
            fn into_environment_value(self) -> Option<Value<String>> {
                Some(Value::from(self.to_string()))
            }
        }
    )*};
}

as_text!(&str, String, &String, bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64, char);
