//! An infra crate with settings, secrets and values that apply finds, for the tests of the command line.

use gordon::prelude::*;

/// Where it runs.
#[derive(Stages)]
enum Stage {
    /// The emulator.
    #[stage(local)]
    Local,
    /// The emulator too, in two regions.
    #[stage(regions = ["eu-west-1", "us-east-1"])]
    Two,
    /// One for each developer.
    #[stage(any, region = "eu-west-1")]
    Sandbox(StageName),
}

/// How much is logged.
#[derive(Setting, Clone, Copy)]
enum Level {
    Info,
    VeryLoud,
}

/// A database's settings.
#[derive(Settings, Clone)]
struct Database {
    /// How many at once.
    #[setting(default = 5, range = 1..=100)]
    connections: u16,
    /// Its password.
    password: Secret,
}

/// What differs between stages.
#[derive(Settings)]
#[setting(check = affordable)]
struct Settings {
    /// Memory of the functions, in MiB.
    #[setting(default = 256, range = 128..=10_240)]
    memory: u32,
    /// Who is told.
    #[setting(pattern = "[a-z.]+@[a-z.]+")]
    owner: String,
    /// How much is logged.
    #[setting(default = Level::Info)]
    level: Level,
    /// Names of friends.
    #[setting(default = Vec::new(), length = 0..=3)]
    friends: Vec<String>,
    /// A database.
    database: Database,
    /// Days that logs are kept.
    #[setting(one_of = [1, 7, 30])]
    days: Option<u16>,
    /// Nobody needs to see it.
    #[setting(secret, default = "hidden-in-settings")]
    nickname: String,
}

fn affordable(settings: &Settings) -> Result<(), &'static str> {
    if settings.memory > 1024 && settings.database.connections > 50 {
        Err("that much memory, or that many connections")
    } else {
        Ok(())
    }
}

fn settings(stage: &Stage) -> Settings {
    let password = match stage {
        Stage::Local => Secret::literal("marker-literal-secret"),
        Stage::Two | Stage::Sandbox(_) => Secret::env("STAGES_PASSWORD"),
    };
    let database = settings! { Database { password } };
    let base = settings! { Settings { owner: "team@example.com", database } };
    match stage {
        Stage::Local => settings! { Settings { memory: 128, days: 1_u16, ..base } },
        Stage::Two => settings! { Settings { friends: vec!["ada".to_owned()], ..base } },
        Stage::Sandbox(name) => settings! { Settings { owner: format!("{name}@example.com"), ..base } },
    }
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
    /// The database's password.
    password: Secret,
    /// The region, in a text.
    place: Param,
}

fn project(stage: &Stage, settings: &Settings) -> Project {
    let show = Show { password: settings.database.password.clone(), place: Param::format("{stage} in {region}") }
        .memory(settings.memory)
        .environment("LEVEL", settings.level)
        .on(Http::get("/"));
    let show = match stage {
        Stage::Two => show.environment("NAME", Param::env("STAGES_NAME").default("nobody")),
        Stage::Local | Stage::Sandbox(_) => show,
    };
    let app = App::new("app").function(show);
    let context = Context::new(json!({
        "database_host": "10.0.0.1",
        "database_username": Param::format("{stage}-bob").text(),
        "ports": [Param::env("STAGES_PORT").default("5432").number()],
    }));
    let project = Project::new("stages").output("Url", app.url("/")).app(app).context(context);
    match stage {
        Stage::Two => {
            // What differs between regions is found at apply, so that one build serves all.
            let seconds = Param::env("STAGES_SECONDS_{region}").default("30").number();
            project.add(resource!(Jobs: AWS::SQS::Queue { VisibilityTimeout: seconds }))
        }
        Stage::Local | Stage::Sandbox(_) => project,
    }
}

gordon::main!(project, settings);
