//! AWS's own runtime interface clients, unmodified, against Gordon's Runtime API.
//!
//! `GORDON_TEST_TOOLS` names a folder that `tests/run` fills: `awslambdaric` is a virtual environment with that package,
//! `aws-lambda-ric` has that package in its `node_modules`, and `rust-hello` is Cargo's target folder.
#![cfg(feature = "toolchains")]
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use gordon::describe::Runtime;
use gordon::local::{Event, FunctionError, Instance, Invocation, Program, Stream, invoke};
use serde_json::{Value, json};

fn tools(what: &str, how: &str) -> PathBuf {
    let root = std::env::var_os("GORDON_TEST_TOOLS").expect("GORDON_TEST_TOOLS names a folder that tests/run fills");
    let path = PathBuf::from(root).join(what);
    assert!(path.exists(), "{} is missing; tests/run makes it: {how}", path.display());
    path
}

/// A `provided` function whose `bootstrap` starts a client.
fn function(folder: &Path, handler: &str, bootstrap: &str) -> Program {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join("bootstrap");
    std::fs::write(&file, bootstrap).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    Program {
        name: "clients.hello".into(),
        folder: folder.to_path_buf(),
        runtime: Runtime::ProvidedAl2023,
        handler: handler.into(),
        environment: [].into(),
        timeout: Duration::from_secs(30),
        memory_mib: 128,
        region: "eu-west-1".into(),
        account: Program::NO_ACCOUNT.into(),
    }
}

/// What a function answered to each of some events, in one process.
async fn answers(program: &Program, events: &[Value]) -> Vec<Result<Value, FunctionError>> {
    let quiet = |_| ();
    let mut instance = Instance::start(program.clone(), &quiet).await.unwrap();
    // The Rust client wants every field of a mobile client.
    let client = json!({ "installation_id": "1", "app_title": "weather", "app_version_name": "1",
        "app_version_code": "1", "app_package_name": "example" });
    let custom = json!({ "custom": { "city": "Zürich" }, "env": {}, "client": client });
    let mut answers = Vec::new();
    for event in events {
        let outcome = instance.invoke(event.to_string().as_bytes(), Some(&custom), &quiet).await.unwrap();
        answers.push(outcome.result.map(|payload| serde_json::from_slice(&payload).unwrap()));
    }
    instance.stop(&quiet).await;
    answers
}

const ARN: &str = "arn:aws:lambda:eu-west-1:000000000000:function:clients-hello";

/// Buffered answers, an error, and an answer after the error.
async fn check(program: &Program, error_type: &str) {
    let events = [json!({ "name": "Ada" }), json!({ "fail": "no luck" }), json!({ "name": "Łódź" })];
    let answers = answers(program, &events).await;
    let answer = answers[0].as_ref().unwrap();
    let custom = json!({ "city": "Zürich" });
    assert_eq!(answer, &json!({ "hello": "Ada", "function": "clients-hello", "arn": ARN, "custom": custom }));
    let error = answers[1].as_ref().unwrap_err();
    assert_eq!((error.error_type.as_str(), error.message.as_str()), (error_type, "no luck"));
    assert_eq!(answers[2].as_ref().unwrap()["hello"], "Łódź");
}

async fn init_error(program: &Program) -> FunctionError {
    let invocation = Invocation { program: program.clone(), event: b"{}".to_vec(), client_context: None };
    invoke(invocation, &|_| ()).await.unwrap().result.unwrap_err()
}

#[tokio::test]
async fn awslambdaric_for_python() {
    let how = "python3 -m venv $GORDON_TEST_TOOLS/awslambdaric && … pip install awslambdaric==4.2.2";
    let python = tools("awslambdaric/bin/python", how);
    let folder = tempfile::tempdir().unwrap();
    let code = "def handler(event, context):\n    if 'fail' in event:\n        raise ValueError(event['fail'])\n    \
                return {'hello': event['name'], 'function': context.function_name,\n            \
                'arn': context.invoked_function_arn, 'custom': context.client_context.custom}\n";
    std::fs::write(folder.path().join("app.py"), code).unwrap();
    let bootstrap = format!("#!/bin/sh\nexec '{}' -m awslambdaric \"$_HANDLER\"\n", python.display());
    let program = function(folder.path(), "app.handler", &bootstrap);
    check(&program, "ValueError").await;
    let error = init_error(&function(folder.path(), "nothing.handler", &bootstrap)).await;
    assert_eq!(error.error_type, "Runtime.ImportModuleError");
}

#[tokio::test]
async fn aws_lambda_ric_for_node() {
    let how = "npm install --prefix $GORDON_TEST_TOOLS/aws-lambda-ric aws-lambda-ric@3.3.0";
    let client = tools("aws-lambda-ric/node_modules/aws-lambda-ric/bin/index.mjs", how);
    let folder = tempfile::tempdir().unwrap();
    let code = "exports.handler = async (event, context) => {\n  if (event.fail) throw new TypeError(event.fail);\n  \
                return { hello: event.name, function: context.functionName, arn: context.invokedFunctionArn,\n    \
                custom: context.clientContext.custom };\n};\n\
                exports.stream = awslambda.streamifyResponse(async (event, stream) => {\n  stream.write('[1,');\n  \
                stream.write('2]');\n  stream.end();\n});\n";
    std::fs::write(folder.path().join("app.js"), code).unwrap();
    let bootstrap = format!("#!/bin/sh\nexec node '{}' \"$_HANDLER\"\n", client.display());
    check(&function(folder.path(), "app.handler", &bootstrap), "TypeError").await;
    let streamed = answers(&function(folder.path(), "app.stream", &bootstrap), &[json!({})]).await;
    assert_eq!(streamed[0].as_ref().unwrap(), &json!([1, 2]));
    let error = init_error(&function(folder.path(), "nothing.handler", &bootstrap)).await;
    assert_eq!(error.error_type, "Runtime.ImportModuleError");
}

#[tokio::test]
async fn lambda_runtime_for_rust() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("functions/rust-hello/Cargo.toml");
    let root = std::env::var_os("GORDON_TEST_TOOLS").expect("GORDON_TEST_TOOLS names a folder that tests/run fills");
    let target = PathBuf::from(root).join("rust-hello");
    let mut cargo = tokio::process::Command::new(env!("CARGO"));
    cargo.args(["build", "--locked", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(&target);
    assert!(cargo.status().await.unwrap().success());
    let folder = tempfile::tempdir().unwrap();
    let program = function(folder.path(), "bootstrap", "");
    std::fs::copy(target.join("debug/bootstrap"), folder.path().join("bootstrap")).unwrap();
    check(&program, "&alloc::boxed::Box<dyn core::error::Error + core::marker::Send + core::marker::Sync>").await;
    let lines = Mutex::new(Vec::new());
    let event = b"{\"stream\": true}".to_vec();
    let events = |event| {
        if let Event::Log { stream: Stream::Stderr, line } = event {
            lines.lock().unwrap().push(line);
        }
    };
    let outcome = invoke(Invocation { program, event, client_context: None }, &events).await.unwrap();
    // Status and headers come first, as a function URL wants them.
    let answer = outcome.result.unwrap();
    assert!(answer.ends_with(b"\0\0\0\0\0\0\0\0abc"), "{answer:?} {lines:?}");
}
