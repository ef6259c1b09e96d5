//! Macros for literals that the compiler checks.
//!
//! Owns their syntax only: each rule is a `const fn` of the type it makes.

/// Times of the calendar, in EventBridge's six fields, checked by the compiler.
///
/// ```
/// use gordon::prelude::*;
///
/// let every_morning = cron!("0 6 * * ? *");
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let no_such_hour = cron!("0 25 * * ? *");
/// ```
#[macro_export]
macro_rules! cron {
    ($fields:expr) => {{
        const CRON: $crate::describe::Cron = $crate::describe::Cron::new($fields);
        CRON
    }};
}
