//! The Slack app: an ordinary function makes it, so it is reused like any Rust code.

use gordon::prelude::*;

/// Answers `/weather CITY` in Slack.
#[derive(Function)]
#[function(code = "lambdas/slash", handler = "slash.handler", runtime = "python3.13", timeout = 10)]
struct Slash {
    /// Where the weather service is. Fields are the function's environment variables: SERVICE_URL, TABLE.
    service_url: Value<String>,
    /// The table that counts how often a city was asked for.
    table: Value<String>,
}

/// The app, with the weather service's URL and the table of cities.
pub(crate) fn app(service: Value<String>, cities: &Resource<aws::dynamodb::Table>, memory: u32) -> App {
    let slash = Slash { service_url: service, table: cities.reference() }
        .memory(memory)
        .on(Http::get("/slash"))
        .on(Http::post("/slash"))
        .on(Schedule::new("warm", cron!("0 6 * * ? *")).input(json!({ "warm": true })))
        .allow(iam!("dynamodb:UpdateItem" on cities.arn()));
    App::new("slack").function(slash)
}
