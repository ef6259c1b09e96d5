//! Small projects with one mistake, for the tests of triggers.
//!
//! Owns the way from a project to what its user reads.

use std::path::Path;

use crate::check::{Diagnostic, check};
use crate::describe::{Function, IntoFunction, Project};

/// A function whose code there is.
pub(super) fn function(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

/// What is wrong with a project, warnings too.
pub(super) fn findings(project: Project) -> Vec<Diagnostic> {
    match check(project, Path::new(env!("CARGO_MANIFEST_DIR"))) {
        Ok(checked) => checked.warnings,
        Err(findings) => findings,
    }
}

/// All that is said of a project, a line a finding.
pub(super) fn said(project: Project) -> String {
    let one = |found: Diagnostic| {
        assert!(found.place.file().ends_with("tests.rs"), "not the user's line: {found}");
        format!("{} {} {}\n", found.message, found.label.unwrap_or_default(), found.help.unwrap_or_default())
    };
    findings(project).into_iter().map(one).collect()
}

/// Checks that a project has one finding, and that it says `words`.
#[track_caller]
pub(super) fn one(project: Project, words: &str) {
    let text = said(project);
    assert!(text.lines().count() == 1 && text.contains(words), "not only `{words}`: {text}");
}

/// Checks that a project has none.
#[track_caller]
pub(super) fn none(project: Project) {
    assert_eq!(said(project), "");
}
