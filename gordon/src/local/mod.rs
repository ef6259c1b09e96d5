//! Stub of `local`.
