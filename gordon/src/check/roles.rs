//! What cannot be said of a role that a function was given.
//!
//! Owns which settings are of a function's own role; what statements may say is in `statements`.

use super::Diagnostic;
use crate::describe::{Function, Place};

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let Some(role) = &settings.role else { return };
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
