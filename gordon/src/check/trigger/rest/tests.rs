//! Rules of REST APIs, each broken once.

use serde_json::json;

use super::super::sample::{function, none, one};
use crate::describe::*;

fn web(answer: Function, api: RestApi) -> Project {
    Project::new("weather").app(App::new("web").function(answer).rest_api(api))
}

fn method(rest: Rest) -> Project {
    Project::new("weather").app(App::new("web").function(function("a").on(rest)))
}

fn with(api: RestApi) -> Project {
    web(function("a").on(Rest::get("/a")), api)
}

#[test]
fn an_api_has_methods() {
    one(web(function("a"), RestApi::new()), "has no method");
    one(method(Rest::methods([], "/a")), "has no method");
    one(method(Rest::get("a")), "begins with `/`");
    one(method(Rest::methods([HttpMethod::Get, HttpMethod::Get], "/a")), "`GET /a` of app `web` is taken");
    let two = |a: Rest, b: Rest| {
        Project::new("weather").app(App::new("web").function(function("a").on(a)).function(function("b").on(b)))
    };
    none(two(Rest::get("/a/{x}"), Rest::post("/a/{x}")));
    one(two(Rest::get("/a"), Rest::get("/a")), "is taken");
    one(two(Rest::get("/a/{x}"), Rest::post("/a/{y}")), "`{y}` stands beside `{x}` under `/a/`");
}

#[test]
fn settings_of_the_api_are_judged() {
    one(with(RestApi::new().minimum_compression_size(10_485_761)), "0 to 10,485,760");
    one(with(RestApi::new().canary(101.0)), "0 to 100 percent");
    one(with(RestApi::new().canary_variable("a", "b")), "gets no requests");
    one(with(RestApi::new().disable_endpoint()), "reached by nobody");
    one(with(RestApi::new().endpoint(RestEndpoint::Private(Vec::new()))), "nobody may call the private");
    let private = RestApi::new().endpoint(RestEndpoint::private(["vpce-1"]));
    none(with(private.clone()));
    one(with(private.domain(Domain::existing("api.example.com"))), "no public domain");
    one(with(RestApi::new().settings(MethodSettings::new().cache(60))), "the stage has no cache");
    none(with(RestApi::new().cache(CacheSize::Gb1_6).settings(MethodSettings::new().cache(60))));
    one(with(RestApi::new().cache(CacheSize::Gb1_6).settings(MethodSettings::new().cache(3601))), "0 to 3,600");
    one(with(RestApi::new().settings(MethodSettings::new().throttle(-1.0, 1))), "from 0");
    let denied = || GatewayResponse::new(GatewayResponseType::AccessDenied);
    one(with(RestApi::new().gateway_response(denied()).gateway_response(denied())), "two answers to ACCESS_DENIED");
    one(with(RestApi::new().gateway_response(denied().status(99))), "200 to 599");
    one(with(RestApi::new().tag("aws:a", "b")), "AWS's own");
    one(with(RestApi::new().cors(Cors::new())), "no origin");
    one(with(RestApi::new().access_log(AccessLog::new().format("x"))), "names no request");
}

#[test]
fn integrations_are_judged() {
    let own = |integration: RestIntegration| {
        let api = RestApi::new().method(Rest::get("/a").integration(integration));
        Project::new("weather").app(App::new("web").rest_api(api))
    };
    none(own(RestIntegration::mock()));
    one(own(RestIntegration::lambda()), "has no function to call");
    let nothing = Project::new("weather").app(App::new("web").rest_api(RestApi::new().method(Rest::get("/a"))));
    one(nothing, "calls nothing");
    one(method(Rest::get("/a").integration(RestIntegration::mock())), "calls its function");
    let proxy = RestIntegration::lambda_proxy;
    one(method(Rest::get("/a").integration(proxy().request_template("a/b", "x"))), "as it is");
    one(method(Rest::get("/a").integration(proxy().timeout(49))), "50 to 300,000");
    one(method(Rest::get("/a").integration(RestIntegration::lambda_stream().timeout(900_001))), "50 to 900,000");
    let edge = RestApi::new().endpoint(RestEndpoint::Edge);
    one(web(function("a").on(Rest::get("/a").integration(proxy().timeout(29_001))), edge), "50 to 29,000");
    let statement = Statement::allow(["s3:GetObject"]).on("arn:x");
    one(own(RestIntegration::http("https://a.example").allow(statement)), "only an AWS service");
    one(own(RestIntegration::mock().vpc_link("x")), "leads to a server");
    let service = || RestIntegration::service_action("sqs", "SendMessage");
    one(own(service().allow(Statement::allow(["sqs:SendMessage"]))), "on no resource");
}

#[test]
fn answers_are_judged() {
    let with = |integration: RestIntegration| method(Rest::get("/a").integration(integration));
    let lambda = RestIntegration::lambda;
    none(with(lambda().response(RestResponse::new(200)).response(RestResponse::new(404).pattern("x"))));
    one(with(lambda().response(RestResponse::new(99))), "200 to 599");
    one(
        with(lambda().response(RestResponse::new(200)).response(RestResponse::new(200).pattern("x"))),
        "two answers with the status 200",
    );
    one(with(lambda().response(RestResponse::new(200)).response(RestResponse::new(404))), "for all that no pattern");
    one(with(RestIntegration::lambda_proxy().response(RestResponse::new(200).pattern("x"))), "passed on as it is");
}

#[test]
fn what_a_method_asks_is_judged() {
    one(method(Rest::get("/a").api_key_required(true)), "no plan has one");
    one(method(Rest::get("/a").scopes(["x"])), "asked by nobody");
    one(method(Rest::get("/a").parameter("querystring.page", true)), "not a parameter");
    one(method(Rest::get("/a").validate(RestValidation::Body)), "nothing to check");
    one(
        method(Rest::get("/a").validate(RestValidation::Parameters).parameter("method.request.header.a", false)),
        "nothing to check",
    );
    none(method(Rest::get("/a").validate(RestValidation::All).parameter("method.request.header.a", true)));
    let model = RestModel::new("A-B", json!({}));
    one(method(Rest::post("/a").model("application/json", &model)), "not the name of a model");
    let two =
        Rest::post("/a").model("a/b", &RestModel::new("A", json!({}))).model("c/d", &RestModel::new("A", json!({})));
    one(method(two), "two models named `A`");
}

#[test]
fn authorizers_are_judged() {
    let gate = function("gate");
    let with = |authorizer: &RestAuthorizer| {
        let app =
            App::new("web").function(gate.clone()).function(function("a").on(Rest::get("/a").authorizer(authorizer)));
        Project::new("weather").app(app)
    };
    none(with(&RestAuthorizer::token("gate", &gate).token_pattern("x").ttl(0)));
    none(with(&RestAuthorizer::request("gate", &gate, [""; 0]).ttl(0)));
    one(with(&RestAuthorizer::token("gate", &gate).ttl(3601)), "0 to 3,600");
    one(with(&RestAuthorizer::request("gate", &gate, [""; 0])), "kept by the identity source");
    one(
        with(&RestAuthorizer::request("gate", &gate, ["method.request.header.a"]).token_pattern("x")),
        "token authorizers",
    );
    let lost = function("lost");
    one(with(&RestAuthorizer::token("gate", &lost)), "`lost` is not part of the project");
    let people = |pools: &[&str]| RestAuthorizer::cognito("people", pools.iter().copied());
    let without_gate = |authorizer: RestAuthorizer| method(Rest::get("/a").authorizer(&authorizer));
    none(without_gate(people(&["arn:pool"])));
    one(without_gate(people(&[])), "no user pool");
    one(without_gate(people(&["arn:pool"]).credentials("arn:x")), "asks no function");
}

#[test]
fn plans_and_keys_are_judged() {
    let plan = || UsagePlan::new("basic");
    one(with(RestApi::new().usage_plan(plan()).usage_plan(plan())), "two usage plans named `basic`");
    one(with(RestApi::new().usage_plan(plan().throttle(-1.0, 1))), "from 0");
    none(with(RestApi::new().usage_plan(plan().throttle_method(HttpMethod::Get, "/a", 1.0, 1))));
    one(with(RestApi::new().usage_plan(plan().throttle_method(HttpMethod::Get, "/b", 1.0, 1))), "no `GET /b`");
    one(with(RestApi::new().usage_plan(plan().tag("aws:a", "b"))), "AWS's own");
    let key = ApiKey::new("partner");
    one(with(RestApi::new().usage_plan(plan().key(&key).key(&key))), "in the plan `basic` twice");
    one(with(RestApi::new().usage_plan(plan().key(&key).key(&ApiKey::new("partner")))), "two API keys named `partner`");
    one(with(RestApi::new().usage_plan(plan().key(&key.value("short")))), "has 5 characters");
    one(
        with(RestApi::new().usage_plan(plan().key(&ApiKey::existing("x", "id").enabled(true)))),
        "not the stack's to change",
    );
}

#[test]
fn a_value_that_is_found_only_when_applied_is_for_a_stage_variable() {
    let host = || Param::env("HOST");
    let api = |api: RestApi, url: Value<String>| {
        let proxy = Rest::get("/a").integration(RestIntegration::http_proxy(url));
        Project::new("weather").app(App::new("web").rest_api(api.method(proxy)))
    };
    one(api(RestApi::new(), host().into()), "found only when applied");
    none(api(RestApi::new().stage_variable("host", host()), "https://${stageVariables.host}/".into()));
}
