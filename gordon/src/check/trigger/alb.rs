//! Rules of a load balancer's rules: priorities, conditions, health checks, and signing in.
//!
//! Owns how much a rule may ask.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{api, ranges};
use crate::check::Diagnostic;
use crate::describe::trigger::AlbAuth;
use crate::describe::{Alb, Place, Project, Trigger};

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html>
const HEALTH: &[ranges::Limit] = &[
    ("HealthCheckIntervalSeconds", "", 35, 300, "the time between two health checks"),
    ("HealthCheckTimeoutSeconds", "", 2, 120, "the time of a health check"),
    ("HealthyThresholdCount", "", 2, 10, "the number of good health checks"),
    ("UnhealthyThresholdCount", "", 2, 10, "the number of failed health checks"),
];

/// Rules of one listener have different priorities, whichever functions they are for.
pub(super) fn check_project(project: &Project, findings: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<(String, u32), &Place> = BTreeMap::new();
    for (_, function) in project.functions() {
        for trigger in &function.settings.triggers {
            let Trigger::Alb(alb) = trigger else { continue };
            if let Some(first) = taken.insert((alb.listener.json().to_string(), alb.priority), &alb.place) {
                let message = format!("the priority {} of the listener is taken", alb.priority);
                findings.push(Diagnostic::error(&alb.place, message).related(first, "the first is here"));
            }
        }
    }
}

pub(super) fn check(alb: &Alb, findings: &mut Vec<Diagnostic>) {
    if !(1..=50_000).contains(&alb.priority) {
        let message = format!("a rule's priority cannot be {}", alb.priority);
        findings.push(Diagnostic::error(&alb.place, message).label("it is 1 to 50,000"));
    }
    conditions(alb, findings);
    ranges::check(&alb.group, HEALTH, &alb.place, findings);
    api::tags(&alb.group, findings);
    let asked = HEALTH.iter().map(|(name, ..)| *name).chain(["Matcher"]).find_map(|name| alb.group.place(name));
    if let Some(place) = asked.filter(|_| alb.group.get("HealthCheckEnabled").is_none()) {
        let finding = Diagnostic::error(place, "the load balancer does not check the function's health");
        findings.push(finding.help("say at which path it does: `.health_check(\"/health\")`"));
    }
    let seconds = |name, default| alb.group.get(name).and_then(Json::as_u64).unwrap_or(default);
    if seconds("HealthCheckTimeoutSeconds", 30) >= seconds("HealthCheckIntervalSeconds", 35) {
        let place = alb.group.place("HealthCheckTimeoutSeconds").unwrap_or(&alb.place);
        findings.push(Diagnostic::error(place, "a health check takes less time than there is between two"));
    }
    let mut transforms: Vec<&str> = alb
        .rule
        .get("Transforms")
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .filter_map(|transform| transform["Type"].as_str())
        .collect();
    transforms.sort_unstable();
    if transforms.windows(2).any(|pair| pair[0] == pair[1]) {
        let place = alb.rule.place("Transforms").unwrap_or(&alb.place);
        findings.push(Diagnostic::error(place, "a rule rewrites the host once, and the URL once"));
    }
    signing_in(alb, findings);
}

/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html>
fn conditions(alb: &Alb, findings: &mut Vec<Diagnostic>) {
    if alb.conditions.is_empty() {
        let finding = Diagnostic::error(&alb.place, "the rule has no condition");
        findings.push(finding.help("say which requests it is for, such as `.path([\"/hello\"])`"));
    }
    let (mut values, mut seen) = (0, BTreeMap::new());
    for (condition, place) in &alb.conditions {
        let field = condition["Field"].as_str().unwrap_or_default();
        let of_condition = condition.as_object().into_iter().flat_map(|map| map.values()).filter_map(Json::as_object);
        let lists = of_condition.flat_map(|map| map.values()).filter_map(Json::as_array);
        let count: usize = lists.map(Vec::len).sum();
        if count == 0 {
            findings.push(Diagnostic::error(place, "the condition has no value"));
        }
        values += count;
        // Of headers and queries a rule may have several.
        if matches!(field, "path-pattern" | "host-header" | "http-request-method" | "source-ip")
            && let Some(first) = seen.insert(field, place)
        {
            let finding = Diagnostic::error(place, format!("the rule has two conditions on the {field}"));
            findings.push(finding.related(first, "the first is here").help("put the values into one"));
        }
        if field == "http-request-method" && condition.to_string().contains("\"ANY\"") {
            findings.push(Diagnostic::error(place, "a rule is for every method unless it names some"));
        }
        if field == "source-ip" {
            let blocks = condition["SourceIpConfig"]["Values"].as_array().into_iter().flatten();
            for block in blocks.filter_map(Json::as_str).filter(|block| !block.contains('/')) {
                let message = format!("`{}` is no block of addresses", block.escape_debug());
                findings.push(Diagnostic::error(place, message).label("write `192.0.2.0/24`"));
            }
        }
    }
    if values > 5 {
        let message = format!("the rule's conditions have {values} values");
        findings.push(Diagnostic::error(&alb.place, message).label("at most 5 together").help("make two rules of it"));
    }
}

fn signing_in(alb: &Alb, findings: &mut Vec<Diagnostic>) {
    if let [_, second, ..] = alb.actions.as_slice() {
        findings.push(Diagnostic::error(&second.place, "callers sign in once"));
    }
    for auth in &alb.actions {
        judge_auth(auth, findings);
    }
}

fn judge_auth(auth: &AlbAuth, findings: &mut Vec<Diagnostic>) {
    let is_jwt = auth.kind == "jwt-validation";
    let timeout = ("SessionTimeout", "", 1, 604_800, "the time that a session lasts");
    ranges::check(&auth.options, &[timeout], &auth.place, findings);
    let of_sessions = [
        "OnUnauthenticatedRequest",
        "Scope",
        "SessionCookieName",
        "SessionTimeout",
        "AuthenticationRequestExtraParams",
    ];
    for name in of_sessions.into_iter().filter(|_| is_jwt) {
        if let Some(place) = auth.options.place(name) {
            findings.push(Diagnostic::error(place, "a caller with a token has no session").help("leave it away"));
        }
    }
    if let Some(place) = auth.options.place("AdditionalClaims").filter(|_| !is_jwt) {
        findings.push(Diagnostic::error(place, "claims are of `AlbAuth::jwt`").help("leave it away"));
    }
    for (name, what) in [("AdditionalClaims", "claims"), ("AuthenticationRequestExtraParams", "extra parameters")] {
        let Some(found) = auth.options.get(name) else { continue };
        let count = found.as_array().map_or_else(|| found.as_object().map_or(0, serde_json::Map::len), Vec::len);
        if count > 10 {
            let place = auth.options.place(name).unwrap_or(&auth.place);
            findings.push(Diagnostic::error(place, format!("there are {count} {what}")).label("at most 10"));
        }
    }
}
