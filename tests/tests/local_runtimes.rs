//! Functions in Node and Java on Gordon's own side of the Runtime API.
#![cfg(feature = "toolchains")]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Duration;

use gordon::describe::Runtime;
use gordon::local::{FunctionError, Invocation, Program, invoke};
use serde_json::{Value, json};

/// Runs a handler of a folder with an event.
async fn run(folder: &Path, runtime: Runtime, handler: &str, event: Value) -> Result<Vec<u8>, FunctionError> {
    let program = Program {
        name: "local.hello".into(),
        folder: folder.to_path_buf(),
        runtime,
        handler: handler.into(),
        environment: [("CITY".to_owned(), "Łódź".to_owned().into())].into(),
        timeout: Duration::from_secs(30),
        memory_mib: 512,
        region: "eu-west-1".into(),
        account: Program::NO_ACCOUNT.into(),
    };
    let client_context = Some(json!({ "custom": { "key": "välue" }, "client": { "app_title": "weather" } }));
    let invocation = Invocation { program, event: event.to_string().into(), client_context };
    let outcome = invoke(invocation, &|_| ()).await;
    let outcome = outcome.unwrap_or_else(|error| panic!("{error}: {}", error.help().unwrap_or_default()));
    outcome.result
}

async fn node(file: &str, code: &str, handler: &str, event: Value) -> Result<Vec<u8>, FunctionError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    std::fs::write(folder.path().join(file), code).unwrap();
    run(folder.path(), Runtime::Nodejs22, handler, event).await
}

fn json_of(result: Result<Vec<u8>, FunctionError>) -> Value {
    serde_json::from_slice(&result.unwrap()).unwrap()
}

#[tokio::test]
async fn node_modules_of_both_kinds() {
    for (file, code, handler) in [
        ("index.js", "exports.handler = async (event) => ({ got: event.a, city: process.env.CITY });", "index.handler"),
        ("index.mjs", "export const handler = async (e) => ({ got: e.a, city: process.env.CITY });", "index.handler"),
        (
            "sub/app.cjs",
            "module.exports = { on: { call: async (e) => ({ got: e.a, city: process.env.CITY }) } };",
            "sub/app.on.call",
        ),
        (
            "index.js",
            "exports.handler = (event, _, done) => setTimeout(() => done(null, { got: event.a, city: process.env.CITY }), 1);",
            "index.handler",
        ),
    ] {
        let answer = json_of(node(file, code, handler, json!({ "a": [1] })).await);
        assert_eq!(answer, json!({ "got": [1], "city": "Łódź" }), "{code}");
    }
}

#[tokio::test]
async fn node_callbacks_wait_for_the_event_loop() {
    let code = "exports.handler = (event, context, done) => { const seen = [];\n\
                setTimeout(() => seen.push('late'), 50); if (event.now) context.callbackWaitsForEmptyEventLoop = false;\n\
                done(null, seen); };";
    assert_eq!(json_of(node("index.js", code, "index.handler", json!({})).await), json!(["late"]));
    assert_eq!(json_of(node("index.js", code, "index.handler", json!({ "now": true })).await), json!([]));
    let code = "exports.handler = (event) => 'not an answer';";
    assert_eq!(json_of(node("index.js", code, "index.handler", json!({})).await), Value::Null);
}

#[tokio::test]
async fn the_context_of_node() {
    let code = "exports.handler = async (e, c) => [c.functionName, c.clientContext.custom.key, \
                c.getRemainingTimeInMillis() > 0, c.invokedFunctionArn, c.memoryLimitInMB];";
    let answer = json_of(node("index.js", code, "index.handler", json!({})).await);
    let arn = "arn:aws:lambda:eu-west-1:000000000000:function:local-hello";
    assert_eq!(answer, json!(["local-hello", "välue", true, arn, "512"]));
}

#[tokio::test]
async fn node_streams() {
    let code = "exports.handler = awslambda.streamifyResponse(async (event, out) => {\n\
                out = awslambda.HttpResponseStream.from(out, { statusCode: 201 });\n\
                for (const part of ['a', 'b']) out.write(part); if (event.fail) throw new RangeError('half'); out.end(); });";
    let answer = node("index.js", code, "index.handler", json!({})).await.unwrap();
    assert_eq!(answer, b"{\"statusCode\":201}\0\0\0\0\0\0\0\0ab");
    let error = node("index.js", code, "index.handler", json!({ "fail": true })).await.unwrap_err();
    assert_eq!((error.error_type.as_str(), error.message.as_str()), ("RangeError", "half"));
}

#[tokio::test]
async fn errors_of_node() {
    for (code, handler, error_type, message) in [
        ("exports.handler = async () => { throw new TypeError('no'); };", "index.handler", "TypeError", "no"),
        ("exports.handler = (e, c, done) => done(new RangeError('no'));", "index.handler", "RangeError", "no"),
        ("exports.handler = async () => { throw 'words'; };", "index.handler", "string", "words"),
        ("exports.handler = () => new Promise(() => {});", "index.handler", "Runtime.NodeJsExit", "never settled"),
        (
            "exports.handler = (e, c, d) => { setTimeout(() => { throw new Error('later'); }, 1); };",
            "index.handler",
            "Error",
            "later",
        ),
        (
            "exports.handler = async () => { Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 50)); };",
            "index.handler",
            "Runtime.UnhandledPromiseRejection",
            "lost",
        ),
        ("exports.handler = async () => process.exit(4);", "index.handler", "Runtime.ExitError", "exit status 4"),
        (
            "exports.handler = async () => { const a = {}; a.a = a; return a; };",
            "index.handler",
            "Runtime.MarshalError",
            "circular",
        ),
        ("exports.other = 1;", "index.handler", "Runtime.HandlerNotFound", "index.handler is undefined"),
        ("exports.handler = {", "index.handler", "Runtime.UserCodeSyntaxError", "SyntaxError"),
        ("require('nothing-of-the-kind');", "index.handler", "Runtime.ImportModuleError", "nothing-of-the-kind"),
        ("", "none.handler", "Runtime.ImportModuleError", "none"),
        ("", "index", "Runtime.MalformedHandlerName", "index"),
        ("throw new Error('at load');", "index.handler", "Error", "at load"),
    ] {
        let error = node("index.js", code, handler, json!({})).await.unwrap_err();
        assert_eq!(error.error_type, error_type, "{code} {error:?}");
        assert!(error.message.contains(message), "{code} {error:?}");
    }
}

const HELLO: &str = r#"
package example;

import java.util.*;
import java.io.*;

public class Hello {
    public static class City { private String name; public int people; private Set<Integer> codes;
        public String getName() { return name; } public void setName(String name) { this.name = name; }
        public Set<Integer> getCodes() { return codes; } public void setCodes(Set<Integer> codes) { this.codes = codes; } }
    public String text(String in) { return in + "!"; }
    public int number(Integer in) { return in + 1; }
    public Map<String, Object> map(Map<String, List<Long>> in) { return new TreeMap<>(Map.of("sum", in.get("n").get(0) + 1L)); }
    public List<City> cities(List<City> in) { in.get(0).people += 1; return in; }
    public static String environment(Object in) { return System.getenv("CITY"); }
    public void stream(InputStream in, OutputStream out) throws IOException { out.write("[".getBytes()); in.transferTo(out); out.write(']'); }
    public String fail(String in) { throw new IllegalStateException(in); }
    public void nothing() { }
}
"#;

/// AWS's interfaces as far as these handlers use them, written for the test: the real ones are on Maven Central.
const INTERFACES: [(&str, &str); 6] = [
    ("RequestHandler", "interface RequestHandler<I, O> { O handleRequest(I in, Context context); }"),
    (
        "RequestStreamHandler",
        "interface RequestStreamHandler { void handleRequest(java.io.InputStream in, java.io.OutputStream out, Context context) throws java.io.IOException; }",
    ),
    (
        "Context",
        "interface Context { String getFunctionName(); int getRemainingTimeInMillis(); int getMemoryLimitInMB(); LambdaLogger getLogger(); ClientContext getClientContext(); }",
    ),
    ("LambdaLogger", "interface LambdaLogger { void log(String text); }"),
    ("ClientContext", "interface ClientContext { java.util.Map<String, String> getCustom(); Client getClient(); }"),
    ("Client", "interface Client { String getAppTitle(); }"),
];

const TYPED: &str = r#"
package example;

import com.amazonaws.services.lambda.runtime.*;
import java.util.*;

public class Typed implements RequestHandler<Hello.City, Map<String, Object>> {
    public Map<String, Object> handleRequest(Hello.City in, Context context) {
        context.getLogger().log("hello");
        return new TreeMap<>(Map.of("name", in.getName(), "function", context.getFunctionName(),
            "left", context.getRemainingTimeInMillis() > 0, "memory", context.getMemoryLimitInMB(),
            "custom", context.getClientContext().getCustom().get("key"), "app", context.getClientContext().getClient().getAppTitle()));
    }
}
"#;

const STREAMED: &str = r#"
package example;

import com.amazonaws.services.lambda.runtime.*;
import java.io.*;

public class Streamed implements RequestStreamHandler {
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException { in.transferTo(out); }
}
"#;

fn java_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let mut write = |path: String, text: String| {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        files.push(file);
    };
    for (name, code) in INTERFACES {
        let package = "com.amazonaws.services.lambda.runtime";
        write(
            format!("com/amazonaws/services/lambda/runtime/{name}.java"),
            format!("package {package}; public {code}"),
        );
    }
    for (name, code) in [("Hello", HELLO), ("Typed", TYPED), ("Streamed", STREAMED)] {
        write(format!("example/{name}.java"), code.to_owned());
    }
    let status = std::process::Command::new("javac").arg("-d").arg(folder.path()).args(files).status();
    let status = status.expect("javac is on PATH (Debian: default-jdk-headless)");
    assert!(status.success());
    folder
}

#[tokio::test]
async fn java_handlers_of_every_shape() {
    let folder = java_folder();
    let city = json!({ "name": "Łódź", "people": 3, "codes": [1, 2], "more": null });
    let typed = json!({ "app": "weather", "custom": "välue", "function": "local-hello", "left": true, "memory": 512, "name": "Łódź" });
    for (handler, event, answer) in [
        ("example.Hello::text", json!("hi \u{1F600}\n"), json!("hi \u{1F600}\n!")),
        ("example.Hello::number", json!(41), json!(42)),
        ("example.Hello::map", json!({ "n": [5_000_000_000_i64] }), json!({ "sum": 5_000_000_001_i64 })),
        ("example.Hello::cities", json!([city]), json!([{ "name": "Łódź", "people": 4, "codes": [1, 2] }])),
        ("example.Hello::environment", json!({}), json!("Łódź")),
        ("example.Hello::stream", json!({ "a": 1 }), json!([{ "a": 1 }])),
        ("example.Hello::nothing", json!({}), Value::Null),
        ("example.Typed", city.clone(), typed.clone()),
        ("example.Typed::handleRequest", city.clone(), typed),
        ("example.Streamed", json!([1, 2]), json!([1, 2])),
    ] {
        let answer_got = json_of(run(folder.path(), Runtime::Java21, handler, event).await);
        assert_eq!(answer_got, answer, "{handler}");
    }
}

#[tokio::test]
async fn errors_of_java() {
    let folder = java_folder();
    for (handler, event, error_type, message) in [
        ("example.Hello::fail", json!("no"), "java.lang.IllegalStateException", "no"),
        ("example.Hello::number", json!("x"), "java.lang.IllegalArgumentException", "is no java.lang.Integer"),
        ("example.Hello::absent", json!({}), "Runtime.MethodNotFound", "absent"),
        ("example.Absent", json!({}), "Runtime.ClassNotFound", "example.Absent"),
        ("example.Hello", json!({}), "Runtime.HandlerNotFound", "implements neither"),
    ] {
        let error = run(folder.path(), Runtime::Java21, handler, event).await.unwrap_err();
        assert_eq!(error.error_type, error_type, "{error:?}");
        assert!(error.message.contains(message), "{error:?}");
        if handler == "example.Hello::fail" {
            assert!(error.trace[0].starts_with("example.Hello.fail(Hello.java:"), "{error:?}");
            assert_eq!(error.trace.len(), 1, "{error:?}");
        }
    }
}
