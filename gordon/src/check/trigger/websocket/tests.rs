//! Rules of WebSocket APIs, each broken once.

use serde_json::json;

use super::super::sample::{function, none, one};
use crate::describe::*;

fn route(route: WebSocket) -> Project {
    Project::new("weather").app(App::new("chat").function(function("a").on(route)))
}

fn with(api: WebSocketApi) -> Project {
    let app = App::new("chat").function(function("a").on(WebSocket::default_route())).websocket_api(api);
    Project::new("weather").app(app)
}

#[test]
fn an_api_has_routes_and_each_is_one_functions() {
    let empty = App::new("chat").function(function("a")).websocket_api(WebSocketApi::new());
    one(Project::new("weather").app(empty), "has no route");
    let twice = App::new("chat")
        .function(function("a").on(WebSocket::route("send")))
        .function(function("b").on(WebSocket::route("send")));
    one(Project::new("weather").app(twice), "`send` of app `chat` is taken");
    none(route(WebSocket::route("send message")));
    for bad in ["", "$other", &"x".repeat(129)] {
        one(route(WebSocket::route(bad)), "not a route key");
    }
}

#[test]
fn settings_of_the_api_are_judged() {
    none(with(WebSocketApi::new().throttle(1.0, 1).access_log(AccessLog::new())));
    one(with(WebSocketApi::new().stage_name("$default")), "not the name of a stage");
    one(with(WebSocketApi::new().throttle(-1.0, 1)), "from 0");
    one(with(WebSocketApi::new().description(&"x".repeat(1025))), "the description of an API");
    one(with(WebSocketApi::new().stage_description("")), "the description of a stage");
    one(with(WebSocketApi::new().tag("aws:a", "b")), "AWS's own");
    one(with(WebSocketApi::new().stage_variable("a b", "c")), "stage variable");
    one(with(WebSocketApi::new().access_log(AccessLog::new().format("x"))), "names no request");
    let domain = Domain::new("ws.example.com", "arn:c").mutual_tls("s3://a/b");
    one(with(WebSocketApi::new().domain(domain)), "mutual TLS");
}

#[test]
fn only_who_connects_is_asked() {
    none(route(WebSocket::connect().iam().api_key_required(true).parameter("route.request.header.a", true)));
    one(route(WebSocket::route("send").iam()), "cannot ask who calls");
    one(route(WebSocket::route("send").api_key_required(true)), "cannot ask who calls");
    one(route(WebSocket::disconnect().parameter("route.request.header.a", true)), "cannot ask who calls");
    one(route(WebSocket::connect().parameter("method.request.header.a", true)), "not a parameter");
    let gate = function("gate");
    let auth = |source: &str| WebSocketAuthorizer::lambda("gate", &gate).identity_source([source]);
    let with = |source: &str| {
        let asked = function("a").on(WebSocket::connect().authorizer(&auth(source)));
        Project::new("weather").app(App::new("chat").function(gate.clone()).function(asked))
    };
    none(with("route.request.querystring.token"));
    one(with("method.request.header.a"), "not where an identity is");
}

#[test]
fn options_of_a_route_are_judged() {
    none(route(WebSocket::default_route().timeout(29_000).two_way().model(json!({}))));
    one(route(WebSocket::default_route().timeout(29_001)), "50 to 29,000");
    one(route(WebSocket::default_route().operation_name("")), "the name of an operation");
    one(route(WebSocket::default_route().throttle(-1.0, 1)), "from 0");
    one(route(WebSocket::connect().model(json!({}))), "no message to follow a model");
    one(route(WebSocket::disconnect().two_way()), "nobody is there");
}
