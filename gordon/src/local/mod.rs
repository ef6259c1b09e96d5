//! Functions on this machine, and the emulator of stage `local`.
//!
//! Owns the Lambda Runtime API, the processes that run functions behind it, and the emulator's life. Must not print,
//! and must not imitate an AWS service that the emulator has.

pub mod emulator;

mod cache;
mod environment;
mod error;
mod event;
mod id;
mod instance;
mod interpreter;
mod invocation;
mod launch;
pub mod layers;
mod outcome;
mod runtime_api;

pub use cache::cache_dir;
pub use error::{Error, ErrorKind};
pub use event::{Event, Events, Note, Stream};
pub use instance::Instance;
pub use invocation::{Invocation, Program};
pub use outcome::{FunctionError, Outcome};
/// What the values of a function's environment are kept in.
pub use zeroize::Zeroizing;

/// Runs a function once: starts its process, gives it the event, and ends it. Dropping the future ends it too.
///
/// # Errors
///
/// See [`Instance::start`] and [`Instance::invoke`]; what the function itself reports is in the [`Outcome`].
pub async fn invoke(invocation: Invocation, events: Events<'_>) -> Result<Outcome, Error> {
    let Invocation { program, event, client_context } = invocation;
    // Before a process is started for nothing.
    invocation::check_event(&event)?;
    let mut instance = Instance::start(program, events).await?;
    let outcome = instance.invoke(&event, client_context.as_ref(), events).await;
    instance.stop(events).await;
    outcome
}

#[cfg(test)]
mod tests;
