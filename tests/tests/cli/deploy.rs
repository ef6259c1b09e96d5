//! Stage `local`, from nothing to nothing: apply, call, apply again, change, fail, delete.

use std::io::{BufRead, BufReader, Read};

use gordon_tests::TestEnv;

use super::kitchen;

#[test]
fn the_weather_bot_answers() {
    let env = TestEnv::weather();
    let applied = env.run(&["apply", "--stage", "local"]).good();
    // The forecast of a made-up city comes from a checksum in forecast.py, by way of two functions and two APIs.
    let first = applied.get("Url", "?text=Nowhere+42");
    assert_eq!(first["city"], "Nowhere 42");
    assert_eq!(first["asked"], 1);
    let again = applied.get("Url", "?text=nowhere+42");
    assert_eq!(again["asked"], 2, "the table counts");
    assert_eq!(again["celsius"], first["celsius"]);
    assert!(
        first["text"].as_str().is_some_and(|text| text.contains("°C") && text.ends_with("in Nowhere 42")),
        "{first}"
    );

    let outputs = env.run(&["outputs", "--stage", "local"]).good();
    assert_eq!(outputs.output("Url"), applied.output("Url"));
    let status = env.run(&["status", "--stage", "local", "--output", "json"]).good().json();
    let states: Vec<_> = status["us-east-1"].as_array().into_iter().flatten().map(|stack| &stack["status"]).collect();
    assert_eq!(states, ["CREATE_COMPLETE", "CREATE_COMPLETE"]);
}

#[test]
fn an_update_changes_what_changed_and_nothing_else() {
    let env = kitchen();
    let _ = env.run(&["apply", "--stage", "local"]).good();
    let unchanged = env.run(&["apply", "--stage", "local", "--exit-code"]).ends_with(3);
    assert!(unchanged.err.contains("Nothing to do"), "{}", unchanged.err);

    let env = env.with("KITCHEN", "memory");
    let changed = env.run(&["apply", "--stage", "local", "--output", "json"]).good().json();
    let region = &changed["regions"][0];
    assert_eq!(region["outcome"], "changed");
    let changes = region["changes"].as_array().expect("change sets").last().expect("the resources")["changes"].clone();
    let ids = changes.as_array().into_iter().flatten().filter_map(|change| change["logical_id"].as_str());
    let ids: Vec<&str> = ids.collect();
    for changed in ["KitchenEchoAlias", "KitchenEchoFunction", "KitchenEchoVersion"] {
        assert!(ids.contains(&changed), "{ids:?}");
    }
    // The emulator also lists what refers to the alias, and what refers to that: permissions, schedules, the
    // integration, its routes. What has nothing to do with it is not there.
    assert!(ids.iter().all(|id| id.starts_with("KitchenEcho") || id.ends_with("HttpRoute")), "{ids:?}");
    let url = region["outputs"]["Url"].as_str().expect("a URL");
    let answer: serde_json::Value = serde_json::from_str(&gordon_tests::http::get(url)).expect("JSON");
    // The route calls the alias, and the alias the new version.
    assert_eq!(answer["memory"], "512", "{answer}");
}

#[test]
fn a_failed_update_leads_with_the_reason_and_the_line() {
    let env = kitchen();
    let _ = env.run(&["apply", "--stage", "local"]).good();
    let before = env.run(&["outputs", "--stage", "local"]).good().out;
    let env = env.with("KITCHEN", "fail");
    let failed = env.run(&["apply", "--stage", "local"]).ends_with(1);
    let error = failed.err.split("error:").nth(1).expect("an error");
    assert!(error.contains("VisibilityTimeout"), "{error}");
    assert!(error.contains("kitchen.rs:"), "{error}");
    assert!(error.contains("\"Impossible\""), "the user's line is shown: {error}");

    // It was rolled back, and the next apply goes on as if nothing had been.
    let env = env.with("KITCHEN", "");
    assert_eq!(env.run(&["outputs", "--stage", "local"]).good().out, before);
    let _ = env.run(&["apply", "--stage", "local"]).good();
}

#[test]
fn a_failed_first_apply_leaves_nothing_in_the_way() {
    let env = kitchen().with("KITCHEN", "fail");
    let failed = env.run(&["apply", "--stage", "local"]).ends_with(1);
    assert!(failed.err.contains("VisibilityTimeout"), "{}", failed.err);
    let env = env.with("KITCHEN", "");
    let applied = env.run(&["apply", "--stage", "local"]).good();
    assert_eq!(applied.get("Url", "")["count"], "3");
}

#[test]
fn a_renamed_table_stops_until_it_is_named() {
    let env = kitchen();
    let _ = env.run(&["apply", "--stage", "local"]).good();
    let env = env.with("KITCHEN", "rename");
    let refused = env.run(&["apply", "--stage", "local"]).ends_with(1);
    assert!(refused.err.contains("--replace Things"), "{}", refused.err);
    assert!(refused.err.contains("kitchen.rs:"), "{}", refused.err);
    let applied = env.run(&["apply", "--stage", "local", "--replace", "Things"]).good();
    // The alias calls a version that knows the new table.
    assert_eq!(applied.get("Url", "")["table"], applied.output("Table"));
}

#[test]
fn a_build_made_before_is_applied_as_it_is() {
    let env = kitchen();
    let _ = env.run(&["build", "--stage", "local"]).good();
    let build = env.build_dir();
    // What would be built now is another thing.
    let env = env.with("KITCHEN", "memory");
    let applied = env.run(&["apply", "--stage", "local", "--prebuilt", &build.to_string_lossy()]).good();
    assert_eq!(applied.get("Url", "")["memory"], "256");
    let zip = std::fs::read_dir(build.join("artifacts")).expect("artifacts").flatten().next().expect("a zip").path();
    std::fs::remove_file(zip).expect("the zip goes");
    let missing = env.run(&["apply", "--stage", "local", "--prebuilt", &build.to_string_lossy()]).ends_with(1);
    assert!(missing.err.contains("is not part of a build"), "{}", missing.err);
}

#[test]
fn delete_shows_first_and_leaves_nothing() {
    let env = kitchen();
    let _ = env.run(&["apply", "--stage", "local"]).good();
    let shown = env.run(&["delete", "--stage", "local"]).ends_with(2);
    assert!(shown.err.contains("KitchenEchoFunction") && shown.err.contains("--confirm"), "{}", shown.err);
    assert!(shown.err.contains("= Things"), "a table stays: {}", shown.err);
    let _ = env.run(&["outputs", "--stage", "local"]).good();

    let _ = env.run(&["delete", "--stage", "local", "--confirm"]).good();
    let gone = env.run(&["outputs", "--stage", "local"]).ends_with(1);
    assert!(gone.err.contains("is not deployed"), "{}", gone.err);
    let again = env.run(&["delete", "--stage", "local", "--confirm"]).good();
    assert!(again.err.contains("Nothing"), "{}", again.err);
}

#[test]
fn a_change_set_can_wait() {
    let env = kitchen();
    let planned = env.run(&["apply", "--stage", "local", "--no-execute"]).good();
    assert!(planned.out.contains(":changeSet/"), "{}", planned.out);
    assert!(planned.err.contains("+ KitchenEchoFunction"), "what would change is shown: {}", planned.err);
    let status = env.run(&["status", "--stage", "local"]).good();
    assert!(status.out.contains("REVIEW_IN_PROGRESS local-kitchen-r"), "{}", status.out);
    let _ = env.run(&["apply", "--stage", "local"]).good();
}

#[test]
fn the_emulator_has_a_life_of_its_own() {
    let env = kitchen();
    assert!(env.run(&["local", "status"]).good().out.contains("not running"));
    let none = env.run(&["local", "logs"]).ends_with(1);
    assert!(none.err.contains("there is no log"), "{}", none.err);
    let _ = env.run(&["apply", "--stage", "local"]).good();
    let status = env.run(&["local", "status", "--output", "json"]).good().json();
    assert!(status["running"]["endpoint"].as_str().is_some_and(|url| url.starts_with("http://127.0.0.1:")), "{status}");
    assert!(!env.run(&["local", "logs"]).good().out.is_empty());
    let _ = env.run(&["local", "stop"]).good();
    assert!(env.run(&["local", "status"]).good().out.contains("not running"));
    // What was deployed is still there when it is started again.
    let again = env.run(&["apply", "--stage", "local"]).good();
    assert!(again.err.contains("Nothing to do"), "{}", again.err);
    assert_eq!(again.get("Url", "")["count"], "3");
    let _ = env.run(&["local", "reset"]).good();
    let forgotten = env.run(&["outputs", "--stage", "local"]).ends_with(1);
    assert!(forgotten.err.contains("is not deployed"), "{}", forgotten.err);
}

#[test]
fn ctrl_c_stops_watching_and_not_the_stack() {
    let folder = tempfile::tempdir().expect("a folder");
    let gate = folder.path().join("gate");
    let env = kitchen().with("KITCHEN", "slow").with("KITCHEN_GATE", &gate.to_string_lossy());
    let mut apply = env.command().args(["apply", "--stage", "local"]).spawn().expect("the command line");
    let mut err = BufReader::new(apply.stderr.take().expect("a pipe"));
    let (mut line, mut said) = (String::new(), String::new());
    while !(line.contains("CREATE_COMPLETE") && line.contains("SlowSlowAlias")) {
        line.clear();
        assert_ne!(err.read_line(&mut line).expect("a line"), 0, "it ended before the slow resource: {said}");
        said += &line;
    }
    let interrupted = std::process::Command::new("kill").args(["-INT", &apply.id().to_string()]).status();
    assert!(interrupted.is_ok_and(|status| status.success()));
    err.read_to_string(&mut said).expect("the rest");
    assert_eq!(apply.wait().expect("an end").code(), Some(130), "{said}");
    assert!(said.contains("status --stage local --follow"), "{said}");

    // It is still being made, so a second apply does not touch it.
    let busy = env.run(&["apply", "--stage", "local", "--force"]).ends_with(1);
    assert!(busy.err.contains("local-kitchen-r") && busy.err.contains("--follow"), "{}", busy.err);
    std::fs::write(gate, "").expect("the gate opens");
    let followed = env.run(&["status", "--stage", "local", "--follow"]).good();
    assert!(followed.out.contains("CREATE_COMPLETE local-kitchen-r"), "{}", followed.out);
    let _ = env.run(&["apply", "--stage", "local", "--exit-code"]).ends_with(3);
}
