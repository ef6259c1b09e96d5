//! The limits of Lambda and of names.
//!
//! Owns nothing: the rules are in `gordon-schema`, because the macros judge the literals that they see by the same ones.

#[doc(inline)]
pub use gordon_schema::limits::*;
