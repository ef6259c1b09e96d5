//! Rules of load balancers' rules, each broken once.

use super::super::sample::{function, none, one};
use crate::describe::*;

fn rule(alb: Alb) -> Project {
    Project::new("weather").app(App::new("web").function(function("a").on(alb)))
}

fn at(priority: u32) -> Alb {
    Alb::arn("arn:listener", priority)
}

fn good() -> Alb {
    at(1).path(["/a"])
}

#[test]
fn priorities_are_judged() {
    none(rule(at(50_000).path(["/a"])));
    one(rule(at(0).path(["/a"])), "1 to 50,000");
    one(rule(at(50_001).path(["/a"])), "1 to 50,000");
    let two = App::new("web").function(function("a").on(good())).function(function("b").on(good()));
    one(Project::new("weather").app(two), "the priority 1 of the listener is taken");
}

#[test]
fn conditions_are_judged() {
    one(rule(at(1)), "no condition");
    one(rule(at(1).path([""; 0])), "has no value");
    one(rule(good().path(["/b"])), "two conditions on the path-pattern");
    none(rule(good().header("a", ["b"]).header("c", ["d"]).query([("k", "v")])));
    one(rule(at(1).path(["/a", "/b", "/c", "/d", "/e", "/f"])), "6 values");
    one(rule(good().method([HttpMethod::Any])), "every method");
    one(rule(good().source_ip(["192.0.2.1"])), "no block of addresses");
    one(rule(good().rewrite_url("a", "b").rewrite_url("c", "d")), "rewrites the host once");
}

#[test]
fn health_checks_are_judged() {
    none(rule(good().health_check("/h").health_check_interval(35).health_check_timeout(2)));
    one(rule(good().health_check("/h").health_check_interval(34)), "35 to 300");
    one(rule(good().health_check("/h").health_check_interval(200).health_check_timeout(121)), "2 to 120");
    one(rule(good().health_check("/h").health_check_timeout(35)), "less time");
    one(rule(good().health_check("/h").healthy_threshold(1)), "2 to 10");
    one(rule(good().health_check("/h").unhealthy_threshold(11)), "2 to 10");
    one(rule(good().health_check_status("200")), "does not check");
    one(rule(good().tag("aws:a", "b")), "AWS's own");
}

#[test]
fn signing_in_is_judged() {
    let cognito = || AlbAuth::cognito("arn:pool", "client", "domain");
    let jwt = || AlbAuth::jwt("https://i", "https://i/keys");
    none(rule(good().authenticate(cognito().session_timeout(604_800))));
    one(rule(good().authenticate(cognito().session_timeout(604_801))), "1 to 604,800");
    one(rule(good().authenticate(cognito()).authenticate(jwt())), "once");
    one(rule(good().authenticate(jwt().scope("x"))), "no session");
    one(rule(good().authenticate(cognito().claim("a", ClaimForm::Single, ["b"]))), "claims are of");
    let many = (0..11).fold(cognito(), |auth, at| auth.extra_parameter(&at.to_string(), "x"));
    one(rule(good().authenticate(many)), "11 extra parameters");
    let many = (0..11).fold(jwt(), |auth, at| auth.claim(&at.to_string(), ClaimForm::Array, ["x"]));
    one(rule(good().authenticate(many)), "11 claims");
}
