//! Rules of a CodeCommit repository's triggers.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::resources::Resources;
use super::{at_most, text};
use crate::check::Diagnostic;
use crate::describe::{CodeCommit, Project, Trigger};

/// <https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html>
const MOST_BRANCHES: usize = 10;
const MOST_TRIGGERS: usize = 10;

pub(super) fn check(source: &CodeCommit, findings: &mut Vec<Diagnostic>) {
    let (options, place) = (&source.options, &source.place);
    if let Some(name) = &source.name {
        super::name(name, "a trigger", place, findings);
    }
    if let Some(name) = text(&source.repository) {
        let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if !letters || !(1..=100).contains(&name.len()) || name.ends_with(".git") {
            let message = format!("`{}` is not the name of a repository", name.escape_debug());
            let label = "1 to 100 letters, digits, `.`, `_` and `-`, without `.git` at the end";
            findings.push(Diagnostic::error(place, message).label(label));
        }
    }
    findings.extend(at_most(options, "CustomData", 1000, "the data of a trigger"));
    let list = |name| options.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let (branches, events) = (list("Branches"), list("Events"));
    let at = |name| options.place(name).unwrap_or(place);
    if branches.len() > MOST_BRANCHES {
        let message = format!("a trigger has at most {MOST_BRANCHES} branches, or all of them");
        findings.push(Diagnostic::error(at("Branches"), message));
    }
    if branches.iter().any(|branch| !branch.as_str().is_some_and(|name| (1..=256).contains(&name.chars().count()))) {
        findings.push(Diagnostic::error(at("Branches"), "the name of a branch has 1 to 256 characters"));
    }
    if events.len() > 1 && events.contains(&Json::from("all")) {
        let help = "leave the others out";
        findings.push(Diagnostic::error(at("Events"), "`RepositoryEvent::All` is all of the others").help(help));
    }
}

pub(super) fn check_repositories(project: &Project, resources: &Resources<'_>, findings: &mut Vec<Diagnostic>) {
    let mut all: BTreeMap<String, Vec<&CodeCommit>> = BTreeMap::new();
    for trigger in project.functions().flat_map(|(_, function)| &function.settings.triggers) {
        if let Trigger::CodeCommit(source) = trigger {
            all.entry(super::source(source.repository.json())).or_default().push(source);
        }
    }
    for sources in all.values() {
        let own = resources.find(sources[0].repository.json());
        let more = own.and_then(|own| own.properties["Triggers"].as_array()).map_or(0, Vec::len);
        if let Some(over) = sources.get(MOST_TRIGGERS.saturating_sub(more)) {
            let message = format!("the repository has {} triggers", sources.len() + more);
            let label = format!("CodeCommit takes at most {MOST_TRIGGERS}");
            findings.push(Diagnostic::error(&over.place, message).label(label));
        }
    }
}
