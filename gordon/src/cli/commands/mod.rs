//! The commands, a file each.

pub(super) mod apply;
pub(super) mod build;
pub(super) mod check;
pub(super) mod delete;
pub(super) mod diff;
pub(super) mod local;
pub(super) mod outputs;
pub(super) mod run;
pub(super) mod secrets;
pub(super) mod settings;
pub(super) mod status;
pub(super) mod validate;
