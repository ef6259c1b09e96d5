//! Every key, as a literal and as a constant.

use gordon::prelude::*;

use super::says;

const MEMORY: u32 = 128 * 4;
const WORDS: &str = "Words of a constant.";

/// Answers
/// in Slack.
///
/// And this is for whoever reads the code.
#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", runtime = "python3.13")]
#[function(timeout = 10, memory = MEMORY, ephemeral_storage = 1024, reserved_concurrency = 0)]
#[function(architecture = "arm64", tracing, log_retention_days = 14, cli_output = false)]
#[function(provisioned_concurrency = 5, retries = 0, max_event_age = 60, snap_start, tenant_isolation = false)]
#[function(log_format = "JSON", application_log_level = "DEBUG", system_log_level = "WARN", recursive_loop = "Allow")]
#[function(layers = ["ui/lambdas/layer", "arn:aws:lambda:eu-west-1:111111111111:layer:common:3"])]
struct WarmUp;

#[derive(Function)]
#[function(image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/resize:1")]
struct Resize;

#[derive(Function)]
#[function(code = "ui/lambdas/slash/slash.py", name = "warm-up", description = WORDS, tracing = "PassThrough")]
struct Renamed;

#[derive(Function)]
#[function(code = "ui/lambdas/empty", handler = "made.handler", runtime = "nodejs24.x", build = ["make", "cp made.js {target}"])]
struct Built;

#[test]
fn literals_and_constants_arrive() {
    says(
        WarmUp,
        &[
            "name: \"warm_up\"",
            "\"ui/lambdas/slash\"",
            "value: \"slash.handler\"",
            "value: Python313",
            "memory: Some(Placed { value: 512",
            "timeout: Some(Placed { value: 10",
            "ephemeral_storage: Some(Placed { value: 1024",
            "reserved_concurrency: Some(Placed { value: 0",
            "retention_days: Some(Placed { value: 14",
            "provisioned_concurrency: Some(Placed { value: ProvisionedConcurrency { least: 5, most: 5",
            "retries: Some(Placed { value: 0",
            "max_event_age: Some(Placed { value: 60",
            "snap_start: Some(Placed { value: true",
            "tenant_isolation: None",
            "format: Some(Placed { value: Json",
            "application_level: Some(Placed { value: Debug",
            "system_level: Some(Placed { value: Warn",
            "recursive_loop: Some(Allow)",
            "Built(Layer { name: \"layer\"",
            "Version(Value(\"arn:aws:lambda:eu-west-1:111111111111:layer:common:3\"))",
            "architecture: Some(Arm64)",
            "tracing: Some(Active)",
            "no_cli_output: true",
            "value: \"Answers in Slack.\"",
        ],
    );
}

#[test]
fn an_image_needs_no_code() {
    says(Resize, &["uri: Value(\"111111111111.dkr.ecr.eu-west-1.amazonaws.com/resize:1\")", "code: None"]);
}

#[test]
fn words_in_place_of_the_structs_own() {
    let parts = ["name: \"warm-up\"", "\"Words of a constant.\"", "Some(PassThrough)", "value: \"slash.handler\""];
    says(Renamed, &parts);
}

#[test]
fn a_build_makes_the_handlers_file() {
    says(Built, &["\"made.handler\"", "[\"make\", \"cp made.js {target}\"]"]);
}

#[test]
fn the_place_is_the_structs_name() {
    let line = line!();
    #[derive(Function)]
    #[function(code = "ui/lambdas/slash/slash.py")]
    struct Here;
    let place = format!("line: {}, column: 12", line + 3);
    says(Here, &[&place, "ui/function/pass/settings.rs"]);
}
