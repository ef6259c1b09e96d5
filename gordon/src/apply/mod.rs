//! Stub of `apply`.
