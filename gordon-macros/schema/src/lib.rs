//! AWS's own schemas of CloudFormation resources and IAM actions, packed, and the rules that they state.
//!
//! Owns the data and what judges a value by it, for `gordon-macros` (at compile time) and for `gordon` (templates), and
//! the limits of Lambda that both judge by.
//! Must not know Rust's tokens, Gordon's model, or the network.

pub mod attributes;
pub mod automaton;
pub mod case;
pub mod expected;
pub mod iam;
mod judge;
pub mod limits;
pub mod node;
mod pack;
pub mod pattern;
mod rule;
pub mod schema;
pub mod words;
