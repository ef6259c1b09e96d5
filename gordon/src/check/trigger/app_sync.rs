//! Rules of AppSync's data sources and fields.

use std::collections::BTreeMap;

use super::at_most;
use super::ranges::{self, Limit};
use crate::check::Diagnostic;
use crate::describe::{AppSync, Place, Project, Resolver, Trigger};

pub(super) fn check(source: &AppSync, findings: &mut Vec<Diagnostic>) {
    name("a data source", &source.name, &source.place, findings);
    for resolver in &source.resolvers {
        field(resolver, findings);
    }
}

/// The time of a cache: <https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html>
const LIMITS: [Limit; 2] = [
    ("MaxBatchSize", "", 0, 2000, "the size of a batch"),
    ("CachingConfig", "/Ttl", 1, 3600, "the time of a cached answer in seconds"),
];

/// <https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateResolver.html>
fn field(resolver: &Resolver, findings: &mut Vec<Diagnostic>) {
    name("a type", &resolver.type_name, &resolver.place, findings);
    name("a field", &resolver.field, &resolver.place, findings);
    let options = &resolver.options;
    ranges::check(options, &LIMITS, &resolver.place, findings);
    findings.extend(at_most(options, "Code", 32_768, "the code of a field"));
    for template in ["RequestMappingTemplate", "ResponseMappingTemplate"] {
        findings.extend(at_most(options, template, 65_536, "a template"));
        if let (Some(place), Some(code)) = (options.place(template), options.place("Code")) {
            let message = "a field has code or templates, not both";
            findings.push(Diagnostic::error(place, message).related(code, "the code is here"));
        }
    }
    let Some((caching, place)) = options.get("CachingConfig").zip(options.place("CachingConfig")) else { return };
    let keys = caching["CachingKeys"].as_array().map(Vec::as_slice).unwrap_or_default();
    let known = ["$context.arguments", "$context.source", "$context.identity"];
    for key in keys.iter().filter_map(|key| key.as_str()) {
        if !known.iter().any(|prefix| key.starts_with(prefix)) {
            let message = format!("`{}` is not a key of AppSync's cache", key.escape_debug());
            let label = "a key is in `$context.arguments`, `$context.source` or `$context.identity`";
            findings.push(Diagnostic::error(place, message).label(label));
        }
    }
}

fn name(what: &str, name: &str, place: &Place, findings: &mut Vec<Diagnostic>) {
    let good = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !good {
        let message = format!("`{}` is not the name of {what}", name.escape_debug());
        findings.push(Diagnostic::error(place, message).label("letters, digits and `_`, no digit first"));
    }
}

/// One answer a field, and one data source a name, in the whole API.
pub(super) fn check_apis(project: &Project, findings: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<[String; 3], &Place> = BTreeMap::new();
    let mut take = |key: [String; 3], place, what: String| {
        if let Some(first) = taken.insert(key, place) {
            findings.push(Diagnostic::error(place, what).related(first, "the first is here"));
        }
    };
    for (_, function) in project.functions() {
        for trigger in &function.settings.triggers {
            let Trigger::AppSync(source) = trigger else { continue };
            let api = super::source(source.api.json());
            let message = format!("the API has two data sources named `{}`", source.name);
            take([api.clone(), source.name.clone(), String::new()], &source.place, message);
            for resolver in &source.resolvers {
                let message = format!("the field `{}.{}` is answered twice", resolver.type_name, resolver.field);
                let key = [api.clone(), resolver.type_name.clone(), format!(".{}", resolver.field)];
                take(key, &resolver.place, message);
            }
        }
    }
}
