//! Stub of `artifact`.
