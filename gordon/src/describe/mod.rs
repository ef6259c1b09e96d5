//! The typed model of a project and its builders.
//!
//! Owns what a user says: project, app, function, trigger, VPC, stage. Must not do I/O, and must not know
//! CloudFormation's JSON beyond what a [`Value`](value::Value) needs.

pub mod architecture;
pub mod limits;
pub mod place;
pub mod runtime;

pub use architecture::Architecture;
pub use place::Place;
pub use runtime::{Family, Runtime};
