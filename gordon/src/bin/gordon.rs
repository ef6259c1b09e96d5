//! The binary `gordon`: starts projects and apps, and forwards every other command to the project's own command line.
//!
//! Owns nothing: see `gordon::cli::tool`.

use std::process::ExitCode;

fn main() -> ExitCode {
    gordon::cli::tool()
}
