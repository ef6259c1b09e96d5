//! AWS's own schemas of CloudFormation resources and IAM actions, packed, and the rules that they state.
//!
//! Owns the data and what judges a value by it, for `gordon-macros` (at compile time) and for `gordon` (templates), and
//! the limits of Lambda that both judge by.
//! Must not know Rust's tokens, Gordon's model, or the network.

#[cfg(feature = "schemas")]
pub mod attributes;
#[cfg(feature = "schemas")]
pub mod automaton;
pub mod case;
#[cfg(feature = "schemas")]
pub mod expected;
#[cfg(feature = "schemas")]
pub mod iam;
#[cfg(feature = "schemas")]
mod judge;
#[cfg(feature = "schemas")]
pub mod limits;
#[cfg(feature = "schemas")]
pub mod node;
#[cfg(feature = "schemas")]
mod pack;
#[cfg(feature = "schemas")]
pub mod pattern;
#[cfg(feature = "schemas")]
mod rule;
#[cfg(feature = "schemas")]
pub mod schema;
pub mod words;
