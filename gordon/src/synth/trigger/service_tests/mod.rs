//! Templates of triggers, looked at part by part.

mod callers;
mod cognito;
mod s3;
mod streams;

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::aws;
use crate::check::{Diagnostic, check};
use crate::describe::value::account_id;
use crate::describe::*;
use crate::synth::{Host, Keys, synth};

const THEIRS: &str = "arn:aws:lambda:eu-west-1:111111111111:function:theirs";

fn function(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

fn project(functions: impl IntoIterator<Item = Function>) -> Project {
    Project::new("weather").app(functions.into_iter().fold(App::new("slack"), App::function))
}

fn tried(project: Project) -> Result<Json, Vec<Diagnostic>> {
    let checked = check(project, Path::new(env!("CARGO_MANIFEST_DIR")))?;
    assert!(checked.warnings.is_empty(), "{:#?}", checked.warnings);
    let keys = Keys::named(&checked, |_| "00".to_owned());
    let templates = synth(&checked, &keys, Host::Aws)?;
    let text = templates.resources.body();
    Ok(serde_json::from_str(&text).expect("JSON"))
}

#[track_caller]
fn resources(project: Project) -> Json {
    tried(project).unwrap_or_else(|findings| panic!("{findings:#?}"))["Resources"].clone()
}

/// The resources of a type, by logical ID.
fn of<'a>(resources: &'a Json, kind: &str) -> Vec<(&'a String, &'a Json)> {
    let all = resources.as_object().expect("resources");
    all.iter().filter(|(_, resource)| resource["Type"] == kind).collect()
}

/// The one resource of a type.
#[track_caller]
fn one<'a>(resources: &'a Json, kind: &str) -> (&'a String, &'a Json) {
    let found = of(resources, kind);
    assert_eq!(found.len(), 1, "{kind}: {found:#?}");
    found[0]
}

/// The properties of the one permission for `principal`.
#[track_caller]
fn permission<'a>(resources: &'a Json, principal: &str) -> &'a Json {
    let permissions = of(resources, "AWS::Lambda::Permission");
    let found: Vec<_> = permissions.iter().filter(|(_, one)| one["Properties"]["Principal"] == principal).collect();
    assert_eq!(found.len(), 1, "{principal}: {permissions:#?}");
    let properties = &found[0].1["Properties"];
    assert_eq!(properties["Action"], "lambda:InvokeFunction");
    properties
}

fn alias(name: &str) -> Json {
    json!({ "Ref": format!("Slack{name}Alias") })
}

fn account() -> Json {
    json!({ "Ref": "AWS::AccountId" })
}

/// Resources of a role's own statements, after the one for logs.
fn statements(resources: &Json, role: &str) -> Vec<Json> {
    let statements = resources[role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].as_array();
    statements.expect("statements")[1..].to_vec()
}
