//! Rules of HTTP APIs, each broken once.

use super::super::sample::{function, none, one};
use crate::describe::*;

fn web(answer: Function, api: HttpApi) -> Project {
    Project::new("weather").app(App::new("web").function(answer).http_api(api))
}

fn route(http: Http) -> Project {
    Project::new("weather").app(App::new("web").function(function("a").on(http)))
}

#[test]
fn an_api_has_routes() {
    one(web(function("a"), HttpApi::new()), "has no route");
    one(web(function("a").on(Http::get("/a")), HttpApi::new().disable_endpoint()), "reached by nobody");
    one(web(function("a").on(Http::get("/a")), HttpApi::new().timeout(30_001)), "50 to 30,000");
}

#[test]
fn options_of_a_route_are_judged() {
    none(route(Http::get("/a").timeout(50).throttle(1.0, 1).operation_name("A")));
    one(route(Http::get("/a").timeout(49)), "50 to 30,000");
    one(route(Http::get("/a").operation_name(&"x".repeat(65))), "the name of an operation");
    one(route(Http::get("/a").throttle(f64::INFINITY, 1)), "from 0");
}

#[test]
fn changes_of_requests_and_answers_are_judged() {
    none(route(
        Http::get("/a")
            .request_parameter("append:header.a", "x")
            .request_parameter("remove:querystring.b", "''")
            .request_parameter("overwrite:path", "/x")
            .response_parameter(200, "overwrite:statuscode", "201"),
    ));
    for bad in ["header.a", "add:header.a", "append:body.a", "append:header", "append:path", "overwrite:path.a"] {
        one(route(Http::get("/a").request_parameter(bad, "x")), "no change of a request");
    }
    one(route(Http::get("/a").response_parameter(200, "append:querystring.a", "x")), "no change of an answer");
    one(route(Http::get("/a").response_parameter(100, "append:header.a", "x")), "200 to 599");
}

#[test]
fn routes_without_a_function_are_judged() {
    let url = || HttpIntegration::url("https://a.example");
    let own = |http: Http| Project::new("weather").app(App::new("web").http_api(HttpApi::new().route(http)));
    none(own(Http::get("/a").integration(url())));
    one(own(Http::get("/a")), "calls nothing");
    one(route(Http::get("/a").integration(url())), "calls its function");
    one(own(Http::get("/a").integration(url()).payload_format(PayloadFormat::V2)), "payload format of `GET /a` is 1.0");
    one(own(Http::get("/a").integration(url().parameter("QueueUrl", "x"))), "only an AWS service");
    one(own(Http::get("/a").integration(url().server_name("x"))), "only a private server");
    let queue = HttpIntegration::service(HttpService::SqsSendMessage, "arn:queue");
    one(own(Http::get("/a").integration(queue.clone())), "needs `QueueUrl`, `MessageBody`");
    let whole = queue.parameter("QueueUrl", "x").parameter("MessageBody", "y");
    none(own(Http::get("/a").integration(whole.clone())));
    one(own(Http::get("/a").integration(whole.method(HttpMethod::Get))), "knows the method");
    let both = web(function("a").on(Http::get("/a/{x}")), HttpApi::new().route(Http::get("/a/{y}").integration(url())));
    one(both, "by function `a` already");
}

#[test]
fn authorizers_are_judged() {
    let jwt = || HttpAuthorizer::jwt("jwt", "https://i", ["a"]);
    let gate = function("gate");
    let lambda = || HttpAuthorizer::lambda("gate", &gate);
    let with = |authorizer: &HttpAuthorizer| {
        let app =
            App::new("web").function(gate.clone()).function(function("a").on(Http::get("/a").authorizer(authorizer)));
        Project::new("weather").app(app)
    };
    none(with(&jwt()));
    none(with(&lambda().ttl(3600)));
    one(with(&jwt().ttl(60)), "asks no function");
    one(with(&jwt().payload_format(PayloadFormat::V1)), "asks no function");
    one(with(&jwt().simple_responses(true)), "asks no function");
    one(with(&jwt().credentials("arn:x")), "asks no function");
    one(with(&jwt().identity_source(["a", "b"])), "exactly one identity source");
    one(with(&lambda().ttl(3601)), "0 to 3,600");
    one(with(&lambda().identity_source([""; 0]).ttl(1)), "kept by the identity source");
    one(with(&lambda().payload_format(PayloadFormat::V1).simple_responses(true)), "format 2.0");
    one(with(&HttpAuthorizer::jwt("a/b", "https://i", ["a"])), "not the name of an authorizer");
    one(route(Http::get("/a").scopes(["x"])), "asked by nobody");
    let one_name = App::new("web")
        .function(function("a").on(Http::get("/a").authorizer(&jwt())).on(Http::get("/b").authorizer(&jwt())));
    one(Project::new("weather").app(one_name), "two authorizers named `jwt`");
}
