//! What invokes a function: a file an event source.
//!
//! Owns [`Trigger`], the sum of them, and what each tells the rest of Gordon.

pub mod cron;
pub mod http;
mod options;
pub mod rate;
pub mod schedule;

use serde_json::Value as Json;

pub use cron::Cron;
pub use http::Http;
pub(crate) use options::Options;
pub use rate::Rate;
pub use schedule::{Schedule, ScheduleExpression};

use super::{Place, Statement};

/// What every event source tells the rest of Gordon.
pub(crate) trait EventSource {
    /// What it is, in a word or two: `schedule`, `HTTP route`.
    fn kind(&self) -> &'static str;

    /// The user's line.
    fn place(&self) -> &Place;

    /// What tells it from the function's other triggers of its kind: a name, a route, or the reference of a source.
    /// With function and kind it makes the logical IDs.
    fn key(&self) -> Json;

    /// Every value that may hold a reference.
    fn values(&self, visit: &mut dyn FnMut(&Json));

    /// What the function's role must be allowed for it: reading from a queue or stream, a destination of failures.
    fn grants(&self) -> Vec<Statement> {
        Vec::new()
    }
}

macro_rules! triggers {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// An event source of a function.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Trigger {
            $($(#[doc = $doc])* $name($name),)*
        }

        impl Trigger {
            pub(crate) fn source(&self) -> &dyn EventSource {
                match self {
                    $(Self::$name(source) => source,)*
                }
            }
        }

        $(
            impl From<$name> for Trigger {
                fn from(source: $name) -> Self {
                    Self::$name(source)
                }
            }
        )*
    };
}

triggers! {
    /// A time.
    Schedule,
    /// A route of the app's HTTP API.
    Http,
}
