//! Feedback: a form that asks how something was, and a metric of the answers.
//!
//! A project installs it as often as it likes, each time under a name of its own:
//!
//! ```
//! # #[cfg(feature = "describe")]
//! # fn project() -> gordon::describe::Project {
//! use gordon::prelude::*;
//!
//! let lunch = feedback::Settings::builder().title("How was lunch?").admin_key(Secret::vault("lunch_key")).build();
//! Project::new("intranet").app(feedback::app("lunch", &lunch))
//! # }
//! ```
//!
//! Without the feature `describe` there are only the functions' environments, which is what their handlers need.

#[cfg(feature = "describe")]
mod app;
mod form;

#[cfg(feature = "describe")]
pub use app::{Settings, app};
pub use form::{Form, FormEnv};
