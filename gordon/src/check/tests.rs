//! Every rule, broken once, with what the user reads.

mod settings;

use std::path::Path;

use serde_json::json;

use super::{Diagnostic, check};
use crate::describe::*;

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

fn good(name: &str) -> Function {
    Function::new(name).code("tests/code/hello.py").handler("hello.handler")
}

fn project(functions: impl IntoIterator<Item = Function>) -> Project {
    Project::new("weather").app(functions.into_iter().fold(App::new("slack"), App::function))
}

fn findings(project: Project) -> Vec<Diagnostic> {
    match check(project, Path::new(CRATE)) {
        Ok(checked) => checked.warnings,
        Err(findings) => findings,
    }
}

/// Checks that the project has one finding, that it says `message`, and that it is at the line after `line`.
#[track_caller]
fn one(project: Project, message: &str) {
    let found = findings(project);
    assert_eq!(found.len(), 1, "{found:#?}");
    let text = format!(
        "{} {} {}",
        found[0].message,
        found[0].label.clone().unwrap_or_default(),
        found[0].help.clone().unwrap_or_default()
    );
    assert!(text.contains(message), "{text}");
    assert!(found[0].place.file().contains("check/tests"), "{}", found[0].place);
}

#[test]
fn a_good_project_has_no_findings() {
    assert_eq!(findings(project([good("slash"), good("warm")])), []);
}

#[test]
fn names_are_judged() {
    one(Project::new("Weather"), "not a project's name");
    one(Project::new("weather").app(App::new("my app")), "not the name of an app");
    one(project([good("a.b")]), "not the name of a function");
    one(project([good(&"a".repeat(31))]), "30 characters");
    one(project([good("slash"), good("slash")]), "two functions named `slash`");
    one(Project::new("weather").app(App::new("a")).app(App::new("a")), "two apps named `a`");
    one(Project::new("weather").output("my-url", "x"), "not an output's name");
    one(Project::new("weather").output("Url", "x").output("Url", "y"), "two outputs named `Url`");
    one(Project::new("weather").tag("aws:x", "y"), "AWS's own");
    one(Project::new("weather").tag("gordon:stage", "y"), "whose stack");
    one(
        Project::new("weather").add(Resource::untyped("my-queue", "AWS::SQS::Queue", json!({}))),
        "not a resource's name",
    );
}

#[test]
fn limits_are_judged() {
    one(project([good("slash").memory(64)]), "128 to 10240 MiB");
    one(project([good("slash").timeout(901)]), "1 to 900 seconds");
    one(project([good("slash").ephemeral_storage(100)]), "512 to 10240 MiB");
    one(project([good("slash").log_retention_days(2)]), "3653 days");
    one(Project::new("weather").log_retention_days(2), "3653 days");
    one(project([good("slash").description(&"x".repeat(257))]), "256 characters");
    one(project([good("slash").vpc(&Vpc::new("net").subnet("subnet-1"))]), "security groups");
    one(project([good("slash").vpc(&Vpc::new("net").security_group("sg-1"))]), "subnets");
    let layers = (0..6).fold(good("slash"), |function, at| {
        function.layer(format!("arn:aws:lambda:eu-west-1:111111111111:layer:x:{at}"))
    });
    one(project([layers]), "has 6 layers");
}

#[test]
fn environments_are_judged() {
    one(project([good("slash").environment("AWS_REGION", "x")]), "Lambda sets this");
    one(project([good("slash").environment("A-B", "x")]), "letters, digits and `_`");
    one(project([good("slash").environment("AB", "x").environment("AB", "y")]), "set twice");
    one(project([good("slash").environment("BIG", "x".repeat(4094))]), "4097 bytes");
    assert_eq!(findings(project([good("slash").environment("BIG", "x".repeat(4093))])), []);
}

#[test]
fn code_is_found() {
    one(project([Function::new("slash").handler("a.b")]), "has no code");
    one(project([good("slash").code("tests/code/nothing.py")]), "there is no `tests/code/nothing.py`");
    one(project([good("slash").code("tests/code/Hello.py")]), "`hello.py` beside it");
    one(project([good("slash").code("../README.md")]), "outside the crate");
    one(project([good("slash").code("/etc/hostname")]), "outside the crate");
    one(project([good("slash").code("tests/code")]), "runtime of `slash` is not known");
    one(project([Function::new("slash").code("tests/code/hello.py")]), "has no handler");
    one(project([good("slash").runtime(Runtime::Python27)]), "no function with `python2.7` any more");
    one(project([good("slash").runtime(Runtime::Python39)]), "no longer supports");
}

#[test]
fn code_goes_where_its_package_goes() {
    let crate_of = |publish: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write("Cargo.toml", &format!("[package]\nname = \"app\"\n{publish}"));
        write("lambdas/form/Cargo.toml", "[package]\nname = \"form\"\n");
        write("lambdas/form/src/main.rs", "fn main() {}");
        write("src/bin/form.rs", "fn main() {}");
        folder
    };
    let of = |folder: &tempfile::TempDir, code: &str| {
        let dir: &'static str = folder.path().display().to_string().leak();
        let mut function = Function::new("form").code(code).runtime(Runtime::ProvidedAl2023);
        function.settings.code.iter_mut().for_each(|code| code.crate_dir = Some(dir));
        project([function])
    };
    one(of(&crate_of(""), "lambdas/form"), "`lambdas/form` has a Cargo.toml of its own");
    one(of(&crate_of("publish = [\"own\"]"), "lambdas/form/src"), "`lambdas/form` has a Cargo.toml of its own");
    for publish in ["publish = false # ours", "publish = []", "publish.workspace = true"] {
        assert_eq!(findings(of(&crate_of(publish), "lambdas/form")), [], "{publish}");
    }
    assert_eq!(findings(of(&crate_of(""), ".")), [], "a binary of the same crate");
    let own = crate_of("");
    assert_eq!(
        check(of(&own, "lambdas/form"), own.path()).map(|checked| checked.warnings),
        Ok(Vec::new()),
        "an infra crate"
    );
}

#[test]
fn a_secret_by_reference_wants_a_layer() {
    let with = || good("a").environment("KEY", SecretReference::ssm("/a/key"));
    one(project([with()]), "AWS-Parameters-and-Secrets-Lambda-Extension");
    let layer = "arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:12";
    assert_eq!(findings(project([with().layer(layer)])), []);
}

#[test]
fn triggers_are_judged() {
    one(project([good("slash").on(Schedule::new("never", Rate::minutes(0)))]), "at least 1");
    let schedule = || Schedule::new("warm", Rate::hours(1));
    one(project([good("slash").on(schedule()).on(schedule())]), "two schedules named `warm`");
    one(project([good("a").on(Http::get("/x")), good("b").on(Http::get("/x"))]), "`GET /x` of app `slack` is taken");
    one(project([good("a").on(Http::get("/x/{a}")), good("b").on(Http::get("/x/{b}"))]), "is taken");
    one(project([good("a").on(Http::get("x"))]), "begins with `/`");
    one(project([good("a").on(Http::get("/{a+}/b"))]), "at the end");
    assert_eq!(findings(project([good("a").on(Http::get("/x")).on(Http::post("/x")).on(Http::any("/y/{z+}"))])), []);
}

#[test]
fn references_lead_somewhere() {
    let queue = Resource::untyped("Jobs", "AWS::SQS::Queue", json!({}));
    one(project([good("a").environment("QUEUE", queue.reference())]), "resource `Jobs` is not part of the project");
    assert_eq!(findings(project([good("a").environment("QUEUE", queue.reference())]).add(queue.clone())), []);
    one(
        project([]).add(queue.clone()).add(Resource::untyped("B", "AWS::SQS::Queue", json!({ "X": good("b").arn() }))),
        "function `b` is not",
    );
    let app = App::new("web").function(good("a"));
    one(Project::new("weather").output("Url", app.url("/")).app(app), "has no HTTP API");
    let given = good("a").role("arn:aws:iam::111111111111:role/x");
    one(project([given.clone()]).output("Role", given.role_arn()), "none of its own");
    one(project([good("a").allow(Statement::allow(["dynamodb PutItem"]).on_any())]), "is not an action");
    one(project([given.allow(Statement::allow(["s3:GetObject"]).on_any())]), "was given a role");
    let twice = project([]).add(queue.clone()).app(App::new("b").add(queue));
    one(twice, "added twice");
}

#[test]
fn all_findings_come_at_once() {
    let found =
        findings(project([good("slash").memory(64).timeout(0).environment("AWS_REGION", "x")]).tag("aws:x", ""));
    assert_eq!(found.len(), 4, "{found:#?}");
}
