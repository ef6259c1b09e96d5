//! Rules that APIs of all kinds share: stages, logs, CORS, domains, throttling and names.
//!
//! Owns no rule of one kind of API: each has a file of its own.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::check::{Diagnostic, names};
use crate::describe::id::Id;
use crate::describe::limits::check_log_retention_days;
use crate::describe::settings::Placed;
use crate::describe::trigger::{AccessLog, Cors, Domain, DomainKind, Options};
use crate::describe::{Place, Project};

/// A text among options with too many characters, or none: the property, the most, and what it is.
pub(super) type Text = (&'static str, usize, &'static str);

pub(super) fn texts(options: &Options, limits: &[Text], findings: &mut Vec<Diagnostic>) {
    for (name, most, what) in limits {
        let Some(text) = options.get(name).and_then(Json::as_str) else { continue };
        let length = text.chars().count();
        if !(1..=*most).contains(&length) {
            findings.extend(options.place(name).map(|place| {
                Diagnostic::error(place, format!("{what} has {length} characters")).label(format!("1 to {most}"))
            }));
        }
    }
}

/// Tags, as a map or as a list of keys and values.
pub(super) fn tags(options: &Options, findings: &mut Vec<Diagnostic>) {
    let (Some(tags), Some(place)) = (options.get("Tags"), options.place("Tags")) else { return };
    for (key, value) in tags.as_object().into_iter().flatten() {
        names::tags(key, value.as_str(), place, findings);
    }
    for tag in tags.as_array().into_iter().flatten() {
        names::tags(tag["Key"].as_str().unwrap_or_default(), tag["Value"].as_str(), place, findings);
    }
}

/// A rate is a number from 0 (JSON knows neither infinity nor what is no number); the burst is whole.
pub(super) fn throttle(options: &Options, findings: &mut Vec<Diagnostic>) {
    let Some(rate) = options.get("ThrottlingRateLimit") else { return };
    findings.extend(rate_of(rate, options.place("ThrottlingRateLimit")));
}

pub(super) fn rate_of(rate: &Json, place: Option<&Place>) -> Option<Diagnostic> {
    let good = rate.as_f64().is_some_and(|rate| rate >= 0.0);
    (!good).then(|| Diagnostic::error(place?, "a rate is a number of requests a second, from 0").into())?
}

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html>
pub(super) fn stage_name(stage: &Placed<String>, takes_default: bool, findings: &mut Vec<Diagnostic>) {
    let name = &stage.value;
    let good = (1..=128).contains(&name.len())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
    if !(good || takes_default && name == "$default") {
        let message = format!("`{}` is not the name of a stage", name.escape_debug());
        let label = "1 to 128 letters, digits, `_` and `-`";
        findings.push(Diagnostic::error(&stage.place, message).label(label));
    }
}

/// Names of stage variables are letters, digits and `_`; values have the letters of a URL.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-set-stage-variables-aws-console.html>
pub(super) fn stage_variables(options: &Options, property: &str, findings: &mut Vec<Diagnostic>) {
    let (Some(Json::Object(variables)), Some(place)) = (options.get(property), options.place(property)) else { return };
    for (name, value) in variables {
        let named = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        if !named {
            let message = format!("`{}` is not the name of a stage variable", name.escape_debug());
            findings.push(Diagnostic::error(place, message).label("letters, digits and `_`"));
        }
        let letter = |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?#&=,".contains(letter);
        if value.as_str().is_some_and(|value| !value.chars().all(letter)) {
            let message = format!("the stage variable `{name}` has a value that API Gateway does not take");
            findings.push(Diagnostic::error(place, message).label("letters, digits and `-._~:/?#&=,`"));
        }
    }
}

pub(super) fn access_log(log: &AccessLog, findings: &mut Vec<Diagnostic>) {
    if let Some(days) = &log.retention_days {
        if let Err(rule) = check_log_retention_days(days.value) {
            let message = "CloudWatch Logs does not keep logs that long";
            findings.push(Diagnostic::error(&days.place, message).label(rule.message()));
        }
        if log.destination.is_some() {
            let message = "a log group that exists keeps its lines as it was told to";
            findings.push(Diagnostic::error(&days.place, message).help("leave `retention_days` or `to` away"));
        }
    }
    let Some(format) = &log.format else { return };
    if format.contains('\n') {
        findings.push(Diagnostic::error(&log.place, "the format of an access log is one line"));
    }
    if !format.contains("$context.requestId") && !format.contains("$context.extendedRequestId") {
        findings.push(
            Diagnostic::error(&log.place, "the format of an access log names no request")
                .help("put `$context.requestId` or `$context.extendedRequestId` into it"),
        );
    }
}

/// What each kind of CORS knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CorsOf {
    HttpApi,
    RestApi,
    FunctionUrl,
}

pub(super) fn cors(cors: &Cors, of: CorsOf, findings: &mut Vec<Diagnostic>) {
    let origins = cors.literals("AllowOrigins");
    let at = |name: &str| cors.options.place(name).unwrap_or(&cors.place);
    if cors.options.get("AllowOrigins").and_then(Json::as_array).is_none_or(Vec::is_empty) {
        let finding = Diagnostic::error(&cors.place, "no origin may call");
        findings.push(finding.help("name them with `allow_origins`, or `[\"*\"]` for all"));
    }
    if origins.contains(&"*") && cors.options.get("AllowCredentials") == Some(&Json::Bool(true)) {
        let message = "browsers send no credentials to what every origin may call";
        findings.push(Diagnostic::error(at("AllowCredentials"), message).help("name the origins instead of `*`"));
    }
    for origin in origins.iter().filter(|origin| **origin != "*") {
        let rest = origin.split_once("://").map(|(_, rest)| rest);
        if rest.is_none_or(|rest| rest.is_empty() || rest.contains(['/', ' '])) {
            let message = format!("`{}` is not an origin", origin.escape_debug());
            let label = "an origin is a scheme and a host, without a path: `https://example.com`";
            findings.push(Diagnostic::error(at("AllowOrigins"), message).label(label));
        }
    }
    if of == CorsOf::FunctionUrl && cors.literals("AllowMethods").contains(&"OPTIONS") {
        let finding = Diagnostic::error(at("AllowMethods"), "a function URL answers `OPTIONS` itself");
        findings.push(finding.help("leave it away"));
    }
    super::ranges::check(
        &cors.options,
        &[("MaxAge", "", 0, 86_400, "the age of a browser's answer")],
        &cors.place,
        findings,
    );
}

/// Names of things of an API that are told apart by name: two that are not the same thing must not share one.
pub(super) struct Named<'a> {
    what: &'static str,
    by: BTreeMap<&'a str, (u64, &'a Place)>,
}

impl<'a> Named<'a> {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, by: BTreeMap::new() }
    }

    /// Whether the thing is seen for the first time.
    pub(super) fn is_new(&mut self, name: &'a str, id: &Id, place: &'a Place, findings: &mut Vec<Diagnostic>) -> bool {
        let Some((other, first)) = self.by.get(name) else {
            self.by.insert(name, (id.number(), place));
            return true;
        };
        if *other != id.number() {
            findings.push(
                Diagnostic::error(place, format!("there are two {}s named `{name}`", self.what))
                    .related(first, "the first is here")
                    .help("clones of one are the same: make it once, and use it where it is needed"),
            );
        }
        false
    }
}

/// The kinds of APIs that a domain serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Serves {
    Requests,
    WebSockets,
}

/// Domains of a project: each is made once, each path is one API's.
pub(super) fn domains(project: &Project, findings: &mut Vec<Diagnostic>) {
    let mut mapped: BTreeMap<(String, &str), &Place> = BTreeMap::new();
    let mut known: BTreeMap<String, (&Domain, Serves)> = BTreeMap::new();
    for app in &project.apps {
        let http = app.http.iter().flat_map(|api| &api.domains).map(|domain| (domain, Serves::Requests, false));
        let rest = app.rest.iter().flat_map(|api| &api.domains).map(|domain| (domain, Serves::Requests, true));
        let sockets =
            app.websocket.iter().flat_map(|api| &api.domains).map(|domain| (domain, Serves::WebSockets, false));
        for (domain, serves, is_rest) in http.chain(rest).chain(sockets) {
            one_domain(domain, serves, is_rest, findings);
            let name = domain.name.json().to_string();
            if let Some(first) = mapped.insert((name.clone(), &domain.path), &domain.place) {
                let path = &domain.path;
                let message = format!("two APIs are mapped to the path `/{path}` of the domain {name}");
                let finding = Diagnostic::error(&domain.place, message).related(first, "the first is here");
                findings.push(finding.help("give each its own with `.path(\"…\")`"));
            }
            let Some((first, serves_first)) = known.get(&name) else {
                known.insert(name, (domain, serves));
                continue;
            };
            agree(first, domain, &name, findings);
            if *serves_first != serves {
                let message = format!("the domain {name} cannot serve WebSockets and other requests");
                findings.push(Diagnostic::error(&domain.place, message).help("use a domain for each"));
            }
        }
    }
}

/// Two uses of a domain's name are of one domain, described once.
fn agree(first: &Domain, other: &Domain, name: &str, findings: &mut Vec<Diagnostic>) {
    let both_exist = matches!((&first.kind, &other.kind), (DomainKind::Existing, DomainKind::Existing));
    if first.id.number() != other.id.number() && !both_exist {
        findings.push(
            Diagnostic::error(&other.place, format!("the domain {name} is made twice"))
                .related(&first.place, "the first is here")
                .help(
                    "clones of a domain are the same: make it once, and give each API a clone with its own `.path(…)`",
                ),
        );
        return;
    }
    let said = |domain: &Domain| {
        let parts = [&domain.options, &domain.endpoint, &domain.mutual_tls];
        (parts.map(Options::properties), domain.zone.as_ref().map(|zone| zone.json().clone()))
    };
    if said(first) != said(other) {
        let message = format!("clones of the domain {name} differ in more than their path");
        findings.push(Diagnostic::error(&other.place, message).help("say what it is before it is cloned"));
    }
}

fn one_domain(domain: &Domain, serves: Serves, is_rest: bool, findings: &mut Vec<Diagnostic>) {
    let mut finding = |message: &str, help: &str| {
        findings.push(Diagnostic::error(&domain.place, message).help(help));
    };
    let literal = domain.name.literal().and_then(Json::as_str);
    if literal.is_some_and(|name| name.contains(['/', ' ', ':']) || !name.contains('.')) {
        finding("a domain is a host name, such as `api.example.com`", "leave scheme and path away");
    }
    let letter = |letter: char| letter.is_ascii_alphanumeric() || "-._$/+!*'()".contains(letter);
    if !domain.path.chars().all(letter) {
        finding(
            "the path of a domain has a letter that API Gateway does not take",
            "use letters, digits, `-`, `_` and `/`",
        );
    }
    if domain.is_edge() && !is_rest {
        finding(
            "only REST APIs have domains at the edge",
            "use `Domain::new`, with a certificate of the stack's region",
        );
    }
    if domain.is_edge() && domain.path.contains('/') {
        finding("the path of a domain at the edge is one segment", "use a regional domain, `Domain::new`");
    }
    let mutual = domain.mutual_tls.get("TruststoreUri");
    if mutual.is_some() && (domain.is_edge() || serves == Serves::WebSockets) {
        finding(
            "mutual TLS is for regional domains of HTTP and REST APIs",
            "use `Domain::new` in front of such an API",
        );
    }
    if mutual.is_none() && domain.mutual_tls.get("TruststoreVersion").is_some() {
        finding("a truststore's version is set and no truststore", "name the file with `mutual_tls`");
    }
    if mutual.and_then(Json::as_str).is_some_and(|uri| !uri.starts_with("s3://")) {
        finding("a truststore is a file in S3", "write `s3://bucket/key`");
    }
    let says_more = domain.zone.is_some() || !domain.endpoint.properties().is_empty() || mutual.is_some();
    if matches!(domain.kind, DomainKind::Existing) && says_more {
        finding(
            "a domain that exists is not the stack's to change",
            "leave its options away, or make it with `Domain::new`",
        );
    }
    tags(&domain.options, findings);
}
