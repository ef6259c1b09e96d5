//! Limits of a function's settings, for values that were no literals in a derive.
//!
//! Owns no rule that `describe::limits` has: it applies those. What does not go together is in `combinations`.

use super::{Diagnostic, names};
use crate::describe::limits::{
    LimitError, check_description, check_durable_retention_days, check_durable_timeout_seconds,
    check_environment_concurrency, check_ephemeral_storage_mib, check_execution_environments, check_log_group_name,
    check_log_retention_days, check_managed_memory_mib, check_managed_timeout_seconds, check_max_event_age_seconds,
    check_memory_gib_per_vcpu, check_memory_mib, check_mount_path, check_provisioned_concurrency, check_retries,
    check_role_path, check_short_text, check_timeout_seconds, check_utilization,
};
use crate::describe::settings::{FunctionSettings, Placed};
use crate::describe::{App, Function, Place, Project, ProvisionedConcurrency, Vpc};

pub(super) fn check(app: &App, function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    numbers(function, findings);
    texts(function, findings);
    let mut count = |found: usize, most: usize, what: &str, place: &Place| {
        if found > most {
            let message = format!("function `{}` has {found} {what}", function.name);
            findings.push(Diagnostic::error(place, message).label(format!("at most {most}")));
        }
    };
    let last = |places: Option<&Place>| places.unwrap_or(&function.place).clone();
    count(settings.layers.len(), 5, "layers", &last(settings.layers.last().map(|layer| &layer.place)));
    let of_app = app.tags.keys().filter(|key| !settings.tags.contains_key(*key)).count();
    count(settings.tags.len() + of_app, 50, "tags", &function.place);
    let policies = &settings.managed_policies;
    count(policies.len(), 20, "managed policies", &last(policies.last().map(|policy| &policy.place)));
    if let Some(image) = &settings.image {
        count(image.entry_point.len(), 1500, "words in its image's entry point", &image.place);
        count(image.command.len(), 1500, "words in its image's command", &image.place);
        let folder = image.working_directory.as_ref().map_or(0, |path| path.chars().count());
        count(folder, 1000, "characters in its image's working directory", &image.place);
    }
    if let Some(vpc) = &settings.vpc {
        network(&vpc.value, findings);
    }
    if let Some(Placed { value, place }) = &settings.provisioned_concurrency {
        provisioned(function, value, place, findings);
    }
    if let Some(place) = settings.secret_references.first()
        && settings.layers.is_empty()
        && settings.image.is_none()
    {
        let message = format!("function `{}` has a secret by reference and no layer to fetch it", function.name);
        findings.push(
            Diagnostic::warning(place, message).label("read by the AWS Parameters and Secrets Lambda Extension").help(
                "add the extension's layer, `.layer(\"arn:…:layer:AWS-Parameters-and-Secrets-Lambda-Extension:…\")`",
            ),
        );
    }
    for (key, tag) in &settings.tags {
        names::tags(key, tag.value.literal().and_then(|literal| literal.as_str()), &tag.place, findings);
    }
}

/// Limits of what the whole project and its apps set.
pub(super) fn check_project(project: &Project, findings: &mut Vec<Diagnostic>) {
    if let Some(Placed { value, place }) = &project.log_retention_days
        && let Err(rule) = check_log_retention_days(*value)
    {
        findings.push(Diagnostic::error(place, "CloudWatch Logs does not keep logs that long").label(rule.message()));
    }
    for (key, tag) in project.apps.iter().flat_map(|app| &app.tags) {
        names::tags(key, tag.value.literal().and_then(|literal| literal.as_str()), &tag.place, findings);
    }
}

type Rule = fn(u32) -> Result<u32, LimitError>;

/// Every number with its rule.
fn numbers(function: &Function, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let managed = settings.capacity_provider.is_some();
    let memory: Rule = if managed { check_managed_memory_mib } else { check_memory_mib };
    let timeout: Rule = if managed { check_managed_timeout_seconds } else { check_timeout_seconds };
    let placed: [(&Option<Placed<u32>>, Rule); 5] = [
        (&settings.memory, memory),
        (&settings.timeout, timeout),
        (&settings.ephemeral_storage, check_ephemeral_storage_mib),
        (&settings.asynchronous.retries, check_retries),
        (&settings.asynchronous.max_event_age, check_max_event_age_seconds),
    ];
    for (number, rule) in placed {
        if let Some(Placed { value, place }) = number {
            judge(rule(*value), function, place, findings);
        }
    }
    // The default of 128 MiB is too little there.
    if let (Some(provider), None) = (&settings.capacity_provider, &settings.memory) {
        let message = format!("function `{}` runs on managed instances and does not say its memory", function.name);
        findings.push(Diagnostic::error(&provider.place, message).help("say it with `.memory(…)`, 2048 MiB or more"));
    }
    if let Some(durable) = &settings.durable {
        judge(check_durable_timeout_seconds(durable.execution_timeout), function, &durable.place, findings);
        if let Some(days) = durable.retention_days {
            judge(check_durable_retention_days(days), function, &durable.place, findings);
        }
    }
    if let Some(provider) = &settings.capacity_provider {
        let (least, most) = provider.environments.unzip();
        let rules: [(Option<u32>, Rule); 4] = [
            (provider.concurrency, check_environment_concurrency),
            (provider.memory_gib_per_vcpu, check_memory_gib_per_vcpu),
            (least, check_execution_environments),
            (most, check_execution_environments),
        ];
        for (number, rule) in rules {
            if let Some(number) = number {
                judge(rule(number), function, &provider.place, findings);
            }
        }
        if least > most {
            bounds(function, &provider.place, findings);
        }
    }
    if let Some(Placed { value, place }) = &settings.logging.retention_days {
        judge(check_log_retention_days(*value), function, place, findings);
    }
}

/// Every text with its rule.
fn texts(function: &Function, findings: &mut Vec<Diagnostic>) {
    let FunctionSettings { description, alias_description, role_path, file_system, logging, .. } = &function.settings;
    if let Some(Placed { value, place }) = description {
        judge(check_description(value), function, place, findings);
    }
    if let Some(Placed { value, place }) = alias_description {
        judge(check_short_text(value), function, place, findings);
    }
    if let Some(Placed { value, place }) = role_path {
        judge(check_role_path(value), function, place, findings);
    }
    if let Some(file_system) = file_system {
        judge(check_mount_path(&file_system.mount_path), function, &file_system.place, findings);
    }
    if let Some(Placed { value, place }) = &logging.group
        && let Some(name) = value.literal().and_then(|literal| literal.as_str())
    {
        judge(check_log_group_name(name), function, place, findings);
    }
}

fn judge<T>(verdict: Result<T, LimitError>, function: &Function, place: &Place, findings: &mut Vec<Diagnostic>) {
    if let Err(rule) = verdict {
        let message = format!("function `{}` is outside AWS's limits", function.name);
        findings.push(Diagnostic::error(place, message).label(rule.message()));
    }
}

fn bounds(function: &Function, place: &Place, findings: &mut Vec<Diagnostic>) {
    let message = format!("function `{}` has a lower bound above its upper bound", function.name);
    findings.push(Diagnostic::error(place, message));
}

fn provisioned(
    function: &Function,
    concurrency: &ProvisionedConcurrency,
    place: &Place,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(scaling) = &concurrency.scaling else {
        judge(check_provisioned_concurrency(concurrency.least), function, place, findings);
        return;
    };
    judge(check_provisioned_concurrency(concurrency.most), function, place, findings);
    if let Some(percent) = scaling.target_utilization {
        judge(check_utilization(percent), function, place, findings);
    }
    let inverted = |least: Option<u32>, most: Option<u32>| least.zip(most).is_some_and(|(least, most)| least > most);
    let mut all = scaling.scheduled.iter().map(|capacity| (capacity.least, capacity.most));
    if inverted(Some(concurrency.least), Some(concurrency.most)) || all.any(|(least, most)| inverted(least, most)) {
        bounds(function, place, findings);
    }
    if scaling.target_utilization.is_none() && scaling.scheduled.is_empty() {
        let message = format!("nothing moves the provisioned concurrency of function `{}`", function.name);
        let help = "add `.target_utilization(70)` or `.scheduled(…)`, or give one number in place of two bounds";
        findings.push(Diagnostic::error(place, message).help(help));
    }
    if scaling.target_utilization.is_none() && (scaling.scale_in_cooldown.or(scaling.scale_out_cooldown)).is_some() {
        let message = format!("function `{}` has a cooldown and no utilization to aim at", function.name);
        findings.push(Diagnostic::error(place, message).help("add `.target_utilization(70)`"));
    }
    for (at, capacity) in scaling.scheduled.iter().enumerate() {
        let name = &capacity.name;
        if capacity.least.is_none() && capacity.most.is_none() {
            let message = format!("the scheduled capacity `{name}` of function `{}` has no bound", function.name);
            findings.push(Diagnostic::error(place, message).help("add `.between(…)`, `.at_least(…)` or `.at_most(…)`"));
        }
        if scaling.scheduled[..at].iter().any(|other| other.name == *name) {
            let message = format!("function `{}` has two scheduled capacities named `{name}`", function.name);
            findings.push(Diagnostic::error(place, message));
        }
    }
}

fn network(vpc: &Vpc, findings: &mut Vec<Diagnostic>) {
    for (ids, most, what) in [(&vpc.security_groups, 5, "security groups"), (&vpc.subnets, 16, "subnets")] {
        // What a list holds, CloudFormation knows.
        let Some(found) = ids.count() else { continue };
        if !(1..=most).contains(&found) {
            findings.push(
                Diagnostic::error(&vpc.place, format!("the VPC `{}` has {found} {what}", vpc.name))
                    .label(format!("a function in a VPC has 1 to {most} {what}")),
            );
        }
    }
}
