//! New projects and apps, and the infra crate that a folder belongs to: what the binary `gordon` does.
//!
//! Owns the templates of what it writes, the names that it takes, and that nothing is overwritten or left half made.
//! Must not print.

mod app;
mod error;
mod infra_crate;
mod language;
mod modules;
mod name;
mod project;
mod template;
mod write;

pub(crate) use app::{NewApp, start_app};
pub(crate) use error::{Error, ErrorKind};
pub(crate) use infra_crate::{InfraCrate, cargo};
pub(crate) use language::Language;
pub(crate) use name::{AppName, ProjectName};
pub(crate) use project::{NewProject, start_project};
