//! Limits of a function's settings, for values that were no literals in a derive.
//!
//! Owns no rule that `describe::limits` has: it applies those.

use super::{Diagnostic, names};
use crate::describe::limits::{
    LimitError, check_description, check_ephemeral_storage_mib, check_log_retention_days, check_memory_mib,
    check_timeout_seconds,
};
use crate::describe::settings::Placed;
use crate::describe::{Function, Place, Project, Vpc};

pub(super) fn check(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    if let Some(Placed { value, place }) = &settings.memory {
        judge(check_memory_mib(*value), function, place, findings);
    }
    if let Some(Placed { value, place }) = &settings.timeout {
        judge(check_timeout_seconds(*value), function, place, findings);
    }
    if let Some(Placed { value, place }) = &settings.ephemeral_storage {
        judge(check_ephemeral_storage_mib(*value), function, place, findings);
    }
    if let Some(Placed { value, place }) = &settings.log_retention_days {
        judge(check_log_retention_days(*value), function, place, findings);
    }
    if let Some(Placed { value, place }) = &settings.description {
        judge(check_description(value), function, place, findings);
    }
    let mut count = |found: usize, most: usize, what: &str, place: &Place| {
        if found > most {
            let message = format!("function `{}` has {found} {what}", function.name);
            findings.push(Diagnostic::error(place, message).label(format!("at most {most}")));
        }
    };
    count(settings.layers.len(), 5, "layers", settings.layers.last().map_or(&function.place, |layer| &layer.place));
    count(settings.tags.len(), 50, "tags", &function.place);
    if let Some(vpc) = &settings.vpc {
        network(&vpc.value, findings);
    }
    roles(function, findings);
    for (key, tag) in &settings.tags {
        names::tags(key, tag.value.literal().and_then(|literal| literal.as_str()), &tag.place, findings);
    }
}

/// Limits of what the whole project sets.
pub(super) fn check_project(project: &Project, findings: &mut Vec<Diagnostic>) {
    if let Some(Placed { value, place }) = &project.log_retention_days
        && let Err(rule) = check_log_retention_days(*value)
    {
        findings.push(Diagnostic::error(place, "CloudWatch Logs does not keep logs that long").label(rule.message()));
    }
}

fn judge<T>(verdict: Result<T, LimitError>, function: &Function, place: &Place, findings: &mut Vec<Diagnostic>) {
    if let Err(rule) = verdict {
        let message = format!("function `{}` is outside AWS's limits", function.name);
        findings.push(Diagnostic::error(place, message).label(rule.message()));
    }
}

fn network(vpc: &Vpc, findings: &mut Vec<Diagnostic>) {
    for (found, most, what) in [(vpc.security_groups.len(), 5, "security groups"), (vpc.subnets.len(), 16, "subnets")] {
        if !(1..=most).contains(&found) {
            findings.push(
                Diagnostic::error(&vpc.place, format!("the VPC `{}` has {found} {what}", vpc.name))
                    .label(format!("a function in a VPC has 1 to {most} {what}")),
            );
        }
    }
}

/// What says something of a role of the function's own, where it was given another.
fn roles(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let Some(role) = &settings.role else { return };
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
