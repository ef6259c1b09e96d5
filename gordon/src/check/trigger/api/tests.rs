//! Rules that APIs share, each broken once.

use serde_json::json;

use super::super::sample::{function, none, one};
use crate::describe::*;

fn http(api: HttpApi) -> Project {
    Project::new("weather").app(App::new("web").function(function("a").on(Http::get("/a"))).http_api(api))
}

fn cors() -> Cors {
    Cors::new().allow_origins(["https://a.example"])
}

#[test]
fn stages_are_judged() {
    none(http(HttpApi::new().stage_name("v-1_a")));
    none(http(HttpApi::new().stage_name("$default")));
    one(http(HttpApi::new().stage_name("v/1")), "not the name of a stage");
    let rest = |name| {
        let app = App::new("web").function(function("a").on(Rest::get("/a"))).rest_api(RestApi::new().stage_name(name));
        Project::new("weather").app(app)
    };
    one(rest("$default"), "not the name of a stage");
    one(http(HttpApi::new().stage_variable("a-b", "c")), "not the name of a stage variable");
    one(http(HttpApi::new().stage_variable("a", "b c")), "`a` has a value");
}

#[test]
fn logs_are_judged() {
    none(http(HttpApi::new().access_log(AccessLog::new().retention_days(30))));
    one(http(HttpApi::new().access_log(AccessLog::new().retention_days(2))), "does not keep logs that long");
    one(http(HttpApi::new().access_log(AccessLog::new().format("$context.status"))), "names no request");
    one(http(HttpApi::new().access_log(AccessLog::new().format("$context.requestId\n"))), "one line");
    one(http(HttpApi::new().access_log(AccessLog::new().to("arn:x").retention_days(1))), "as it was told to");
}

#[test]
fn origins_are_judged() {
    none(http(HttpApi::new().cors(cors().allow_credentials(true))));
    one(http(HttpApi::new().cors(Cors::new())), "no origin may call");
    one(http(HttpApi::new().cors(Cors::new().allow_origins(["example.com"]))), "a scheme and a host");
    one(http(HttpApi::new().cors(Cors::new().allow_origins(["https://a.example/"]))), "without a path");
    one(http(HttpApi::new().cors(Cors::new().allow_origins(["*"]).allow_credentials(true))), "every origin");
    one(http(HttpApi::new().cors(cors().max_age(86_401))), "0 to 86,400");
}

#[test]
fn rates_tags_and_texts_are_judged() {
    none(http(HttpApi::new().throttle(0.5, 1).tag("a", "b").description("x")));
    one(http(HttpApi::new().throttle(-1.0, 1)), "from 0");
    one(http(HttpApi::new().throttle(f64::NAN, 1)), "from 0");
    one(http(HttpApi::new().tag("aws:a", "b")), "AWS's own");
    one(http(HttpApi::new().description("")), "has 0 characters");
    one(http(HttpApi::new().description(&"x".repeat(1025))), "1 to 1024");
    one(http(HttpApi::new().name("x".repeat(129))), "the name of an API");
    one(http(HttpApi::new().version(&"x".repeat(65))), "the version of an API");
    one(http(HttpApi::new().stage_description(&"x".repeat(1025))), "the description of a stage");
}

#[test]
fn domains_are_judged() {
    let good = || Domain::new("api.example.com", "arn:certificate");
    let with = |domain: Domain| http(HttpApi::new().domain(domain));
    none(with(good().path("/a/b/").hosted_zone("Z1").mutual_tls("s3://a/b").truststore_version("1")));
    none(with(Domain::existing("api.example.com")));
    one(with(Domain::new("https://api.example.com", "arn:certificate")), "a host name");
    one(with(good().path("a b")), "does not take");
    one(with(Domain::edge("api.example.com", "arn:certificate")), "only REST APIs");
    one(with(good().truststore_version("1")), "no truststore");
    one(with(good().mutual_tls("https://a/b")), "a file in S3");
    one(with(Domain::existing("api.example.com").hosted_zone("Z1")), "not the stack's to change");
    one(with(good().tag("aws:a", "b")), "AWS's own");
    let rest = |domain: Domain| {
        let app = App::new("web").function(function("a").on(Rest::get("/a"))).rest_api(RestApi::new().domain(domain));
        Project::new("weather").app(app)
    };
    one(rest(Domain::edge("api.example.com", "arn:certificate").path("a/b")), "one segment");
    one(rest(Domain::edge("api.example.com", "arn:certificate").mutual_tls("s3://a/b")), "mutual TLS");
}

#[test]
fn a_domain_is_one_for_the_project() {
    let app = |name: &str, domain: Domain| {
        App::new(name).function(function("a").on(Http::get("/a"))).http_api(HttpApi::new().domain(domain))
    };
    let two = |a: Domain, b: Domain| Project::new("weather").app(app("one", a)).app(app("two", b));
    let make = || Domain::new("api.example.com", "arn:certificate");
    let shared = make();
    none(two(shared.clone().path("a"), shared.clone().path("b")));
    none(two(Domain::existing("x.example.com").path("a"), Domain::existing("x.example.com").path("b")));
    one(two(make().path("a"), make().path("b")), "is made twice");
    one(two(shared.clone(), shared.clone()), "mapped to the path `/`");
    one(two(shared.clone().path("a"), shared.clone().path("b").tag("a", "b")), "differ in more than their path");
    let sockets = App::new("two")
        .function(function("a").on(WebSocket::default_route()))
        .websocket_api(WebSocketApi::new().domain(shared.clone().path("b")));
    one(Project::new("weather").app(app("one", shared.path("a"))).app(sockets), "cannot serve WebSockets");
}

#[test]
fn what_an_api_refers_to_is_part_of_the_project() {
    let lost = Resource::untyped("Lost", "AWS::S3::Bucket", json!({}));
    one(http(HttpApi::new().stage_variable("bucket", lost.reference())), "`Lost` is not part of the project");
    let gate = function("gate");
    let auth = HttpAuthorizer::lambda("gate", &gate);
    one(http(HttpApi::new().authorizer(&auth)), "function `gate` is not part of the project");
    let app = App::new("web").function(function("a"));
    one(Project::new("weather").output("Url", app.rest_url("/")).app(app.clone()), "has no REST API");
    one(Project::new("weather").output("Url", app.websocket_url()).app(app), "has no WebSocket API");
    let plain = function("a");
    one(Project::new("weather").output("Url", plain.url()).app(App::new("web").function(plain)), "has no URL");
}
