//! Rules of a user pool's triggers: one function a step, one key a pool.

use std::collections::BTreeMap;

use super::resources::Resources;
use super::text;
use crate::check::Diagnostic;
use crate::describe::{Cognito, Place, Project, Trigger, Value};

pub(super) fn check(source: &Cognito, findings: &mut Vec<Diagnostic>) {
    let place = &source.place;
    if source.steps.is_empty() {
        let help = "name a step, such as `UserPoolStep::PreSignUp`";
        findings.push(Diagnostic::error(place, "a Cognito trigger has at least one step").help(help));
    }
    let sends = source.steps.iter().any(|step| step.sends());
    if sends && source.kms_key.is_none() {
        let help = "say which with `.kms_key(arn)`";
        findings.push(Diagnostic::error(place, "Cognito encrypts what a sender gets, and has no key").help(help));
    }
    if !sends && source.kms_key.is_some() {
        findings.push(Diagnostic::error(place, "a key is for `CustomEmailSender` and `CustomSmsSender` only"));
    }
    // <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html>
    let form = |id: &str| {
        id.split_once('_').is_some_and(|(region, rest)| {
            region.contains('-') && !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric())
        })
    };
    if let Some(id) = text(&source.pool).filter(|id| !form(id)) {
        let message = format!("`{}` is not the ID of a user pool", id.escape_debug());
        findings.push(Diagnostic::error(place, message).label("an ID is like `eu-west-1_a1B2c3D4e`"));
    }
}

/// One function a step; a pool's own property counts.
pub(super) fn check_pools(project: &Project, resources: &Resources<'_>, findings: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<(String, &str), &Place> = BTreeMap::new();
    let mut keys: BTreeMap<String, (&Value<String>, &Place)> = BTreeMap::new();
    for trigger in project.functions().flat_map(|(_, function)| &function.settings.triggers) {
        let Trigger::Cognito(source) = trigger else { continue };
        let pool = super::source(source.pool.json());
        let own = resources.find(source.pool.json());
        for step in &source.steps {
            let (name, place) = (step.property().0, &source.place);
            let written = own.filter(|own| own.properties["LambdaConfig"].get(name).is_some()).map(|own| &own.place);
            if let Some(first) = written.or(taken.insert((pool.clone(), name), place)) {
                let message = format!("the user pool has two functions for `{name}`");
                findings.push(Diagnostic::error(place, message).related(first, "the first is here"));
            }
        }
        if let Some(key) = &source.kms_key
            && let Some((other, first)) = keys.insert(pool, (key, &source.place))
            && other.json() != key.json()
        {
            let message = "the user pool has two keys for its senders";
            findings.push(Diagnostic::error(&source.place, message).related(first, "the first is here"));
        }
    }
}
