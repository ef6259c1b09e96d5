//! How the text of an environment variable becomes the value of a field again.
//!
//! Owns the reverse of what a description writes: numbers in decimal, `true` and `false`, text as it is.

#[cfg(not(feature = "describe"))]
use super::field::{Arn, Param, Secret, SecretReference, Value};
use super::secret::{SecretHandle, SecretText};
#[cfg(feature = "describe")]
use crate::describe::{Arn, Param, Secret, SecretReference, Value};

/// A text that is not what was expected: "a whole number from 0 to 255".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

/// The type of a function's field, read back where the function runs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the environment",
    label = "not text, a number, a bool, a `Value`, a `Secret` or a `SecretReference`",
    note = "a function of Rust reads its fields back with `from_env`: use `String`, a number, `bool`, `Value<String>`, `Secret`, `SecretReference`, or an `Option` of one"
)]
pub trait Variable {
    /// What the handler gets.
    type Read;

    /// The value that a text means.
    ///
    /// # Errors
    ///
    /// What the text should have been.
    fn read(text: String) -> Result<Self::Read, Malformed>;

    /// The value where there is no variable, if that may be.
    #[must_use]
    fn absent() -> Option<Self::Read> {
        None
    }
}

/// A type that `Value<T>` can have in a variable.
#[diagnostic::on_unimplemented(
    message = "a `Value<{Self}>` cannot be read from the environment",
    label = "not text, a number, a bool or a character",
    note = "a variable is text: use `Value<String>`, or join a list with `join`"
)]
pub trait FromVariable: Sized {
    /// The value that a text means.
    ///
    /// # Errors
    ///
    /// What the text should have been.
    fn from_variable(text: String) -> Result<Self, Malformed>;
}

macro_rules! parsed {
    ($($type:ty: $expected:expr),+ $(,)?) => {$(
        impl FromVariable for $type {
            fn from_variable(text: String) -> Result<Self, Malformed> {
                text.parse().map_err(|_| Malformed($expected))
            }
        }
        itself!($type);
    )+};
}

macro_rules! itself {
    ($type:ty) => {
        impl Variable for $type {
            type Read = $type;
            fn read(text: String) -> Result<Self, Malformed> {
                Self::from_variable(text)
            }
        }
    };
}

parsed! {
    bool: "`true` or `false`",
    char: "one character",
    u8: "a whole number from 0 to 255",
    u16: "a whole number from 0 to 65535",
    u32: "a whole number from 0 to 4294967295",
    u64: "a whole number from 0 to 18446744073709551615",
    usize: "a whole number that is not negative",
    i8: "a whole number from -128 to 127",
    i16: "a whole number from -32768 to 32767",
    i32: "a whole number from -2147483648 to 2147483647",
    i64: "a whole number of 64 bits",
    isize: "a whole number",
    f32: "a number",
    f64: "a number",
}

impl FromVariable for String {
    fn from_variable(text: String) -> Result<Self, Malformed> {
        Ok(text)
    }
}

itself!(String);

/// Fields that are text to the handler.
macro_rules! text {
    ($($type:ty),+) => {$(
        impl Variable for $type {
            type Read = String;
            fn read(text: String) -> Result<String, Malformed> {
                Ok(text)
            }
        }
    )+};
}

text!(&'static str, Arn, Param);

impl<T: FromVariable> Variable for Value<T> {
    type Read = T;

    fn read(text: String) -> Result<T, Malformed> {
        T::from_variable(text)
    }
}

impl Variable for Secret {
    type Read = SecretText;

    fn read(text: String) -> Result<SecretText, Malformed> {
        Ok(SecretText::new(text))
    }
}

impl Variable for SecretReference {
    type Read = SecretHandle;

    fn read(text: String) -> Result<SecretHandle, Malformed> {
        SecretHandle::parse(&text).ok_or(Malformed("the ARN of a secret or a parameter"))
    }
}

impl<V: Variable> Variable for Option<V> {
    type Read = Option<V::Read>;

    fn read(text: String) -> Result<Self::Read, Malformed> {
        V::read(text).map(Some)
    }

    fn absent() -> Option<Self::Read> {
        Some(None)
    }
}
