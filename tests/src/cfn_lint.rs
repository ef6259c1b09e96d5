//! AWS's template linter, which every template has to please.
//!
//! Owns the list of rules that are left out, each with its reason.

use std::path::PathBuf;
use std::process::Command;

use crate::venv;

/// The version whose rules and schemas the tests were written against.
pub const VERSION: &str = "1.58.0";

/// Rules that do not hold here, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[];

/// Lints templates, for these regions.
///
/// # Panics
///
/// Where the linter has an error or a warning.
#[track_caller]
pub fn check(regions: &[&str], templates: &[PathBuf]) {
    assert!(!templates.is_empty(), "no templates to lint");
    let mut command = Command::new(venv::program("cfn-lint", VERSION, "cfn-lint", "GORDON_TEST_CFN_LINT"));
    command.arg("--regions").args(regions);
    for (rule, _) in LEFT_OUT {
        command.args(["--ignore-checks", rule]);
    }
    let output = command.arg("--").args(templates).output().expect("cfn-lint");
    let found = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && found.trim().is_empty(), "{found}{}", String::from_utf8_lossy(&output.stderr));
}
