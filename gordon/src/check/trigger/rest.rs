//! Rules of an app's REST API: paths and methods, integrations and answers, keys, and what its options take.
//!
//! The form of a path is a rule of `describe::limits`.

mod plans;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::api::{self, CorsOf, Named};
use super::http;
use super::ranges;
use crate::check::{Diagnostic, statements};
use crate::describe::id::Part;
use crate::describe::limits::check_route_path;
use crate::describe::parameter;
use crate::describe::trigger::{
    EventSource, MethodSettings, Options, RestApi, RestAuthorizer, RestAuthorizerKind, RestEndpoint, RestIntegration,
    RestModel, RestTarget, RestValidation,
};
use crate::describe::{App, Place, Rest, Trigger};

pub(super) fn check(app: &App, findings: &mut Vec<Diagnostic>) {
    let default = RestApi::at(app.place.clone());
    let api = app.rest.as_ref().unwrap_or(&default);
    let of_functions = app.triggers().filter_map(|(function, trigger)| match trigger {
        Trigger::Rest(rest) => Some((Some(function.name.as_str()), rest)),
        _ => None,
    });
    let methods: Vec<(Option<&str>, &Rest)> =
        of_functions.chain(api.methods.iter().map(|method| (None, method))).collect();
    if let Some(api) = &app.rest {
        settings(app, api, findings);
        plans::check(api, &methods, findings);
    }
    paths(app, &methods, findings);
    let (mut authorizers, mut models) = (Named::new("authorizer"), Named::new("model"));
    for model in &api.models {
        judge_model(model, &mut models, findings);
    }
    for (function, rest) in methods {
        method(api, rest, function.is_some(), findings);
        if let Some(authorizer) = api.auth_of(rest).authorizer()
            && authorizers.is_new(&authorizer.name, &authorizer.id, &authorizer.place, findings)
        {
            judge_authorizer(authorizer, findings);
        }
        let responses = rest.integration.iter().flat_map(|integration| &integration.responses);
        let of_responses = responses.flat_map(|response| &response.models);
        for (_, model) in rest.models.iter().chain(of_responses) {
            judge_model(model, &mut models, findings);
        }
    }
}

fn settings(app: &App, api: &RestApi, findings: &mut Vec<Diagnostic>) {
    if !app.has(Part::RestApi) {
        findings.push(
            Diagnostic::error(&api.place, format!("the REST API of app `{}` has no method", app.name))
                .help("give a function a `Rest` trigger, or take `.rest_api(…)` away"),
        );
    }
    api::stage_name(&api.stage_name, false, findings);
    api::stage_variables(&api.stage, "Variables", findings);
    api::tags(&api.labels, findings);
    let compression = ("MinimumCompressionSize", "", 0, 10_485_760, "the size from which an answer is compressed");
    ranges::check(&api.api, &[compression], &api.place, findings);
    if let Some(cors) = &api.cors {
        api::cors(cors, CorsOf::RestApi, findings);
    }
    if let Some(log) = &api.log {
        api::access_log(log, findings);
    }
    if let Some(settings) = &api.settings {
        method_settings(api, settings, findings);
    }
    canary(&api.stage, findings);
    endpoint(app, api, findings);
    let mut responses = BTreeMap::new();
    for response in &api.responses {
        if let Some(first) = responses.insert(response.kind, &response.place) {
            let message = format!("there are two answers to {}", response.kind.name());
            findings.push(Diagnostic::error(&response.place, message).related(first, "the first is here"));
        }
        status(response.options.get("StatusCode").and_then(Json::as_str), &response.place, findings);
    }
}

fn canary(stage: &Options, findings: &mut Vec<Diagnostic>) {
    let (Some(canary), Some(place)) = (stage.get("CanarySetting"), stage.place("CanarySetting")) else { return };
    match canary.get("PercentTraffic") {
        None => findings
            .push(Diagnostic::error(place, "the canary gets no requests").help("say the percentage with `.canary(…)`")),
        Some(percent) if !percent.as_f64().is_some_and(|percent| (0.0..=100.0).contains(&percent)) => {
            findings.push(Diagnostic::error(place, "a canary gets 0 to 100 percent of the requests"));
        }
        Some(_) => {}
    }
}

fn endpoint(app: &App, api: &RestApi, findings: &mut Vec<Diagnostic>) {
    if let RestEndpoint::Private(endpoints) = &api.endpoint {
        if endpoints.is_empty() && api.api.get("Policy").is_none() {
            findings.push(
                Diagnostic::error(&api.place, format!("nobody may call the private REST API of app `{}`", app.name))
                    .help("name VPC endpoints, or give the API a `policy`"),
            );
        }
        for domain in &api.domains {
            findings.push(
                Diagnostic::error(&domain.place, "a private API is reached by no public domain")
                    .help("make an `AWS::ApiGateway::DomainNameV2` of the private kind with `resource!`"),
            );
        }
    } else if let Some(place) = api.api.place("DisableExecuteApiEndpoint")
        && api.domains.is_empty()
    {
        let finding =
            Diagnostic::warning(place, format!("the REST API of app `{}` can be reached by nobody", app.name));
        findings.push(finding.help("give it a domain of its own: `.domain(Domain::new(…))`"));
    }
}

/// Two methods of one path would be one; two variables beside each other are refused by API Gateway.
fn paths(app: &App, methods: &[(Option<&str>, &Rest)], findings: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<String, &Place> = BTreeMap::new();
    let mut variables: BTreeMap<String, (&str, &Place)> = BTreeMap::new();
    for (_, rest) in methods {
        if let Err(rule) = check_route_path(&rest.path) {
            let message = format!("`{}` is not a path", rest.path.escape_debug());
            findings.push(Diagnostic::error(&rest.place, message).label(rule.message()));
            continue;
        }
        if rest.methods.is_empty() {
            findings.push(Diagnostic::error(&rest.place, format!("`{}` has no method", rest.path)));
        }
        for method in &rest.methods {
            let key = rest.key_of(*method);
            if let Some(first) = taken.insert(http::shape(&key), &rest.place) {
                findings.push(
                    Diagnostic::error(&rest.place, format!("the method `{key}` of app `{}` is taken", app.name))
                        .related(first, "the first is here"),
                );
            }
        }
        let mut above = String::new();
        for segment in rest.path.split('/').skip(1) {
            if segment.starts_with('{') {
                let (first, place) = variables.entry(above.clone()).or_insert((segment, &rest.place));
                if *first != segment {
                    let message = format!("`{segment}` stands beside `{first}` under `{above}/`");
                    findings.push(
                        Diagnostic::error(&rest.place, message)
                            .related(place, "the other is here")
                            .help("a REST API has one variable in a place: give both the same name"),
                    );
                }
            }
            above = format!("{above}/{segment}");
        }
    }
}

fn method(api: &RestApi, rest: &Rest, of_function: bool, findings: &mut Vec<Diagnostic>) {
    let path = &rest.path;
    match &rest.integration {
        Some(called) if called.target.is_lambda() != of_function => {
            let (message, help) = if of_function {
                ("calls its function", "methods that call something else are the API's: `RestApi::method`")
            } else {
                ("has no function to call", "give the method to a function with `.on(…)`")
            };
            findings.push(Diagnostic::error(&called.place, format!("`{path}` {message}")).help(help));
        }
        None if !of_function => findings.push(
            Diagnostic::error(&rest.place, format!("`{path}` calls nothing"))
                .help("say what with `.integration(…)`, or give the method to a function with `.on(…)`"),
        ),
        _ => {}
    }
    if let Some(called) = &rest.integration {
        integration(api, called, findings);
    }
    if let Some(settings) = &rest.settings {
        method_settings(api, settings, findings);
    }
    if let Some(place) = rest.method.place("AuthorizationScopes")
        && api.auth_of(rest).authorizer().is_none_or(|authorizer| authorizer.function().is_some())
    {
        let finding = Diagnostic::error(place, format!("scopes of `{path}` are asked by nobody"));
        findings.push(finding.help("scopes are of Cognito authorizers: give the method one"));
    }
    let needs_key = rest.method.get("ApiKeyRequired").or(api.method_defaults.get("ApiKeyRequired"));
    if needs_key == Some(&Json::Bool(true)) && api.plans.is_empty() {
        let place = rest.method.place("ApiKeyRequired").or(api.method_defaults.place("ApiKeyRequired"));
        findings.push(
            Diagnostic::warning(place.unwrap_or(&rest.place), format!("`{path}` needs a key, and no plan has one"))
                .help("add a plan with `RestApi::usage_plan`, unless a plan of elsewhere has this stage"),
        );
    }
    parameters(rest, findings);
    validation(rest, findings);
    found_at_apply(rest, findings);
}

/// A deployment is a snapshot, and the template, which has no such value, cannot tell when to take it anew.
fn found_at_apply(rest: &Rest, findings: &mut Vec<Diagnostic>) {
    let mut found = false;
    rest.values(&mut |json| found |= parameter::is_in(json));
    if found {
        findings.push(
            Diagnostic::warning(&rest.place, format!("`{}` has a value that is found only when applied", rest.path))
                .label("the API goes on with the value that it was deployed with when that changes")
                .help("set it as a stage variable, `RestApi::stage_variable`, and write `${stageVariables.name}`"),
        );
    }
}

fn parameters(rest: &Rest, findings: &mut Vec<Diagnostic>) {
    let (Some(Json::Object(parameters)), Some(place)) =
        (rest.method.get("RequestParameters"), rest.method.place("RequestParameters"))
    else {
        return;
    };
    for name in parameters.keys() {
        let known = ["querystring", "header", "path", "multivaluequerystring", "multivalueheader"];
        let good = name.strip_prefix("method.request.").and_then(|rest| rest.split_once('.'));
        if !good.is_some_and(|(place, name)| known.contains(&place) && !name.is_empty()) {
            let message = format!("`{}` is not a parameter", name.escape_debug());
            let label = "write `method.request.querystring.name`, `…header.name` or `…path.name`";
            findings.push(Diagnostic::error(place, message).label(label));
        }
    }
}

fn validation(rest: &Rest, findings: &mut Vec<Diagnostic>) {
    let Some(validation) = rest.validation else { return };
    let required = rest.method.get("RequestParameters").and_then(Json::as_object);
    let required = required.is_some_and(|all| all.values().any(|required| required == &Json::Bool(true)));
    let checks_body = validation != RestValidation::Parameters;
    let checks_parameters = validation != RestValidation::Body;
    if !(checks_body && !rest.models.is_empty() || checks_parameters && required) {
        findings.push(
            Diagnostic::error(&rest.place, format!("there is nothing to check in requests to `{}`", rest.path))
                .help("say the body's form with `.model(…)`, or a required parameter with `.parameter(…, true)`"),
        );
    }
}

fn integration(api: &RestApi, called: &RestIntegration, findings: &mut Vec<Diagnostic>) {
    let most = match (&called.target, &api.endpoint) {
        (RestTarget::LambdaStream, _) => 900_000,
        // A higher quota is for regional and private APIs only.
        (_, RestEndpoint::Edge) => 29_000,
        _ => 300_000,
    };
    let timeout = ("TimeoutInMillis", "", 50, most, "the timeout of a REST API's integration");
    ranges::check(&called.options, &[timeout], &called.place, findings);
    let is_lambda_proxy = matches!(called.target, RestTarget::LambdaProxy | RestTarget::LambdaStream);
    for option in ["RequestTemplates", "RequestParameters", "PassthroughBehavior", "IntegrationHttpMethod"] {
        if let Some(place) = called.options.place(option).filter(|_| is_lambda_proxy) {
            let finding = Diagnostic::error(place, "by proxy the function gets the request as it is");
            findings.push(finding.help("use `RestIntegration::lambda()` to change it on the way"));
        }
    }
    if !called.statements.is_empty() && !matches!(called.target, RestTarget::Service(_)) {
        let finding = Diagnostic::error(&called.place, "only an AWS service is called with a role");
        findings.push(finding.help("leave `allow` away"));
    }
    called.statements.iter().for_each(|statement| statements::complete(statement, findings));
    let on_server = matches!(called.target, RestTarget::Http(_) | RestTarget::HttpProxy(_));
    if let Some(place) = called.options.place("ConnectionId").filter(|_| !on_server) {
        findings.push(Diagnostic::error(place, "a VPC link leads to a server: `http` or `http_proxy`"));
    }
    answers(called, findings);
}

fn answers(called: &RestIntegration, findings: &mut Vec<Diagnostic>) {
    let mut statuses = BTreeMap::new();
    let mut default: Option<&Place> = None;
    for response in &called.responses {
        status(Some(&response.status.to_string()), &response.place, findings);
        if let Some(first) = statuses.insert(response.status, &response.place) {
            let message = format!("there are two answers with the status {}", response.status);
            findings.push(Diagnostic::error(&response.place, message).related(first, "the first is here"));
        }
        if called.target.is_proxy() {
            for option in ["SelectionPattern", "ResponseTemplates", "ContentHandling"] {
                if let Some(place) = response.integration.place(option) {
                    let finding = Diagnostic::error(place, "by proxy the answer is passed on as it is");
                    findings.push(finding.help("an integration that is no proxy makes answers of its own"));
                }
            }
        } else if response.integration.get("SelectionPattern").is_none()
            && let Some(first) = default.replace(&response.place)
        {
            findings.push(
                Diagnostic::error(&response.place, "two answers are for all that no pattern matches")
                    .related(first, "the first is here")
                    .help("say what one of them is for with `.pattern(…)`"),
            );
        }
    }
}

fn status(status: Option<&str>, place: &Place, findings: &mut Vec<Diagnostic>) {
    if let Some(status) = status
        && !status.parse().is_ok_and(|status: u16| (200..=599).contains(&status))
    {
        findings.push(Diagnostic::error(place, format!("{status} is not a status")).label("it is 200 to 599"));
    }
}

fn method_settings(api: &RestApi, settings: &MethodSettings, findings: &mut Vec<Diagnostic>) {
    let options = &settings.options;
    api::throttle(options, findings);
    let ttl = ("CacheTtlInSeconds", "", 0, 3600, "the time that an answer is kept");
    ranges::check(options, &[ttl], &settings.place, findings);
    if options.get("CachingEnabled") == Some(&Json::Bool(true)) && api.stage.get("CacheClusterEnabled").is_none() {
        let place = options.place("CachingEnabled").unwrap_or(&settings.place);
        findings.push(
            Diagnostic::error(place, "answers are kept, and the stage has no cache")
                .help("give it one with `RestApi::cache`"),
        );
    }
}

fn judge_authorizer(authorizer: &RestAuthorizer, findings: &mut Vec<Diagnostic>) {
    let options = &authorizer.options;
    http::name(&authorizer.name, &authorizer.place, findings);
    let ttl = ("AuthorizerResultTtlInSeconds", "", 0, 3600, "the time that an authorizer's answer is kept");
    ranges::check(options, &[ttl], &authorizer.place, findings);
    match authorizer.kind {
        RestAuthorizerKind::Token(_) => {}
        RestAuthorizerKind::Request(_) => {
            let kept = options.get("AuthorizerResultTtlInSeconds") != Some(&Json::from(0));
            if kept && options.get("IdentitySource").is_none() {
                findings.push(
                    Diagnostic::error(&authorizer.place, "an answer is kept by the identity source, and there is none")
                        .help("name identity sources, or keep no answers: `.ttl(0)`"),
                );
            }
        }
        RestAuthorizerKind::Cognito => {
            if options.get("ProviderARNs").and_then(Json::as_array).is_none_or(Vec::is_empty) {
                findings.push(Diagnostic::error(&authorizer.place, "the authorizer has no user pool"));
            }
        }
    }
    if let Some(place) = options.place("IdentityValidationExpression")
        && !matches!(authorizer.kind, RestAuthorizerKind::Token(_))
    {
        findings.push(Diagnostic::error(place, "a token's pattern is of token authorizers").help("leave it away"));
    }
    if let Some(place) = options.place("AuthorizerCredentials")
        && authorizer.function().is_none()
    {
        findings.push(Diagnostic::error(place, "a Cognito authorizer asks no function").help("leave it away"));
    }
}

fn judge_model<'a>(model: &'a RestModel, models: &mut Named<'a>, findings: &mut Vec<Diagnostic>) {
    let good = !model.name.is_empty() && model.name.chars().all(|letter| letter.is_ascii_alphanumeric());
    if models.is_new(&model.name, &model.id, &model.place, findings) && !good {
        let message = format!("`{}` is not the name of a model", model.name.escape_debug());
        findings.push(Diagnostic::error(&model.place, message).label("letters and digits"));
    }
}
