//! Rules of a REST API's usage plans and keys.
//!
//! Owns what a key's value may be, and that plans name what the API has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::super::api::{self, Named};
use crate::check::Diagnostic;
use crate::describe::trigger::{RestApi, UsagePlan};
use crate::describe::{Place, Rest};

pub(super) fn check(api: &RestApi, methods: &[(Option<&str>, &Rest)], findings: &mut Vec<Diagnostic>) {
    let known: BTreeSet<String> = methods
        .iter()
        .flat_map(|(_, rest)| rest.methods.iter().map(|method| format!("{}/{}", rest.path, method.name())))
        .collect();
    let mut names: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut keys = Named::new("API key");
    for plan in &api.plans {
        if let Some(first) = names.insert(&plan.name, &plan.place) {
            let message = format!("there are two usage plans named `{}`", plan.name);
            findings.push(Diagnostic::error(&plan.place, message).related(first, "the first is here"));
        }
        one_plan(plan, &known, findings);
        let mut of_plan = BTreeSet::new();
        for key in &plan.keys {
            if !of_plan.insert(key.id.number()) {
                let message = format!("the key `{}` is in the plan `{}` twice", key.name, plan.name);
                findings.push(Diagnostic::error(&key.place, message));
            }
            if keys.is_new(&key.name, &key.id, &key.place, findings) {
                api::tags(&key.options, findings);
                let value = key.options.get("Value").and_then(Json::as_str);
                if let Some(length) = value.map(str::len).filter(|length| !(20..=128).contains(length)) {
                    let message = format!("the value of the key `{}` has {length} characters", key.name);
                    let place = key.options.place("Value").unwrap_or(&key.place);
                    findings.push(Diagnostic::error(place, message).label("20 to 128"));
                }
                if key.existing.is_some() && !key.options.properties().is_empty() {
                    let message = "a key that exists is not the stack's to change";
                    findings.push(Diagnostic::error(&key.place, message).help("leave its options away"));
                }
            }
        }
    }
}

fn one_plan(plan: &UsagePlan, known: &BTreeSet<String>, findings: &mut Vec<Diagnostic>) {
    api::tags(&plan.options, findings);
    if let Some(rate) = plan.options.get("Throttle").map(|throttle| &throttle["RateLimit"]) {
        findings.extend(api::rate_of(rate, plan.options.place("Throttle")));
    }
    let place = plan.methods.place("Throttle").unwrap_or(&plan.place);
    let methods = plan.methods.get("Throttle").and_then(Json::as_object);
    for (method, throttle) in methods.into_iter().flatten() {
        findings.extend(api::rate_of(&throttle["RateLimit"], Some(place)));
        if !known.contains(method) {
            let (path, method) = method.rsplit_once('/').unwrap_or_default();
            let message = format!("the API has no `{method} {path}` to throttle");
            findings.push(Diagnostic::error(place, message));
        }
    }
}
