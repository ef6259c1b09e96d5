//! The examples of the original's pages on parameters and contexts, one by one, as Gordon has them: `docs/parameters.md`
//! shows these lines.

use gordon::prelude::*;

/// `parameters/dev.yml` and `parameters/prod.yml` were files; stages are variants.
#[derive(Stages)]
enum Stage {
    #[stage(region = "eu-west-1")]
    Dev,
    #[stage(region = "eu-west-1")]
    Prod,
}

/// What the files had: a key in two of them is a setting, and `common.yml` its default.
#[derive(Settings)]
struct Settings {
    /// `MyS3IntegrationBucket`
    bucket: String,
    /// `DatabaseHost`
    #[setting(default = "10.0.0.1")]
    database_host: String,
}

fn settings(stage: &Stage) -> Settings {
    match stage {
        Stage::Dev => settings! { Settings { bucket: "my-dev-bucket" } },
        Stage::Prod => settings! { Settings { bucket: "my-production-bucket", database_host: "10.0.0.2" } },
    }
}

/// Returns its context, and what its environment has.
#[derive(Function)]
#[function(
    code = "code/environment/environment.py",
    handler = "environment.handler",
    runtime = "python3.13",
    timeout = 10
)]
struct Consumer {
    /// `DatabasePassword: env://MY_DATABASE_PASSWORD`: a secret has no place in a file of the zip.
    password: Secret,
}

fn project(_: &Stage, settings: &Settings) -> Project {
    let consumer = Consumer { password: Secret::env("MY_DATABASE_PASSWORD") }
        // `bucket: ref://MyS3IntegrationBucket`
        .on(S3::existing(settings.bucket.as_str()).events([S3Event::ObjectCreated]));
    let arn = consumer.arn();
    let app = App::new("app").function(consumer);
    // `contexts: default:`, with `ref://DatabaseHost` and `DatabaseUsername: "{{ stage }}-bob"`
    let context = Context::new(json!({
        "database_host": settings.database_host,
        "database_username": Param::format("{stage}-bob").text(),
    }));
    let table = |lookup: Match| Param::lookup(Lookup::dynamodb_table(lookup)).text();
    let stream = |lookup: Match| Param::lookup(Lookup::dynamodb_stream(lookup)).text();
    let kinesis = |lookup: Match| Param::lookup(Lookup::kinesis_stream(lookup)).text();
    Project::new("parameters")
        .context(context)
        .output("Consumer", arn)
        // `env://MY_ENV_VARIABLE`
        .output("Env", Param::env("MY_ENV_VARIABLE").text())
        // `dynamodb-startswith://clients-`, and the other two
        .output("TableStartsWith", table(Match::prefix("clients-")))
        .output("TableEndsWith", table(Match::suffix("-b2")))
        .output("TableMatch", table(Match::pattern("orders-[c-z][0-9]")))
        // `dynamodb-stream-startswith://clients-`, and the other two
        .output("StreamStartsWith", stream(Match::prefix("clients-")))
        .output("StreamEndsWith", stream(Match::suffix("-a1")))
        .output("StreamMatch", stream(Match::pattern("clients-.*")))
        // `kinesis-startswith://events-`, and the other two
        .output("KinesisStartsWith", kinesis(Match::prefix("events-")))
        .output("KinesisEndsWith", kinesis(Match::suffix("-y")))
        .output("KinesisMatch", kinesis(Match::pattern("lines-.")))
        // `MyBucket: "company-{{ stage }}-images"`, and the other values that templates had
        .output("MyBucket", Param::format("company-{stage}-images").text())
        .output("Place", Param::format("{region} of {account}").text())
        .output("Template", Param::format("{env:MY_ENV_VARIABLE}, to {stage}").text())
        .app(app)
}

gordon::main!(project, settings);
