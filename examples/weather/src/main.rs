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

/// What differs between stages.
struct Settings {
    /// Days that logs are kept.
    log_days: u16,
    /// Memory of the slash command, in MiB.
    memory: u32,
}

fn settings(stage: &Stage) -> Settings {
    match stage {
        Stage::Prod => Settings { log_days: 365, memory: 1024 },
        Stage::Dev | Stage::Sandbox(_) => Settings { log_days: 14, memory: 256 },
        Stage::Local => Settings { log_days: 1, memory: 256 },
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
