//! Rules of function URLs, each broken once.

use super::super::sample::{function, none, one};
use crate::describe::*;

fn url(url: FunctionUrl) -> Project {
    Project::new("weather").app(App::new("web").function(function("a").on(url)))
}

#[test]
fn a_function_has_one_url() {
    let twice = function("a").on(FunctionUrl::public()).on(FunctionUrl::iam());
    one(Project::new("weather").app(App::new("web").function(twice)), "function `a` has two function URLs ");
}

#[test]
fn callers_are_judged() {
    none(url(FunctionUrl::iam()
        .caller("111111111111")
        .caller("arn:aws:iam::1:role/x")
        .organization("o-1")
        .cloudfront("arn:x")));
    one(url(FunctionUrl::iam().caller("1234")), "no caller");
    one(url(FunctionUrl::iam().organization("r-1")), "begins with `o-`");
    one(url(FunctionUrl::public().caller("111111111111")), "anyone may call");
}

#[test]
fn cors_of_a_url_has_no_options() {
    let cors = || Cors::new().allow_origins(["*"]);
    none(url(FunctionUrl::public().cors(cors().allow_methods([HttpMethod::Any]))));
    one(url(FunctionUrl::public().cors(cors().allow_methods([HttpMethod::Options]))), "answers `OPTIONS` itself");
    one(url(FunctionUrl::public().cors(cors().allow_credentials(true))), "every origin");
}
