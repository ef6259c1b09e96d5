//! How a setter that is one property is written.
//!
//! Owns the macro and the conversions that its lines use; must not know which properties there are.

use serde_json::Value as Json;

use crate::describe::Value;

/// Setters that are one property each: `name(argument: type) => "Property": value;` in the field of options named
/// first.
macro_rules! setters {
    ($field:ident: $($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) => $property:literal: $value:expr;)*) => {$(
        $(#[$doc])*
        #[track_caller]
        #[must_use]
        pub fn $name(mut self $(, $arg: $type)*) -> Self {
            self.$field.set($property, $value);
            self
        }
    )*};
}

/// Setters that add an entry to a property that is a map: `name(arguments) => "Property"[key]: value;`.
macro_rules! entries {
    ($field:ident: $($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) => $property:literal[$key:expr]: $value:expr;)*) => {$(
        $(#[$doc])*
        #[track_caller]
        #[must_use]
        pub fn $name(mut self $(, $arg: $type)*) -> Self {
            self.$field.member($property, $key, $value);
            self
        }
    )*};
}

pub(super) use {entries, setters};

/// A text, literal or not.
pub(super) fn text(value: impl Into<Value<String>>) -> Json {
    value.into().into_json()
}

/// A list of texts.
pub(super) fn texts<V: Into<Value<String>>>(values: impl IntoIterator<Item = V>) -> Json {
    values.into_iter().map(text).collect()
}
