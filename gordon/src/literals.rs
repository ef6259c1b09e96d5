//! Macros for literals that the compiler checks.
//!
//! Owns their syntax only: each rule is a `const fn` of the type it makes. Each takes a literal or a constant, and
//! evaluates it in a `const` item, so that a mistake is an error of `cargo check`.

/// Times of the calendar in UTC, in EventBridge's six fields, checked by the compiler: a
/// [`Cron`](crate::describe::Cron), which can also tell the times that it means.
///
/// ```
/// use gordon::describe::Minute;
/// use gordon::prelude::*;
///
/// let workdays = cron!("30 6 ? * MON-FRI *");
/// let next: Vec<String> =
///     workdays.upcoming(Minute::new(2026, 11, 25, 12, 0)?).take(5).map(|time| time.to_string()).collect();
/// assert_eq!(
///     next,
///     ["2026-11-26 06:30", "2026-11-27 06:30", "2026-11-30 06:30", "2026-12-01 06:30", "2026-12-02 06:30"],
/// );
/// # Ok::<(), gordon::describe::limits::LimitError>(())
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

/// An interval, checked by the compiler: a [`Rate`](crate::describe::Rate).
///
/// ```
/// use gordon::prelude::*;
///
/// let often = Schedule::new("often", rate!("5 minutes"));
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let no_such_unit = rate!("5 weeks");
/// ```
#[macro_export]
macro_rules! rate {
    ($words:expr) => {{
        const RATE: $crate::describe::Rate = $crate::describe::Rate::new($words);
        RATE
    }};
}

/// An ARN, checked by the compiler: an [`Arn`](crate::describe::Arn).
///
/// ```
/// use gordon::prelude::*;
///
/// let slash = Function::new("slash").dead_letter(DeadLetter::queue(arn!("arn:aws:sqs:eu-west-1:111111111111:dead")));
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let no_such_account = arn!("arn:aws:sqs:eu-west-1:1111:dead");
/// ```
#[macro_export]
macro_rules! arn {
    ($text:expr) => {{
        const ARN: $crate::describe::Arn = $crate::describe::Arn::new($text);
        ARN
    }};
}

/// A route of an HTTP API, checked by the compiler: a [`Route`](crate::describe::Route).
///
/// ```
/// use gordon::prelude::*;
///
/// let city = Http::route(route!("GET /cities/{city}"));
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let no_such_method = route!("FETCH /cities/{city}");
/// ```
#[macro_export]
macro_rules! route {
    ($text:expr) => {{
        const ROUTE: $crate::describe::Route = $crate::describe::Route::new($text);
        ROUTE
    }};
}

/// Memory of a function in MiB, checked by the compiler: a [`Mib`](crate::describe::Mib).
///
/// ```
/// use gordon::prelude::*;
///
/// let slash = Function::new("slash").memory(mib!(512));
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let too_little = mib!(64);
/// ```
#[macro_export]
macro_rules! mib {
    ($mib:expr) => {{
        const MIB: $crate::describe::Mib = $crate::describe::Mib::new($mib);
        MIB
    }};
}

/// Time of an invocation in seconds, checked by the compiler: [`Secs`](crate::describe::Secs).
///
/// ```
/// use gordon::prelude::*;
///
/// let slash = Function::new("slash").timeout(secs!(30));
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let too_long = secs!(901);
/// ```
#[macro_export]
macro_rules! secs {
    ($seconds:expr) => {{
        const SECS: $crate::describe::Secs = $crate::describe::Secs::new($seconds);
        SECS
    }};
}

/// Time of an invocation in minutes, checked by the compiler: [`Secs`](crate::describe::Secs).
///
/// ```
/// use gordon::prelude::*;
///
/// let slash = Function::new("slash").timeout(minutes!(5));
/// ```
///
/// ```compile_fail
/// use gordon::prelude::*;
///
/// let too_long = minutes!(16);
/// ```
#[macro_export]
macro_rules! minutes {
    ($minutes:expr) => {{
        const MINUTES: $crate::describe::Secs = $crate::describe::Secs::minutes($minutes);
        MINUTES
    }};
}
