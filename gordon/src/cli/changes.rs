//! A change set as people and programs read it.
//!
//! Owns the words and marks of changes; which of them destroy something is `apply`'s to say.

use serde_json::{Value as Json, json};

use super::terminal::{BAD, CHANGED, FAINT, GOOD, STRONG, count};
use crate::apply::{Action, Change, Changes, Replacement};

/// The changes, a line each, with what changes below.
pub(super) fn lines(changes: &Changes) -> Vec<String> {
    let verb = if changes.create { "would be created" } else { "would change" };
    let mut lines = vec![format!("{STRONG}{}{STRONG:#} {verb}: {}", changes.stack, summary(changes))];
    for change in &changes.changes {
        let (mark, style) = match (change.action, change.replacement) {
            (Action::Add, _) => ("+", GOOD),
            (Action::Remove, _) => ("-", BAD),
            (Action::Import, _) => ("<", GOOD),
            (_, Replacement::Always) => ("!", BAD),
            (_, Replacement::Maybe) => ("?", CHANGED),
            (_, Replacement::Never) => ("~", CHANGED),
        };
        let mut line =
            format!("  {style}{mark}{style:#} {} {FAINT}{}{FAINT:#}", change.logical_id, change.resource_type);
        match change.replacement {
            Replacement::Always => line += &format!(" {BAD}is replaced{BAD:#}{}", culprits(change)),
            Replacement::Maybe => line += &format!(" {CHANGED}may be replaced{CHANGED:#}{}", culprits(change)),
            Replacement::Never => {}
        }
        if change.action == Action::Remove && change.kept() && change.resource_type != "AWS::Lambda::Version" {
            line += " stays, out of the stack";
        }
        if let Some(loss) = change.destroys() {
            line += &format!(" {BAD}loses {loss}{BAD:#}");
        }
        lines.push(line);
        for detail in &change.details {
            if let (Some(before), Some(after)) = (&detail.before, &detail.after) {
                lines.push(format!("      {}: {FAINT}{}{FAINT:#} → {}", detail.name, short(before), short(after)));
            }
        }
    }
    lines
}

fn summary(changes: &Changes) -> String {
    let number = |wanted: &dyn Fn(&Change) -> bool| changes.changes.iter().filter(|change| wanted(change)).count();
    let parts = [
        (number(&|change| matches!(change.action, Action::Add | Action::Import)), "to add"),
        (number(&|change| !matches!(change.action, Action::Add | Action::Import | Action::Remove)), "to change"),
        (number(&|change| change.action == Action::Remove), "to remove"),
        (number(&|change| change.replacement == Replacement::Always), "to replace"),
    ];
    let said: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
    if said.is_empty() { "outputs or tags only".to_owned() } else { said.join(", ") }
}

fn culprits(change: &Change) -> String {
    let names = change.culprits();
    if names.is_empty() { String::new() } else { format!(", because of {}", names.join(", ")) }
}

/// A value on one line, at most 60 characters of it.
fn short(value: &str) -> String {
    let line = value.replace('\n', " ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// What to ask before a change.
pub(super) fn question(changes: &Changes) -> String {
    format!("Apply {} to {}? [y/N]", count(changes.changes.len().max(1), "change"), changes.stack)
}

/// The changes as data.
pub(super) fn to_json(changes: &Changes) -> Json {
    let change = |change: &Change| {
        json!({
            "logical_id": change.logical_id,
            "physical_id": change.physical_id,
            "type": change.resource_type,
            "action": format!("{:?}", change.action),
            "replacement": format!("{:?}", change.replacement),
            "loses": change.destroys(),
            "details": change.details.iter().map(|detail| json!({
                "name": detail.name, "before": detail.before, "after": detail.after,
                "recreates": format!("{:?}", detail.recreates), "cause": detail.cause,
            })).collect::<Vec<_>>(),
            "place": change.place.as_ref().map(ToString::to_string),
        })
    };
    json!({
        "stack": changes.stack,
        "create": changes.create,
        "change_set": changes.change_set,
        "changes": changes.changes.iter().map(change).collect::<Vec<_>>(),
    })
}
