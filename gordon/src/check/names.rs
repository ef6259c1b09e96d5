//! Names: of the project, its apps, functions, resources, outputs and tags, and that none is taken twice.
//!
//! Owns rules on names; what a name refers to is in `references`.

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::describe::limits::check_name;
use crate::describe::resource::ResourceData;
use crate::describe::{Place, Project};

pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    project_name(project, findings);
    let mut apps = Taken::new("app");
    for app in &project.apps {
        name("app", &app.name, &app.place, findings);
        apps.take(&app.name, &app.place, "install it under another name with `.named(\"…\")`", findings);
        let mut functions = Taken::new("function");
        for function in &app.functions {
            name("function", &function.name, &function.place, findings);
            functions.take(&function.name, &function.place, "give one of them another `name`", findings);
        }
        resources(&app.resources, findings);
    }
    resources(&project.resources, findings);
    let mut outputs = Taken::new("output");
    for output in &project.outputs {
        if !alphanumeric(&output.name) {
            findings.push(
                Diagnostic::error(&output.place, format!("`{}` is not an output's name", output.name))
                    .label("letters and digits only, 1 to 255 of them"),
            );
        }
        outputs.take(&output.name, &output.place, "outputs of a project have different names", findings);
    }
    for (key, tag) in &project.tags {
        tags(key, Some(&tag.value), &tag.place, findings);
    }
}

/// The rule of `Project::new`; 40 leaves room in a stack's name for the stage.
fn project_name(project: &Project, findings: &mut Vec<Diagnostic>) {
    let name = &project.name;
    let good = name.len() <= 40
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    if !good {
        findings.push(
            Diagnostic::error(&project.place, format!("`{}` is not a project's name", name.escape_debug()))
                .label("at most 40 characters of a-z, 0-9 and `-`, a letter first"),
        );
    }
}

fn name(what: &str, name: &str, place: &Place, findings: &mut Vec<Diagnostic>) {
    if let Err(rule) = check_name(name) {
        findings.push(
            Diagnostic::error(
                place,
                format!("`{}` is not the name of an {what}", name.escape_debug()).replace("an f", "a f"),
            )
            .label(rule.message()),
        );
    }
}

fn resources(resources: &[ResourceData], findings: &mut Vec<Diagnostic>) {
    let mut taken = Taken::new("resource");
    for resource in resources {
        if !alphanumeric(&resource.name) {
            findings.push(
                Diagnostic::error(
                    &resource.place,
                    format!("`{}` is not a resource's name", resource.name.escape_debug()),
                )
                .label("letters and digits only, 1 to 255 of them: it is the logical ID"),
            );
        }
        taken.take(
            &resource.name,
            &resource.place,
            "resources of an app, or of the project, have different names",
            findings,
        );
    }
}

/// The rules of a tag, for the project's and the functions'.
pub(super) fn tags(key: &str, value: Option<&str>, place: &Place, findings: &mut Vec<Diagnostic>) {
    let letters = |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || " _.:/=+-@".contains(letter));
    let rule = if key.is_empty() || key.chars().count() > 128 {
        "a tag's key has 1 to 128 characters"
    } else if key.to_lowercase().starts_with("aws:") {
        "keys that begin with `aws:` are AWS's own"
    } else if key.starts_with("gordon:") {
        "keys that begin with `gordon:` tell whose stack it is"
    } else if value.is_some_and(|value| value.chars().count() > 256) {
        "a tag's value has at most 256 characters"
    } else if !letters(key) || !value.is_none_or(letters) {
        "tags have letters, digits, spaces and `_.:/=+-@`"
    } else {
        return;
    };
    findings.push(Diagnostic::error(place, format!("the tag `{}` is not allowed", key.escape_debug())).label(rule));
}

fn alphanumeric(name: &str) -> bool {
    (1..=255).contains(&name.len()) && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Names that are taken, and where.
struct Taken<'a> {
    what: &'static str,
    by: BTreeMap<&'a str, &'a Place>,
}

impl<'a> Taken<'a> {
    fn new(what: &'static str) -> Self {
        Self { what, by: BTreeMap::new() }
    }

    fn take(&mut self, name: &'a str, place: &'a Place, help: &str, findings: &mut Vec<Diagnostic>) {
        if let Some(first) = self.by.insert(name, place) {
            findings.push(
                Diagnostic::error(place, format!("there are two {}s named `{name}`", self.what))
                    .related(first, "the first is here")
                    .help(help),
            );
        }
    }
}
