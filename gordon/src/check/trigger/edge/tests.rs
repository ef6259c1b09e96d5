//! Rules of functions at the edge, each broken once.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::super::sample::{function, none, one, said};
use crate::check::check;
use crate::describe::*;

fn edge(answer: Function) -> Project {
    Project::new("weather").app(App::new("web").function(answer))
}

fn viewer() -> Function {
    function("a").on(Edge::viewer_request())
}

#[test]
fn what_cloudfront_refuses_is_a_finding() {
    none(edge(viewer().memory(128).timeout(5)));
    one(edge(viewer().environment("TABLE", "x")), "no environment");
    one(edge(viewer().memory(256)), "128 MiB");
    one(edge(viewer().timeout(6)), "5 seconds");
    one(edge(viewer().vpc(&Vpc::new("net").security_group("sg-1").subnet("subnet-1"))), "in a VPC");
    one(edge(viewer().layer("arn:aws:lambda:us-east-1:111111111111:layer:x:1")), "has a layer");
    one(edge(viewer().ephemeral_storage(1024)), "512 MiB");
    one(edge(viewer().architecture(Architecture::Arm64)), "x86_64 only");
    one(edge(viewer().tracing(Tracing::Active)), "no X-Ray");
    one(edge(viewer().dead_letter(DeadLetter::queue("arn:aws:sqs:us-east-1:111111111111:queue"))), "dead-letter");
    one(edge(viewer().runtime(Runtime::Java21)), "Node.js and Python");
    one(edge(viewer().provisioned_concurrency(1)), "is kept warm");
    one(edge(viewer().source_kms_key("arn:aws:kms:us-east-1:111111111111:key/1")), "its own key");
    one(edge(viewer().runtime_management(RuntimeManagement::FunctionUpdate)), "chooses its runtime's version");
    one(edge(viewer().tenant_isolation(true)), "is told a tenant");
    none(edge(viewer().runtime_management(RuntimeManagement::Auto)));
}

#[test]
fn an_origins_events_have_more_room() {
    let origin = || function("a").on(Edge::origin_response());
    none(edge(origin().memory(3008).timeout(30)));
    one(edge(origin().timeout(31)), "30 seconds");
    let both = viewer().on(Edge::origin_request()).timeout(20);
    one(edge(both), "answers viewer-request events and may take 20 seconds");
    one(edge(viewer().on(Edge::viewer_request())), "two edge events named `viewer-request`");
}

fn site(associations: Json) -> Resource<crate::aws::cloudfront::Distribution> {
    Resource::typed(
        "Site",
        json!({ "DistributionConfig": { "CacheBehaviors": [{ "LambdaFunctionAssociations": associations }] } }),
    )
}

#[test]
fn a_distribution_names_versions_of_functions_that_answer_its_events() {
    let of = |answer: Function, event: &str, arn: Value<String>| {
        let site = site(json!([{ "EventType": event, "LambdaFunctionARN": arn }]));
        edge(answer).add(site)
    };
    let good = viewer();
    none(of(good.clone(), "viewer-request", good.version_arn()));
    one(of(good.clone(), "viewer-request", good.arn()), "takes no alias");
    one(of(good.clone(), "viewer-response", good.version_arn()), "`.on(Edge::viewer_response())`");
    let plain = function("a");
    one(of(plain.clone(), "origin-request", plain.version_arn()), "`.on(Edge::origin_request())`");
    let lost = function("lost").on(Edge::viewer_request());
    let text = said(of(viewer(), "viewer-request", lost.version_arn()));
    assert!(text.contains("`lost` is not part of the project"), "{text}");
}

#[test]
fn functions_at_the_edge_live_in_one_region() {
    let checked =
        |answer: Function| check(edge(answer), Path::new(env!("CARGO_MANIFEST_DIR"))).expect("a good project");
    let at_the_edge = checked(viewer());
    assert_eq!(at_the_edge.check_regions(&[]), []);
    assert_eq!(at_the_edge.check_regions(&["us-east-1"]), []);
    let found = at_the_edge.check_regions(&["eu-west-1", "us-east-1"]);
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("function `a` is at the edge, and the stage in eu-west-1"), "{}", found[0]);
    assert_eq!(checked(function("a")).check_regions(&["eu-west-1"]), []);
}
