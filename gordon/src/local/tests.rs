//! Real Python functions and real binaries, run.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::describe::Runtime;

/// A function in a folder of its own, with what happened while it ran.
struct Function {
    folder: tempfile::TempDir,
    program: Program,
    events: Mutex<Vec<Event>>,
}

impl Function {
    fn python(code: &str) -> Self {
        let mut function = Self::new(Runtime::Python313, "index.handler");
        function.write("index.py", code);
        function
    }

    fn new(runtime: Runtime, handler: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let program = Program {
            name: "slack.slash".into(),
            folder: folder.path().to_path_buf(),
            runtime,
            handler: handler.into(),
            environment: [("CITY".to_owned(), "Łódź".to_owned().into())].into(),
            timeout: Duration::from_secs(30),
            memory_mib: 256,
            region: "eu-west-1".into(),
            account: "111111111111".into(),
        };
        Self { folder, program, events: Mutex::default() }
    }

    fn write(&mut self, name: &str, content: &str) {
        let file = self.folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
    }

    fn binary(script: &str) -> Self {
        let mut function = Self::new(Runtime::ProvidedAl2023, "bootstrap");
        function.write("bootstrap", script);
        set_executable(&function.folder.path().join("bootstrap"));
        function
    }

    async fn run(&self, event: &str) -> Result<Outcome, Error> {
        self.run_with(event, None).await
    }

    async fn run_with(&self, event: &str, client_context: Option<Value>) -> Result<Outcome, Error> {
        let invocation = Invocation { program: self.program.clone(), event: event.into(), client_context };
        invoke(invocation, &|event| self.events.lock().unwrap().push(event)).await
    }

    async fn answer(&self, event: &str) -> Value {
        serde_json::from_slice(&self.run(event).await.unwrap().result.unwrap()).unwrap()
    }

    async fn error(&self) -> FunctionError {
        self.run("{}").await.unwrap().result.unwrap_err()
    }

    fn logs(&self, wanted: Stream) -> Vec<String> {
        let events = self.events.lock().unwrap();
        let lines = events.iter().filter_map(|event| match event {
            Event::Log { stream, line } if *stream == wanted => Some(line.clone()),
            _ => None,
        });
        lines.collect()
    }
}

fn set_executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test]
async fn a_handler_answers() {
    let function = Function::python("def handler(event, context):\n    return {'city': event['city'], 'n': 1.5}\n");
    let outcome = function.run("{\"city\": \"Zürich\"}").await.unwrap();
    assert!(outcome.init_duration.is_some());
    assert_eq!(String::from_utf8(outcome.result.unwrap()).unwrap(), "{\"city\": \"Zürich\", \"n\": 1.5}");
    if cfg!(target_os = "linux") {
        assert!(outcome.max_memory.unwrap() > 1024 * 1024);
    }
    let left: Vec<_> = std::fs::read_dir(function.folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is written to the artifact's folder: {left:?}");
}

#[tokio::test]
async fn the_environment_is_lambdas() {
    let function = Function::python(
        "import os\ndef handler(event, context):\n    return {'env': dict(os.environ), 'cwd': os.getcwd()}\n",
    );
    let answer = function.answer("{}").await;
    let variable = |name: &str| answer["env"][name].as_str().unwrap_or("(none)").to_owned();
    let folder = function.folder.path().canonicalize().unwrap();
    assert_eq!(variable("CITY"), "Łódź");
    assert_eq!(variable("_HANDLER"), "index.handler");
    assert_eq!(variable("AWS_REGION"), "eu-west-1");
    assert_eq!(variable("AWS_LAMBDA_FUNCTION_NAME"), "slack-slash");
    assert_eq!(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), "256");
    assert_eq!(variable("AWS_EXECUTION_ENV"), "AWS_Lambda_python3.13");
    assert_eq!(variable("TZ"), ":UTC");
    assert_eq!(variable("LAMBDA_TASK_ROOT"), function.folder.path().to_str().unwrap());
    assert_eq!(answer["cwd"].as_str().unwrap(), folder.to_str().unwrap());
    assert!(variable("_X_AMZN_TRACE_ID").starts_with("Root=1-"));
    // cargo sets this one for the test, and it must not come through.
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    assert_eq!(variable("CARGO_MANIFEST_DIR"), "(none)");
}

#[tokio::test]
async fn the_context_is_lambdas() {
    let function = Function::python(
        "def handler(event, context):\n    return [context.function_name, context.function_version,\n        \
         context.invoked_function_arn, context.memory_limit_in_mb, context.aws_request_id,\n        \
         context.get_remaining_time_in_millis(), context.client_context.custom, context.client_context.client.app_title]\n",
    );
    let sent = json!({ "custom": { "name": "Zoë" }, "client": { "app_title": "weather" } });
    let outcome = function.run_with("{}", Some(sent)).await.unwrap();
    let answer: Value = serde_json::from_slice(&outcome.result.unwrap()).unwrap();
    assert_eq!(answer[0], "slack-slash");
    assert_eq!(answer[1], "$LATEST");
    assert_eq!(answer[2], "arn:aws:lambda:eu-west-1:111111111111:function:slack-slash");
    assert_eq!(answer[3], "256");
    assert_eq!(answer[4], outcome.request_id.as_str());
    let left = answer[5].as_u64().unwrap();
    assert!((1..=30_000).contains(&left), "{left}");
    assert_eq!(answer[6], json!({ "name": "Zoë" }));
    assert_eq!(answer[7], "weather");
}

#[tokio::test]
async fn logs_come_before_the_outcome() {
    let function = Function::python(
        "import logging, sys\ndef handler(event, context):\n    print('out')\n    print('err', file=sys.stderr)\n    \
         logging.warning('careful')\n    sys.stdout.write('no end')\n",
    );
    assert_eq!(function.answer("{}").await, Value::Null);
    let out = function.logs(Stream::Stdout);
    assert_eq!(out[0], "out");
    assert!(out[1].starts_with("[WARNING]\t") && out[1].ends_with("\tcareful"), "{out:?}");
    assert_eq!(out[2], "no end");
    assert_eq!(function.logs(Stream::Stderr), ["err"]);
}

#[tokio::test]
async fn errors_are_data() {
    let function = Function::python("def handler(event, context):\n    return event['city']\n");
    let error = function.error().await;
    assert_eq!((error.error_type.as_str(), error.message.as_str()), ("KeyError", "'city'"));
    assert!(error.trace[0].contains("index.py\", line 2, in handler"), "{error:?}");
    assert_eq!(error.trace[1].trim(), "return event['city']");
    let payload: Value = serde_json::from_slice(&error.payload).unwrap();
    assert_eq!(payload["errorType"], "KeyError");
}

#[tokio::test]
async fn errors_before_the_handler() {
    for (code, handler, error_type, message) in [
        ("import nothing_of_the_kind", "index.handler", "Runtime.ImportModuleError", "nothing_of_the_kind"),
        ("def handler(:\n", "index.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'index'"),
        ("x = 1\n", "index.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
        ("x = 1\n", "index", "Runtime.MalformedHandlerName", "Bad handler 'index'"),
        ("1 / 0\n", "index.handler", "ZeroDivisionError", "division by zero"),
        ("def handler(e, c):\n    return {1, 2}\n", "index.handler", "Runtime.MarshalError", "not JSON serializable"),
    ] {
        let mut function = Function::python(code);
        function.program.handler = handler.into();
        let error = function.error().await;
        assert_eq!(error.error_type, error_type);
        assert!(error.message.contains(message), "{error:?}");
    }
}

#[tokio::test]
async fn handlers_in_packages() {
    for handler in ["pkg.sub.mod.go", "pkg/sub/mod.go"] {
        let mut function = Function::new(Runtime::Python313, handler);
        function.write("pkg/sub/mod.py", "from pkg.words import word\ndef go(e, c):\n    return word\n");
        function.write("pkg/words.py", "word = 'hello'\n");
        assert_eq!(function.answer("{}").await, "hello");
    }
}

#[tokio::test]
async fn a_function_that_takes_too_long() {
    // It starts a child of its own, which must end too: it holds the lock until then.
    let mut function = Function::python(
        "import subprocess, time\ndef handler(event, context):\n    \
         child = subprocess.Popen(['sleep', '300'])\n    print(child.pid)\n    time.sleep(300)\n",
    );
    function.program.timeout = Duration::from_secs(1);
    let outcome = function.run("{}").await.unwrap();
    let error = outcome.result.unwrap_err();
    assert_eq!(error.message, "Task timed out after 1.00 seconds");
    assert_eq!(error.error_type, "Sandbox.Timedout");
    assert!(outcome.duration < Duration::from_secs(20), "{outcome:?}", outcome = outcome.duration);
    // The outcome came after the pipes had ended, so the child is gone, or a zombie that has no command line.
    let child = function.logs(Stream::Stdout)[0].parse().unwrap();
    assert_eq!(crate::process::command_line(child).await, None);
}

#[tokio::test]
async fn a_function_that_ends_its_process() {
    for (code, message) in [
        ("import os\ndef handler(e, c):\n    os._exit(7)\n", "Runtime exited with error: exit status 7"),
        ("import os\ndef handler(e, c):\n    os._exit(0)\n", "Runtime exited without providing a reason"),
        ("import os\ndef handler(e, c):\n    os.kill(os.getpid(), 9)\n", "Runtime exited with error: signal: killed"),
        ("import os\nos._exit(3)\n", "Runtime exited with error: exit status 3"),
    ] {
        let error = Function::python(code).error().await;
        assert_eq!((error.error_type.as_str(), error.message.as_str()), ("Runtime.ExitError", message));
    }
}

#[tokio::test]
async fn an_answer_that_is_too_large() {
    let function = Function::python("def handler(event, context):\n    return 'x' * (6 * 1024 * 1024 + 200)\n");
    let error = function.error().await;
    assert_eq!(error.error_type, "Function.ResponseSizeTooLarge");
    let function = Function::python("def handler(event, context):\n    return 'x' * (6 * 1024 * 1024)\n");
    let answer = function.run("{}").await.unwrap().result.unwrap();
    assert_eq!(answer.len(), 6 * 1024 * 1024 + 2);
}

#[tokio::test]
async fn an_instance_keeps_what_it_loaded() {
    let function = Function::python(
        "n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    print('call', n)\n    \
         if event == 'fail':\n        raise ValueError(event)\n    return n\n",
    );
    let events = |event| function.events.lock().unwrap().push(event);
    let mut instance = Instance::start(function.program.clone(), &events).await.unwrap();
    let first = instance.invoke(b"{}", None, &events).await.unwrap();
    assert_eq!((first.result.unwrap(), first.init_duration.is_some()), (b"1".to_vec(), true));
    assert_eq!(function.logs(Stream::Stdout), ["call 1"], "the lines of a call come with it");
    let second = instance.invoke(b"\"fail\"", None, &events).await.unwrap();
    assert_eq!(second.result.unwrap_err().error_type, "ValueError");
    let third = instance.invoke(b"{}", None, &events).await.unwrap();
    assert_eq!((third.result.unwrap(), third.init_duration), (b"3".to_vec(), None));
    assert!(instance.is_alive());
    instance.stop(&events).await;
}

#[tokio::test]
async fn dropping_an_invocation_ends_the_process() {
    let function = Function::python("import time\ndef handler(event, context):\n    time.sleep(300)\n");
    let ready = tokio::sync::Notify::new();
    let events = |event: Event| {
        if matches!(event, Event::Ready { .. }) {
            ready.notify_one();
        }
        function.events.lock().unwrap().push(event);
    };
    let invocation = Invocation { program: function.program.clone(), event: b"{}".to_vec(), client_context: None };
    tokio::select! {
        _ = invoke(invocation, &events) => unreachable!("the function sleeps"),
        () = ready.notified() => {}
    }
    let pid = function.events.lock().unwrap().iter().find_map(|event| match event {
        Event::Started { pid, .. } => Some(*pid),
        _ => None,
    });
    // SIGKILL is on its way; the process may take a moment to go.
    let gone = async {
        while crate::process::command_line(pid.unwrap()).await.is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), gone).await.unwrap();
}

#[tokio::test]
async fn events_are_refused_before_anything_starts() {
    let function = Function::python("");
    let error = function.run("not json").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidEvent);
    assert!(function.events.lock().unwrap().is_empty());
}

#[tokio::test]
async fn binaries_that_cannot_start() {
    let function = Function::new(Runtime::ProvidedAl2023, "bootstrap");
    let error = function.run("{}").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingBootstrap);
    let function = Function::binary("not a program");
    let error = function.run("{}").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Start);
    assert!(error.help().unwrap().contains("architecture"), "{error:?}");
    let function = Function::binary("#!/bin/sh\necho no config >&2\nexit 12\n");
    let error = function.error().await;
    assert_eq!(error.message, "Runtime exited with error: exit status 12");
    assert_eq!(function.logs(Stream::Stderr), ["no config"]);
}
