//! What only the whole template shows: the same check that `gordon validate` makes of any template.
//!
//! Owns the way from a part of the template to the user's line; what is wrong is for `validate` to say. What Gordon alone
//! put into the template is an error where it is wrong, and never a warning: the user could do nothing about it.

use super::template::Template;
use crate::check::{Diagnostic, Severity};
use crate::describe::{Place, Project};
use crate::validate::{self, Finding, Options};

/// Adds what is wrong with a template.
pub(super) fn add(template: &Template, project: &Project, findings: &mut Vec<Diagnostic>) {
    for finding in validate::json(&template.json(), &Options::default()) {
        let place = place(template, project, &finding);
        let mut diagnostic = match (finding.severity, place) {
            (Severity::Error, place) => Diagnostic::error(place.unwrap_or(&project.place), finding.message),
            (Severity::Warning, Some(place)) => Diagnostic::warning(place, finding.message),
            (Severity::Warning, None) => continue,
        };
        if !finding.path.is_empty() {
            diagnostic = diagnostic.label(format!("at `{}` of the template", finding.path));
        }
        diagnostic.help = finding.help;
        findings.push(diagnostic);
    }
}

/// The user's line of a resource or an output.
fn place<'p>(template: &'p Template, project: &'p Project, finding: &Finding) -> Option<&'p Place> {
    let mut steps = finding.path.split('.');
    match (steps.next()?, steps.next()?) {
        ("Resources", id) => template.places.get(id),
        ("Outputs", name) => project.outputs.iter().find(|output| output.name == name).map(|output| &output.place),
        _ => None,
    }
}
