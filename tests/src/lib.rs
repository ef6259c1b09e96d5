//! Helpers that the tests share.

pub mod fault_proxy;
pub mod ministack;
