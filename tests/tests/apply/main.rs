//! Apply, delete and status against a real MiniStack.
//!
//! A proxy before the server counts the calls; in `faults` it breaks them.

mod artifacts;
mod changes;
mod faults;
mod guards;
mod lookups;
mod recovery;
mod support;
mod teardown;
