//! AWS's own schemas of CloudFormation resources and IAM actions, packed, and the rules that they state.
//!
//! Owns the data and what judges a value by it, for `gordon-macros` (at compile time) and for `gordon` (templates).
//! Must not know Rust's tokens, Gordon's model, or the network.

pub mod attributes;
pub mod case;
pub mod expected;
mod judge;
pub mod node;
mod pack;
pub mod pattern;
mod rule;
pub mod schema;
pub mod words;
