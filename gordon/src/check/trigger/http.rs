//! Rules of an app's HTTP API: that each path is one, that no two functions answer one route, and what its options take.
//!
//! The form of a path is a rule of `describe::limits`.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::api::{self, CorsOf, Named};
use super::ranges;
use crate::check::Diagnostic;
use crate::describe::id::Part;
use crate::describe::limits::check_route_path;
use crate::describe::trigger::{HttpApi, HttpAuthorizer, HttpIntegration, HttpTarget, PayloadFormat};
use crate::describe::{App, Http, Place, Trigger};

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>
const TIMEOUT: &[ranges::Limit] = &[("TimeoutInMillis", "", 50, 30_000, "the timeout of an HTTP API's integration")];

/// One API an app: two functions on one route would shadow each other.
pub(super) fn check(app: &App, findings: &mut Vec<Diagnostic>) {
    let default = HttpApi::at(app.place.clone());
    let api = app.http.as_ref().unwrap_or(&default);
    if let Some(api) = &app.http {
        settings(app, api, findings);
    }
    let mut taken = Taken::new();
    let mut authorizers = Named::new("authorizer");
    let of_functions = app.triggers().filter_map(|(function, trigger)| match trigger {
        Trigger::Http(http) => Some((Some(function.name.as_str()), http)),
        _ => None,
    });
    for (function, http) in of_functions.chain(api.routes.iter().map(|route| (None, route))) {
        path(http, findings);
        taken.take(app, http, function, findings);
        route(http, function.is_some(), findings);
        let auth = http.auth.as_ref().unwrap_or(&api.auth);
        if let Some(authorizer) = auth.authorizer()
            && authorizers.is_new(&authorizer.name, &authorizer.id, &authorizer.place, findings)
        {
            judge_authorizer(authorizer, findings);
        }
        if let Some(place) = http.route.place("AuthorizationScopes")
            && auth.authorizer().is_none_or(|authorizer| authorizer.function.is_some())
        {
            let finding = Diagnostic::error(place, format!("scopes of `{}` are asked by nobody", http.key()));
            findings.push(finding.help("scopes are of JWT authorizers: give the route one"));
        }
    }
}

fn settings(app: &App, api: &HttpApi, findings: &mut Vec<Diagnostic>) {
    if !app.has(Part::HttpApi) {
        findings.push(
            Diagnostic::error(&api.place, format!("the HTTP API of app `{}` has no route", app.name))
                .help("give a function an `Http` trigger, or take `.http_api(…)` away"),
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
    api::stage_name(&api.stage_name, true, findings);
    api::stage_variables(&api.stage, "StageVariables", findings);
    ranges::check(&api.integration, TIMEOUT, &api.place, findings);
    if let Some(cors) = &api.cors {
        api::cors(cors, CorsOf::HttpApi, findings);
    }
    if let Some(log) = &api.log {
        api::access_log(log, findings);
    }
    if let Some(place) = api.api.place("DisableExecuteApiEndpoint")
        && api.domains.is_empty()
    {
        let finding =
            Diagnostic::warning(place, format!("the HTTP API of app `{}` can be reached by nobody", app.name));
        findings.push(finding.help("give it a domain of its own: `.domain(Domain::new(…))`"));
    }
}

/// Routes that are taken, by the requests that they match.
struct Taken<'a>(BTreeMap<String, (Option<&'a str>, &'a Place)>);

impl<'a> Taken<'a> {
    fn new() -> Self {
        Self(BTreeMap::new())
    }

    fn take(&mut self, app: &App, http: &'a Http, function: Option<&'a str>, findings: &mut Vec<Diagnostic>) {
        // `/a/{x}` and `/a/{y}` match the same requests.
        if let Some((other, first)) = self.0.insert(shape(&http.key()), (function, &http.place)) {
            let by =
                other.map_or_else(|| "by the API already".to_owned(), |other| format!("by function `{other}` already"));
            findings.push(
                Diagnostic::error(&http.place, format!("the route `{}` of app `{}` is taken", http.key(), app.name))
                    .label(by)
                    .related(first, "the first is here")
                    .help("names of variables do not tell routes apart: `/a/{x}` and `/a/{y}` match the same requests"),
            );
        }
    }
}

/// A route by what it matches, whatever its variables are called.
pub(super) fn shape(key: &str) -> String {
    let segment = |segment: &str| match segment {
        greedy if greedy.starts_with('{') && greedy.ends_with("+}") => "{+}".to_owned(),
        one if one.starts_with('{') => "{}".to_owned(),
        word => word.to_owned(),
    };
    key.split('/').map(segment).collect::<Vec<_>>().join("/")
}

fn path(http: &Http, findings: &mut Vec<Diagnostic>) {
    if http.method.is_empty() {
        return;
    }
    if let Err(rule) = check_route_path(&http.path) {
        let message = format!("`{}` is not a path", http.path.escape_debug());
        findings.push(Diagnostic::error(&http.place, message).label(rule.message()));
    }
}

fn route(http: &Http, of_function: bool, findings: &mut Vec<Diagnostic>) {
    api::texts(&http.route, &[("OperationName", 64, "the name of an operation")], findings);
    api::throttle(&http.settings, findings);
    ranges::check(&http.integration, TIMEOUT, &http.place, findings);
    parameters(http, findings);
    match &http.target {
        Some(target) if of_function => findings.push(
            Diagnostic::error(&target.place, format!("the route `{}` calls its function", http.key()))
                .help("routes that call something else are the API's: `HttpApi::route`"),
        ),
        Some(target) => integration(http, target, findings),
        None if !of_function => findings.push(
            Diagnostic::error(&http.place, format!("the route `{}` calls nothing", http.key()))
                .help("say what with `.integration(…)`, or give the route to a function with `.on(…)`"),
        ),
        None => {}
    }
}

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html>
fn parameters(http: &Http, findings: &mut Vec<Diagnostic>) {
    let change = |destination: &str, places: &[&str]| {
        let Some((action, place)) = destination.split_once(':') else { return false };
        let (place, name) = place.split_once('.').map_or((place, None), |(place, name)| (place, Some(name)));
        let whole = matches!(place, "path" | "statuscode");
        let known = matches!(action, "append" | "overwrite" | "remove") && places.contains(&place);
        known && if whole { action == "overwrite" && name.is_none() } else { name.is_some_and(|name| !name.is_empty()) }
    };
    if let (Some(Json::Object(requests)), Some(place)) =
        (http.integration.get("RequestParameters"), http.integration.place("RequestParameters"))
    {
        for destination in requests.keys().filter(|one| !change(one, &["header", "querystring", "path"])) {
            let message = format!("`{}` is no change of a request", destination.escape_debug());
            let label =
                "write `append:header.name`, `overwrite:querystring.name`, `remove:header.name` or `overwrite:path`";
            findings.push(Diagnostic::error(place, message).label(label));
        }
    }
    let (Some(Json::Object(statuses)), Some(place)) =
        (http.integration.get("ResponseParameters"), http.integration.place("ResponseParameters"))
    else {
        return;
    };
    for (status, changes) in statuses {
        if !status.parse().is_ok_and(|status: u16| (200..=599).contains(&status)) {
            findings.push(Diagnostic::error(place, format!("{status} is not a status")).label("it is 200 to 599"));
        }
        let changes = changes["ResponseParameters"].as_array().into_iter().flatten();
        for destination in changes.filter_map(|one| one["Destination"].as_str()) {
            if !change(destination, &["header", "statuscode"]) {
                let message = format!("`{}` is no change of an answer", destination.escape_debug());
                let label = "write `append:header.name`, `overwrite:header.name`, `remove:header.name` or `overwrite:statuscode`";
                findings.push(Diagnostic::error(place, message).label(label));
            }
        }
    }
}

fn integration(http: &Http, target: &HttpIntegration, findings: &mut Vec<Diagnostic>) {
    let mut set = |name: &str, allowed: bool, message: &str| {
        if let Some(place) = target.options.place(name).filter(|_| !allowed) {
            findings.push(Diagnostic::error(place, message).help("leave it away"));
        }
    };
    let is_service = matches!(target.target, HttpTarget::Service { .. });
    set(
        "RequestParameters",
        is_service,
        "only an AWS service has parameters: a request is changed by `request_parameter`",
    );
    set("IntegrationMethod", !is_service, "API Gateway knows the method of an AWS service");
    set("TlsConfig", matches!(target.target, HttpTarget::Private { .. }), "only a private server's name is verified");
    if let Some(place) = http.integration.place("PayloadFormatVersion") {
        let message = format!("the payload format of `{}` is {}", http.key(), PayloadFormat::V1.name());
        findings.push(Diagnostic::error(place, message).help("leave it away: 2.0 is for functions"));
    }
    let HttpTarget::Service { service, .. } = &target.target else { return };
    let given = target.options.get("RequestParameters").and_then(Json::as_object);
    let missing: Vec<&str> = service
        .required()
        .iter()
        .copied()
        .filter(|name| given.is_none_or(|given| !given.contains_key(*name)))
        .collect();
    if !missing.is_empty() {
        let message = format!("`{}` needs `{}`", service.name(), missing.join("`, `"));
        findings.push(Diagnostic::error(&target.place, message).help("add each with `.parameter(name, value)`"));
    }
}

fn judge_authorizer(authorizer: &HttpAuthorizer, findings: &mut Vec<Diagnostic>) {
    let options = &authorizer.options;
    name(&authorizer.name, &authorizer.place, findings);
    let ttl = ("AuthorizerResultTtlInSeconds", "", 0, 3600, "the time that an authorizer's answer is kept");
    ranges::check(options, &[ttl], &authorizer.place, findings);
    let sources = options.get("IdentitySource").and_then(Json::as_array).map_or(0, Vec::len);
    let source_place = options.place("IdentitySource").unwrap_or(&authorizer.place);
    if authorizer.function.is_none() {
        for option in [
            "AuthorizerResultTtlInSeconds",
            "AuthorizerPayloadFormatVersion",
            "EnableSimpleResponses",
            "AuthorizerCredentialsArn",
        ] {
            if let Some(place) = options.place(option) {
                findings.push(Diagnostic::error(place, "a JWT authorizer asks no function").help("leave it away"));
            }
        }
        if sources != 1 {
            findings
                .push(Diagnostic::error(source_place, "a token is in one place").label("exactly one identity source"));
        }
        return;
    }
    let kept = options.get("AuthorizerResultTtlInSeconds").and_then(Json::as_u64).is_some_and(|ttl| ttl > 0);
    if kept && sources == 0 {
        let message = "an answer is kept by the identity source, and there is none";
        findings.push(Diagnostic::error(source_place, message));
    }
    let is_first =
        options.get("AuthorizerPayloadFormatVersion").is_some_and(|format| format == PayloadFormat::V1.name());
    if is_first && options.get("EnableSimpleResponses") == Some(&Json::Bool(true)) {
        let place = options.place("EnableSimpleResponses").unwrap_or(&authorizer.place);
        findings.push(Diagnostic::error(place, "simple responses are of payload format 2.0"));
    }
}

/// The name of an authorizer.
pub(super) fn name(name: &str, place: &Place, findings: &mut Vec<Diagnostic>) {
    if !(1..=128).contains(&name.len())
        || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-. ".contains(letter))
    {
        let message = format!("`{}` is not the name of an authorizer", name.escape_debug());
        findings.push(Diagnostic::error(place, message).label("1 to 128 letters, digits, `_`, `-`, `.` and spaces"));
    }
}
