//! Infrastructure of {{name}}.

use gordon::prelude::*;

mod hello;

/// Where the project runs. A new variant must be handled in every `match`, or nothing compiles.
#[derive(Stages)]
enum Stage {
    /// This machine: an AWS emulator that Gordon starts.
    #[stage(local)]
    Local,
    /// One for each developer: `--stage alice`.
    #[stage(any)]
    Sandbox(StageName),
    /// Where every merge goes. To fix its place: `#[stage(region = "eu-west-1", account = "…")]`.
    Dev,
    /// What people use: each change asks first.
    #[stage(protected)]
    Prod,
}

/// What differs between stages. `cargo run -- settings` lists it.
#[derive(Settings)]
struct Settings {
    /// Days that logs are kept.
    #[setting(default = 14, one_of = [1, 3, 5, 7, 14, 30, 90, 365])]
    log_days: u16,
}

fn settings(stage: &Stage) -> Settings {
    match stage {
        Stage::Local => settings! { Settings { log_days: 1 } },
        Stage::Sandbox(_) | Stage::Dev => settings! { Settings {} },
        Stage::Prod => settings! { Settings { log_days: 365 } },
    }
}

/// Everything that a stage has.
fn project(_: &Stage, settings: &Settings) -> Project {
    let hello = hello::app();
    Project::new("{{name}}")
        .log_retention_days(settings.log_days)
        .output("Url", hello.url("/hello"))
        .app(hello)
}

gordon::main!(project, settings);

#[cfg(test)]
mod tests {
    use super::*;

    /// Describes and checks every stage, as `cargo run -- check` does.
    fn templates() -> gordon::testing::Templates {
        let describe = |stage: &Stage| project(stage, &settings(stage));
        gordon::testing::templates(env!("CARGO_MANIFEST_DIR"), describe)
    }

    #[test]
    fn every_stage_has_the_same_functions() {
        let templates = templates();
        let functions = |stage: &str| templates.of(stage).logical_ids("AWS::Lambda::Function");
        assert!(!functions("prod").is_empty());
        for stage in templates.stages() {
            assert_eq!(functions(stage), functions("prod"), "stage {stage}");
        }
    }

    #[test]
    fn logs_are_kept_longest_in_production() {
        let templates = templates();
        let days = |stage: &str| {
            let template = templates.of(stage).json();
            template["Resources"]["HelloHelloLogGroup"]["Properties"]["RetentionInDays"].as_u64()
        };
        assert_eq!(days("prod"), Some(365));
        assert!(days("dev") < days("prod"));
    }
}
