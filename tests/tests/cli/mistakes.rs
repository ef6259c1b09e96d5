//! What users do wrong, and what they read then.

use super::kitchen;
use gordon_tests::golden;

#[test]
fn every_mistake_of_a_project_is_shown_at_its_line() {
    let env = kitchen();
    for command in ["check", "build"] {
        let broken = env.run(&[command, "--stage", "broken"]).ends_with(2);
        assert_eq!(broken.out, "");
        golden::check("broken-project.txt", &broken.err);
    }
    assert!(!env.build_dir().join("broken").exists(), "nothing was built");
    let json = env.run(&["check", "--stage", "broken", "--output", "json"]).ends_with(2).json();
    let problems = json["problems"].as_array().expect("problems");
    assert!(problems.len() >= 6, "{json:#}");
    assert!(problems.iter().all(|problem| problem["place"]["line"].is_u64()), "{json:#}");
}

#[test]
fn what_awss_schemas_refuse_is_shown_before_anything_is_built() {
    let env = kitchen().with("KITCHEN", "refused");
    let ran = env.run(&["check", "--stage", "local"]).ends_with(2);
    assert!(ran.err.contains("kitchen.rs:") && ran.err.contains("\"Refused\""), "{}", ran.err);
    assert!(ran.err.contains("999999") && ran.err.contains("43200"), "{}", ran.err);
    assert!(!env.build_dir().join("artifacts").exists(), "nothing was built");
}

#[test]
fn stages_that_are_none() {
    let env = kitchen();
    for (stage, wanted) in
        [("Prod!", "is not a stage's name"), ("x", "is not a stage's name"), ("", "is not a stage's name")]
    {
        let ran = env.run(&["apply", "--stage", stage]).ends_with(2);
        assert!(ran.err.contains(wanted) && ran.err.contains("the stages are: local"), "{}", ran.err);
    }
}

#[test]
fn no_credentials_no_region_and_a_server_that_is_not_there() {
    let env = kitchen();
    let ran = env.run(&["apply", "--stage", "alice", "--yes"]).ends_with(1);
    assert!(ran.err.contains("no AWS credentials found") && ran.err.contains("AWS_PROFILE"), "{}", ran.err);
    let env = env.with("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").with("AWS_SECRET_ACCESS_KEY", "marker-of-a-secret");
    let nowhere = ["apply", "--stage", "alice", "--yes", "--endpoint-url", "http://127.0.0.1:9"];
    let ran = env.run(&nowhere).ends_with(1);
    assert!(ran.err.contains("could not reach"), "{}", ran.err);
    assert!(!ran.err.contains("marker-of-a-secret"), "{}", ran.err);
}

#[test]
fn a_stage_of_another_account_is_not_touched() {
    // The emulator's account is the access key; the stage belongs to 111111111111.
    let server = gordon_tests::ministack::MiniStack::start();
    let url = server.url();
    let env = kitchen().with("AWS_ACCESS_KEY_ID", "222222222222").with("AWS_SECRET_ACCESS_KEY", "x");
    let ran = env.run(&["apply", "--stage", "dev", "--yes", "--endpoint-url", &url]).ends_with(1);
    assert!(ran.err.contains("111111111111") && ran.err.contains("222222222222"), "{}", ran.err);
    let env = env.with("AWS_ACCESS_KEY_ID", "111111111111");
    let status = env.run(&["status", "--stage", "dev", "--endpoint-url", &url]).good();
    assert!(status.err.contains("not deployed"), "{}", status.err);
}

#[test]
fn changes_are_not_made_when_nobody_can_be_asked() {
    let server = gordon_tests::ministack::MiniStack::start();
    let url = server.url();
    let env = kitchen().with("AWS_ACCESS_KEY_ID", "111111111111").with("AWS_SECRET_ACCESS_KEY", "x");
    let ran = env.run(&["apply", "--stage", "alice", "--endpoint-url", &url]).ends_with(2);
    assert!(ran.err.contains("pass --yes"), "{}", ran.err);
    let ran = env.run(&["outputs", "--stage", "alice", "--endpoint-url", &url]).ends_with(1);
    assert!(ran.err.contains("is not deployed"), "{}", ran.err);
}

#[test]
fn the_emulators_needs_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let env =
        kitchen().with("GORDON_CACHE_DIR", &folder.path().join("cache").to_string_lossy()).with("PATH", "/nonexistent");
    let ran = env.run(&["apply", "--stage", "local"]).ends_with(1);
    assert!(ran.err.to_lowercase().contains("python"), "{}", ran.err);
}

#[test]
fn without_a_network_the_first_install_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let env = kitchen()
        .with("GORDON_CACHE_DIR", &folder.path().join("cache").to_string_lossy())
        .with("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
        .with("UV_INDEX_URL", "http://127.0.0.1:9/simple")
        .with("PIP_RETRIES", "0");
    let ran = env.run(&["apply", "--stage", "local"]).ends_with(1);
    assert!(ran.err.contains("network") || ran.err.contains("index"), "{}", ran.err);
}
