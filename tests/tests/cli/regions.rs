//! Several regions at once, and what becomes of the others when one fails.

use gordon_tests::TestEnv;
use gordon_tests::fault_proxy::FaultProxy;
use gordon_tests::ministack::MiniStack;

/// The infra crate with a stage of two regions, and a server that stands in for AWS.
fn two() -> (TestEnv, MiniStack) {
    let server = MiniStack::start();
    let env = TestEnv::new(env!("CARGO_BIN_EXE_stages"))
        .with("AWS_ACCESS_KEY_ID", "test")
        .with("AWS_SECRET_ACCESS_KEY", "test")
        .with("AWS_ENDPOINT_URL", &server.url())
        .with("STAGES_PASSWORD", "a-password");
    (env, server)
}

const APPLY: [&str; 4] = ["apply", "--stage", "two", "--yes"];

fn statuses(env: &TestEnv) -> [String; 2] {
    let status = env.run(&["status", "--stage", "two", "--output", "json"]).good().json();
    ["eu-west-1", "us-east-1"].map(|region| status[region][1]["status"].as_str().unwrap_or("none").to_owned())
}

#[test]
fn all_regions_are_applied_and_listed_in_a_table() {
    let (env, _server) = two();
    let applied = env.run(&APPLY).good();
    let rows: Vec<&str> = applied.err.lines().filter(|line| line.trim_start().starts_with("eu-west-1 ")).collect();
    assert!(
        applied.err.contains("us-east-1  Applied") && applied.err.contains("eu-west-1  Applied"),
        "{}",
        applied.err
    );
    assert!(rows.iter().any(|row| row.contains("000000000000")), "{rows:?}");
    assert_eq!(statuses(&env), ["CREATE_COMPLETE", "CREATE_COMPLETE"]);
    let again = env.run(&[&APPLY[..], &["--output", "json"]].concat()).good().json();
    let outcomes: Vec<_> = again["regions"].as_array().expect("regions").iter().map(|one| &one["outcome"]).collect();
    assert_eq!(outcomes, ["unchanged", "unchanged"]);
    let only = env.run(&[&APPLY[..], &["--region", "us-east-1", "--force", "--output", "json"]].concat()).good().json();
    assert_eq!(only["regions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn one_region_fails_and_the_others_go_on_or_back() {
    let (env, _server) = two();
    let _ = env.run(&APPLY).good();
    // A visibility timeout that no queue can have, in one region.
    let env = env.with("STAGES_SECONDS_us-east-1", "999999").with("STAGES_SECONDS_eu-west-1", "60");
    let failed = env.run(&APPLY).ends_with(1);
    assert!(failed.err.contains("us-east-1: Jobs (AWS::SQS::Queue)"), "{}", failed.err);
    assert!(failed.err.contains("eu-west-1  Applied") && failed.err.contains("us-east-1  Failed"), "{}", failed.err);
    assert_eq!(statuses(&env), ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]);

    let env = env.with("STAGES_SECONDS_eu-west-1", "90");
    let back = env.run(&[&APPLY[..], &["--rollback-all"]].concat()).ends_with(1);
    assert!(back.err.contains("eu-west-1  Rolled back"), "{}", back.err);
    assert!(back.err.contains("goes back to its last release"), "{}", back.err);
    // The region runs its last release, with the 60 seconds of that.
    let env = env.with("STAGES_SECONDS_eu-west-1", "60").with("STAGES_SECONDS_us-east-1", "30");
    let same = env.run(&[&APPLY[..], &["--exit-code"]].concat()).ends_with(3);
    assert!(same.err.contains("eu-west-1  Nothing to do"), "{}", same.err);
}

#[test]
fn a_region_without_a_release_has_nothing_again() {
    let (env, _server) = two();
    let env = env.with("STAGES_SECONDS_us-east-1", "999999");
    let failed = env.run(&[&APPLY[..], &["--rollback-all"]].concat()).ends_with(1);
    assert!(failed.err.contains("eu-west-1  Rolled back"), "{}", failed.err);
    assert_eq!(statuses(&env), ["none", "none"], "{}", failed.err);
}

#[test]
fn a_role_of_the_command_line_is_assumed_for_the_stage() {
    let (env, server) = two();
    let proxy = FaultProxy::before(server.port());
    let env = env.with("AWS_ENDPOINT_URL", &proxy.url());
    let status = ["status", "--stage", "two", "--region", "eu-west-1"];
    let role = ["--role-arn", "arn:aws:iam::000000000000:role/deploy"];
    let _ = env.run(&[&status[..], &role, &["--external-id", "agreed"]].concat()).good();
    let seen = proxy.take();
    let assumed = seen.iter().find(|seen| seen.call == "AssumeRole").expect("a role");
    for part in ["RoleSessionName=gordon-two", "ExternalId=agreed", "role%2Fdeploy"] {
        assert!(assumed.body.contains(part), "{}", assumed.body);
    }
    let alone = env.run(&[&status[..], &["--external-id", "agreed"]].concat()).ends_with(2);
    assert!(alone.err.contains("an external ID goes with a role"), "{}", alone.err);
    assert!(!proxy.calls().contains(&"AssumeRole".to_owned()));
}
