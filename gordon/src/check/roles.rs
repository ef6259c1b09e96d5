//! Rules of a function's role: its statements, and what cannot be said of a role that was given.
//!
//! Owns the form of statements; what they may be about is AWS's list.

use super::Diagnostic;
use crate::describe::{Function, Place};

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let Some(role) = &settings.role else {
        for statement in &settings.statements {
            if statement.resources.is_empty() {
                findings.push(
                    Diagnostic::error(&statement.place, "the statement is on no resource")
                        .help("say which with `.on(arn)`, or `.on_any()` for all"),
                );
            }
            for action in statement.actions.iter().filter(|action| !is_action(action)) {
                findings.push(
                    Diagnostic::error(&statement.place, format!("`{}` is not an action", action.escape_debug()))
                        .label("an action is `service:Action`, such as `dynamodb:GetItem`"),
                );
            }
            if statement.actions.is_empty() {
                findings.push(Diagnostic::error(&statement.place, "the statement has no action"));
            }
        }
        return;
    };
    let permissions: Vec<&Place> = (settings.policies.iter().map(|policy| &policy.place))
        .chain(settings.statements.iter().map(|statement| &statement.place))
        .chain(settings.managed_policies.iter().map(|policy| &policy.place))
        .collect();
    let boundary = settings.permissions_boundary.iter().map(|placed| &placed.place);
    let shape = (boundary.chain(settings.role_path.iter().map(|placed| &placed.place)))
        .chain(settings.assumed_by.iter().map(|principal| &principal.place));
    let with_help = |help: &'static str| move |place| (place, help);
    let permission = "add the permission to that role, or take `.role(…)` away so that the function has its own";
    let other = "say it of that role, or take `.role(…)` away so that the function has its own";
    for (place, help) in permissions.into_iter().map(with_help(permission)).chain(shape.map(with_help(other))) {
        findings.push(
            Diagnostic::error(
                place,
                format!("function `{}` was given a role, which this cannot change", function.name),
            )
            .related(&role.place, "the role is set here")
            .help(help),
        );
    }
}

fn is_action(action: &str) -> bool {
    let letters = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || more.contains(letter))
    };
    action.split_once(':').is_some_and(|(service, name)| letters(service, "-") && letters(name, "*?"))
}
