//! Rules of an app's WebSocket API: route keys, what only a connection may be asked, and what its options take.
//!
//! Owns the form of a route key.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::api::{self, Named};
use super::{http, ranges};
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::trigger::{Auth, WebSocketApi, WebSocketAuthorizer};
use crate::describe::{App, Place, Trigger, WebSocket};

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html>
const TIMEOUT: &[ranges::Limit] =
    &[("TimeoutInMillis", "", 50, 29_000, "the timeout of a WebSocket API's integration")];

pub(super) fn check(app: &App, findings: &mut Vec<Diagnostic>) {
    if let Some(api) = &app.websocket {
        settings(app, api, findings);
    }
    let mut taken: BTreeMap<&str, (&str, &Place)> = BTreeMap::new();
    let mut authorizers = Named::new("authorizer");
    for (function, trigger) in app.triggers() {
        let Trigger::WebSocket(route) = trigger else { continue };
        if let Some((other, first)) = taken.insert(&route.key, (&function.name, &route.place)) {
            findings.push(
                Diagnostic::error(&route.place, format!("the route `{}` of app `{}` is taken", route.key, app.name))
                    .label(format!("by function `{other}` already"))
                    .related(first, "the first is here"),
            );
        }
        judge(route, findings);
        if let Some(authorizer) = route.auth.authorizer()
            && authorizers.is_new(&authorizer.name, &authorizer.id, &authorizer.place, findings)
        {
            judge_authorizer(authorizer, findings);
        }
    }
}

fn settings(app: &App, api: &WebSocketApi, findings: &mut Vec<Diagnostic>) {
    if !app.has(Part::WebSocketApi) {
        findings.push(
            Diagnostic::error(&api.place, format!("the WebSocket API of app `{}` has no route", app.name))
                .help("give a function a `WebSocket` trigger, or take `.websocket_api(…)` away"),
        );
    }
    let limits: &[api::Text] = &[
        ("Name", 128, "the name of an API"),
        ("Description", 1024, "the description of an API"),
        ("Version", 64, "the version of an API"),
    ];
    api::texts(&api.api, limits, findings);
    api::texts(&api.stage, &[("Description", 1024, "the description of a stage")], findings);
    api::tags(&api.api, findings);
    api::throttle(&api.settings, findings);
    api::stage_name(&api.stage_name, false, findings);
    api::stage_variables(&api.stage, "StageVariables", findings);
    if let Some(log) = &api.log {
        api::access_log(log, findings);
    }
}

fn judge(route: &WebSocket, findings: &mut Vec<Diagnostic>) {
    let key = &route.key;
    let own = matches!(key.as_str(), "$connect" | "$disconnect" | "$default");
    if !own && (key.is_empty() || key.len() > 128 || key.starts_with('$')) {
        let message = format!("`{}` is not a route key", key.escape_debug());
        let label = "1 to 128 characters; those that begin with `$` are `$connect`, `$disconnect` and `$default`";
        findings.push(Diagnostic::error(&route.place, message).label(label));
    }
    ranges::check(&route.integration, TIMEOUT, &route.place, findings);
    api::texts(&route.route, &[("OperationName", 64, "the name of an operation")], findings);
    api::throttle(&route.settings, findings);
    if !route.is_connect() {
        let asked = [
            (!matches!(route.auth, Auth::Open)).then_some(&route.place),
            route.route.place("ApiKeyRequired"),
            route.route.place("RequestParameters"),
        ];
        for place in asked.into_iter().flatten() {
            let finding = Diagnostic::error(place, format!("`{key}` cannot ask who calls"));
            findings.push(finding.help("who may connect is asked once, on `WebSocket::connect()`"));
        }
    } else if let Some(parameters) = route.route.get("RequestParameters").and_then(|all| all.as_object()) {
        for name in parameters.keys() {
            let good = name.strip_prefix("route.request.").and_then(|rest| rest.split_once('.'));
            if !good.is_some_and(|(place, name)| matches!(place, "querystring" | "header") && !name.is_empty()) {
                let place = route.route.place("RequestParameters").unwrap_or(&route.place);
                let message = format!("`{}` is not a parameter", name.escape_debug());
                let label = "write `route.request.querystring.name` or `route.request.header.name`";
                findings.push(Diagnostic::error(place, message).label(label));
            }
        }
    }
    let is_message = !matches!(key.as_str(), "$connect" | "$disconnect");
    if route.model.is_some() && !is_message {
        findings.push(Diagnostic::error(&route.place, format!("`{key}` has no message to follow a model")));
    }
    if route.answers && key == "$disconnect" {
        findings.push(Diagnostic::error(&route.place, "nobody is there to get an answer to `$disconnect`"));
    }
}

fn judge_authorizer(authorizer: &WebSocketAuthorizer, findings: &mut Vec<Diagnostic>) {
    http::name(&authorizer.name, &authorizer.place, findings);
    let sources = authorizer.options.get("IdentitySource").and_then(|list| list.as_array());
    for source in sources.into_iter().flatten().filter_map(|source| source.as_str()) {
        if !["route.request.", "context.", "stageVariables."].iter().any(|known| source.starts_with(known)) {
            let place = authorizer.options.place("IdentitySource").unwrap_or(&authorizer.place);
            let message = format!("`{}` is not where an identity is", source.escape_debug());
            findings.push(Diagnostic::error(place, message).label("write `route.request.header.name` and its kin"));
        }
    }
}
