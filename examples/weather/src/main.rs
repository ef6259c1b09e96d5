//! Infrastructure of the weather bot.

use gordon::prelude::*;

mod forecast;
mod slack;

/// Where the project runs. A new variant must be handled in every `match`, or nothing compiles.
#[derive(Stages)]
enum Stage {
    /// This machine: an AWS emulator that Gordon starts.
    #[stage(local)]
    Local,
    /// One per developer: `--stage alice`.
    #[stage(any, region = "eu-west-1")]
    Sandbox(StageName),
    /// Where every merge goes.
    #[stage(region = "eu-west-1")]
    Dev,
    /// What people use.
    #[stage(regions = ["eu-west-1", "us-east-1"], protected)]
    Prod,
}

/// What differs between stages. `cargo run -- settings` lists it, and `--set memory=512` overrides it for a command.
#[derive(Settings)]
struct Settings {
    /// Days that logs are kept.
    #[setting(default = 14, one_of = [1, 3, 5, 7, 14, 30, 90, 365])]
    log_days: u16,
    /// Memory of the slash command, in MiB.
    #[setting(default = 256, range = 128..=10_240)]
    memory: u32,
}

fn settings(stage: &Stage) -> Settings {
    match stage {
        Stage::Prod => settings! { Settings { log_days: 365, memory: 1024 } },
        Stage::Dev | Stage::Sandbox(_) => settings! { Settings {} },
        Stage::Local => settings! { Settings { log_days: 1 } },
    }
}

fn weather(stage: &Stage, settings: &Settings) -> Project {
    let cities = resource!(Cities: AWS::DynamoDB::Table {
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "city", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "city", KeyType: "HASH" }],
    });
    let mut project = Project::new("weather").log_retention_days(settings.log_days);
    // The real service, and on this machine a function in its place, so that nothing needs a network.
    let service = match stage {
        Stage::Local => {
            let forecast = forecast::app();
            let url = forecast.url("");
            project = project.app(forecast);
            url
        }
        Stage::Sandbox(_) | Stage::Dev | Stage::Prod => "https://wttr.in/".into(),
    };
    let slack = slack::app(service, &cities, settings.memory);
    project.output("Url", slack.url("/slash")).app(slack).add(cities)
}

gordon::main!(weather, settings);
