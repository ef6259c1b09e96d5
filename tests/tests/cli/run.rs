//! `run`: functions on this machine.

use std::fs;

use serde_json::{Value, json};

use super::kitchen;

#[test]
fn a_function_gets_its_event_and_its_environment() {
    let env = kitchen();
    let ran = env.run_with(&["run", "kitchen.echo", "--env", "TABLE=mine"], r#"{"a": "é"}"#).good();
    let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(answer["event"], json!({ "a": "é" }));
    assert_eq!((&answer["table"], &answer["count"], &answer["absent"]), (&json!("mine"), &json!("3"), &Value::Null));
    assert_eq!(answer["memory"], "256");
    assert!(ran.err.contains("a line of the function"), "logs are on standard error: {}", ran.err);
    assert!(ran.err.contains("REGION_OF_STACK is known only once"), "{}", ran.err);
}

#[test]
fn events_and_contexts_come_from_files() {
    let env = kitchen();
    let (event, context) = (env.folder().join("event.json"), env.folder().join("context.json"));
    fs::write(&event, "[1]").expect("a file");
    fs::write(&context, r#"{"bucket": "b"}"#).expect("a file");
    let (event, context) = (event.to_string_lossy().into_owned(), context.to_string_lossy().into_owned());
    let args = ["run", "kitchen.echo", "--env", "TABLE=t", "--event", &event];
    let with = env.run(&[&args[..], &["--context", &context]].concat()).good();
    let answer: Value = serde_json::from_str(&with.out).expect("JSON");
    assert_eq!((&answer["event"], &answer["context"]), (&json!([1]), &json!(r#"{"bucket": "b"}"#)));
    let without: Value = serde_json::from_str(&env.run(&args).good().out).expect("JSON");
    assert_eq!(without["context"], Value::Null);
    let env = env.with("GORDON_CONTEXT", &context);
    let variable: Value = serde_json::from_str(&env.run(&args).good().out).expect("JSON");
    assert_eq!(variable["context"], json!(r#"{"bucket": "b"}"#));
}

#[test]
fn a_functions_error_is_an_exit_code() {
    let ran = kitchen().run_with(&["run", "tools.fail"], "7").ends_with(1);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("ValueError: no such thing: 7"), "{}", ran.err);
    assert!(ran.err.contains("echo.py"), "with its trace: {}", ran.err);
    let ran = kitchen().run_with(&["run", "tools.fail", "--output", "json"], "7").ends_with(1);
    assert_eq!(ran.json()["errorType"], "ValueError");
}

#[test]
fn a_timeout_is_kept() {
    let ran = kitchen().run_with(&["run", "tools.sleep"], "{}").ends_with(1);
    assert!(ran.err.contains("Task timed out after 1.00 seconds"), "{}", ran.err);
}

#[test]
fn what_cannot_be_run_says_why() {
    let env = kitchen();
    for (args, input, wanted) in [
        (&["run", "kitchen.ehco"][..], "{}", "did you mean `kitchen.echo`?"),
        (&["run", "echo"], "{}", "did you mean `kitchen.echo`?"),
        (&["run", "nothing.like.it"], "{}", "the functions are: kitchen.echo, tools.fail, tools.sleep"),
        (&["run", "kitchen.echo"], "{'a': 1}", "the event on standard input is not JSON"),
        (&["run", "kitchen.echo"], "", "the event on standard input is not JSON"),
        (&["run", "kitchen.echo", "--event", "nothing.json"], "", "cannot read `nothing.json`"),
        (&["run", "kitchen.echo", "--env", "A"], "{}", "is not NAME=VALUE"),
    ] {
        let ran = env.run_with(args, input).ends_with(2);
        assert!(ran.err.contains(wanted), "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_missing_interpreter_is_named() {
    let env = kitchen().with("PATH", "/nonexistent");
    let ran = env.run_with(&["run", "kitchen.echo"], "{}").ends_with(1);
    assert!(ran.err.contains("python3"), "{}", ran.err);
}

#[test]
fn a_function_finds_its_layers() {
    let env = kitchen().with("KITCHEN", "settings");
    let ran = env.run_with(&["run", "every.shout", "--stage", "dev"], r#"{ "text": "hello" }"#).good();
    assert_eq!(ran.out, "\"HELLO\"\n");
    let image = env.run_with(&["run", "every.image", "--stage", "dev"], "{}").ends_with(2);
    assert!(image.err.contains("is a container image"), "{}", image.err);
}
