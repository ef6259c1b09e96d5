//! Stub of `check`.
