//! AWS Lambda projects in typed Rust: described, checked by the compiler, deployed with CloudFormation.

#[cfg(feature = "describe")]
pub mod check;
#[cfg(feature = "describe")]
pub mod describe;
#[cfg(feature = "describe")]
mod literals;
#[cfg(feature = "describe")]
pub mod prelude;
#[cfg(feature = "describe")]
pub mod synth;
#[cfg(feature = "describe")]
pub mod testing;

#[cfg(feature = "cli")]
pub mod apply;
#[cfg(feature = "cli")]
pub mod artifact;
#[cfg(feature = "cli")]
pub mod build;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod local;
#[cfg(feature = "cli")]
mod process;
#[cfg(feature = "cli")]
mod scaffold;
