//! Helpers that the tests share.

pub mod ansible;
pub mod cfn_lint;
pub mod client;
pub mod env;
pub mod fault_proxy;
pub mod golden;
pub mod http;
pub mod ministack;
pub mod recorder;
pub mod venv;
pub mod websocket;

pub use env::{Ran, TestEnv};
