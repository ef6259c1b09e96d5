//! What only the whole template shows: the same check that `gordon validate` makes of any template.
//!
//! Owns the way from a part of the template to the user's line; what is wrong is for `validate` to say. What Gordon alone
//! put into the template is an error where it is wrong, and never a warning: the user could do nothing about it.

use std::collections::HashMap;

use super::ids::join;
use super::template::Template;
use crate::check::{Diagnostic, Severity};
use crate::describe::resource::ResourceData;
use crate::describe::{Place, Project};
use crate::validate::{self, Finding, Options};

/// Adds what is wrong with a template.
pub(super) fn add(template: &Template, project: &Project, findings: &mut Vec<Diagnostic>) {
    let found = validate::json(&template.json(), &Options::default());
    if found.is_empty() {
        return;
    }
    let own = project.resources.iter().map(|data| (data.name.clone(), data));
    let of_apps =
        project.apps.iter().flat_map(|app| app.resources.iter().map(|data| (join(&[&app.name], &data.name), data)));
    let resources: HashMap<String, &ResourceData> = own.chain(of_apps).collect();
    for finding in found {
        let place = place(template, project, &resources, &finding);
        let users = finding.path.split('.').nth(1).is_some_and(|name| resources.contains_key(name));
        let mut diagnostic = match (finding.severity, place) {
            (Severity::Error, place) => Diagnostic::error(&place.unwrap_or(project.place.clone()), finding.message),
            (Severity::Warning, Some(place)) if users => Diagnostic::warning(&place, finding.message),
            (Severity::Warning, _) => continue,
        };
        if !finding.path.is_empty() {
            diagnostic = diagnostic.label(format!("at `{}` of the template", finding.path));
        }
        diagnostic.help = finding.help;
        findings.push(diagnostic);
    }
}

/// The user's line of a property, a resource or an output.
fn place(
    template: &Template,
    project: &Project,
    resources: &HashMap<String, &ResourceData>,
    finding: &Finding,
) -> Option<Place> {
    let (section, rest) = finding.path.split_once('.')?;
    let (name, rest) = rest.split_once('.').unwrap_or((rest, ""));
    match (section, resources.get(name), rest.strip_prefix("Properties.")) {
        ("Resources", Some(data), Some(path)) => Some(data.place_of(path)),
        ("Resources", ..) => template.places.get(name).cloned(),
        ("Outputs", ..) => project.outputs.iter().find(|output| output.name == name).map(|output| output.place.clone()),
        _ => None,
    }
}
