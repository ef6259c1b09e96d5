//! What a Rust Lambda reads of what the infra crate described: its environment, typed, and secrets by reference.
//!
//! Owns the reading side of `#[derive(Function)]`. Must not need an SDK or a runtime, nor anything of `describe`: a handler
//! compiles this alone.
//!
//! A function's fields are its environment variables. For a function of Rust, the derive makes a second struct beside it,
//! with the values that they have when the function runs:
//!
//! ```
//! use gordon::prelude::*;
//!
//! /// Answers.
//! #[derive(Function)]
//! # #[function(image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/answer:1")]
//! # /*
//! #[function(code = ".", runtime = "provided.al2023")]
//! # */
//! pub struct Answer {
//!     /// The table's name: `TABLE`.
//!     pub table: Value<String>,
//!     /// How often to try: `TRIES`.
//!     pub tries: u8,
//!     /// What to call the caller by: `GREETING`, or nothing.
//!     pub greeting: Option<String>,
//! }
//!
//! // In the handler's `main`: `AnswerEnv::from_env()?`. A test gives the variables itself.
//! let environment = AnswerEnv::from_variables(|name| match name {
//!     "TABLE" => Some("answers".to_owned()),
//!     "TRIES" => Some("3".to_owned()),
//!     _ => None,
//! })?;
//! assert_eq!((environment.table.as_str(), environment.tries, environment.greeting), ("answers", 3, None));
//! # Ok::<(), gordon::function::EnvError>(())
//! ```
//!
//! | field | read as |
//! | --- | --- |
//! | `Value<T>` | `T`: text, a number, `bool` or `char` |
//! | text, a number, `bool`, `char` | the same; `&str` as `String` |
//! | `Secret` | [`SecretText`], which prints nothing of itself |
//! | `SecretReference` | [`SecretHandle`], which fetches it |
//! | `Param`, `Arn` | `String` |
//! | `Option` of one of those | an `Option` of it |
//!
//! The handler's crate needs `gordon` with the feature `function` alone: `default-features = false, features =
//! ["function"]`. A crate that also describes the function has a feature of its own for that, such as `describe =
//! ["gordon/describe"]`, and the binary says what it needs by `required-features`; Gordon builds a binary that has them with
//! just those.

mod error;
mod fetch;
#[cfg(not(feature = "describe"))]
mod field;
mod reader;
mod secret;
mod variable;

#[cfg(test)]
mod tests;

pub use error::{EnvError, EnvProblem};
pub use fetch::FetchError;
pub use reader::Reader;
pub use secret::{SecretHandle, SecretText};
pub use variable::{FromVariable, Malformed, Variable};

/// What a handler's crate imports where it has no `describe`: the derive, and the types of a function's fields.
#[cfg(not(feature = "describe"))]
pub mod prelude {
    pub use super::field::{Arn, Param, Secret, SecretReference, Value};
    pub use gordon_macros::FunctionEnvironment as Function;
}
