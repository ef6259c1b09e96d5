//! Limits of a function's settings, for values that were no literals in a derive.
//!
//! Owns no rule that `describe::limits` has: it applies those.

use super::{Diagnostic, names};
use crate::describe::limits::{
    check_description, check_ephemeral_storage_mib, check_log_retention_days, check_memory_mib, check_timeout_seconds,
};
use crate::describe::{Function, Place};

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let mut judge = |place: &Place, verdict: Result<(), &'static str>| {
        if let Err(rule) = verdict {
            findings.push(
                Diagnostic::error(place, format!("function `{}` is outside Lambda's limits", function.name))
                    .label(rule),
            );
        }
    };
    if let Some(memory) = &settings.memory {
        judge(&memory.place, check_memory_mib(memory.value).map(drop).map_err(|error| error.message()));
    }
    if let Some(timeout) = &settings.timeout {
        judge(&timeout.place, check_timeout_seconds(timeout.value).map(drop).map_err(|error| error.message()));
    }
    if let Some(size) = &settings.ephemeral_storage {
        judge(&size.place, check_ephemeral_storage_mib(size.value).map(drop).map_err(|error| error.message()));
    }
    if let Some(days) = &settings.log_retention_days {
        judge(&days.place, check_log_retention_days(days.value).map(drop).map_err(|error| error.message()));
    }
    if let Some(text) = &settings.description {
        judge(&text.place, check_description(&text.value).map(drop).map_err(|error| error.message()));
    }
    if let Some(layer) = settings.layers.get(5) {
        judge(&layer.place, Err("a function has at most 5 layers"));
    }
    if let Some(vpc) = &settings.vpc {
        let (groups, subnets) = (vpc.value.security_groups.len(), vpc.value.subnets.len());
        if !(1..=5).contains(&groups) {
            judge(&vpc.value.place, Err("a function in a VPC has 1 to 5 security groups"));
        }
        if !(1..=16).contains(&subnets) {
            judge(&vpc.value.place, Err("a function in a VPC has 1 to 16 subnets"));
        }
    }
    if settings.tags.len() > 50 {
        judge(&function.place, Err("a function has at most 50 tags"));
    }
    roles(function, findings);
    for (key, tag) in &settings.tags {
        names::tags(key, tag.value.literal().and_then(|literal| literal.as_str()), &tag.place, findings);
    }
}

/// What says something of a role of the function's own, where it was given another.
fn roles(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let Some(role) = &settings.role else {
        for statement in &settings.statements {
            if statement.resources.is_empty() {
                findings.push(
                    Diagnostic::error(&statement.place, "the statement is on no resource")
                        .help("say which with `.on(arn)`, or `.on_any()` for all"),
                );
            }
            if statement.actions.is_empty() {
                findings.push(Diagnostic::error(&statement.place, "the statement has no action"));
            }
        }
        return;
    };
    let places = settings.policies.iter().map(|policy| &policy.place);
    for place in places.chain(settings.statements.iter().map(|statement| &statement.place)) {
        findings.push(
            Diagnostic::error(
                place,
                format!("function `{}` was given a role, which this cannot change", function.name),
            )
            .related(&role.place, "the role is set here")
            .help("add the permission to that role, or take `.role(…)` away so that the function has its own"),
        );
    }
}
