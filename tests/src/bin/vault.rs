//! An infra crate with a vault, for the tests of the command line. `VAULT_TEST` says what goes wrong.

use gordon::prelude::*;

/// Where it runs.
#[derive(Stages)]
enum Stage {
    /// The emulator.
    #[stage(local)]
    Local,
    /// Nowhere, but it has a vault.
    #[stage(region = "eu-west-1")]
    Dev,
}

/// What differs between stages.
#[derive(Settings, Debug)]
struct Settings {
    /// The database's password.
    password: Secret,
}

fn settings(_: &Stage) -> Settings {
    let password = match scenario().as_str() {
        "missing" => Secret::vault("pasword"),
        "stores" => Secret::ssm("/vault/{stage}/password"),
        _ => Secret::vault("password"),
    };
    settings! { Settings { password: password } }
}

fn scenario() -> String {
    std::env::var("VAULT_TEST").unwrap_or_default()
}

/// Returns its environment.
#[derive(Function)]
#[function(
    code = "code/environment/environment.py",
    handler = "environment.handler",
    runtime = "python3.13",
    timeout = 10
)]
struct Show {
    /// The password by itself,
    password: Secret,
    /// in a text,
    name: Value<String>,
    /// one of all stages,
    level: Secret,
    /// and what only AWS knows.
    place: Value<String>,
}

/// Returns a digest of the password.
#[derive(Function)]
#[function(code = "code/digest/digest.py", handler = "digest.handler", runtime = "python3.13", timeout = 10)]
struct Quiet {
    password: Secret,
}

fn project(_: &Stage, settings: &Settings) -> Project {
    let password = || settings.password.clone();
    let show = Show {
        password: password(),
        name: join("", ["user:".into(), password().value(), "@host".into()]),
        level: match scenario().as_str() {
            "stores" => Secret::secrets_manager("vault/level", "value"),
            _ => Secret::vault("level-of-{stage}"),
        },
        place: region(),
    }
    .on(Http::get("/"));
    let app = App::new("app").function(show).function(Quiet { password: password() });
    assert!(scenario() != "panic", "{settings:?} {app:?} {:?}", password().value());
    let project = Project::new("vault").output("Url", app.url("/")).app(app);
    match scenario().as_str() {
        // No queue takes this, and whoever refuses it may say what it got.
        "fail" => project.add(Resource::untyped(
            "Queue",
            "AWS::SQS::Queue",
            json!({ "VisibilityTimeout": password().value() }),
        )),
        _ => project,
    }
}

gordon::main!(project, settings);
