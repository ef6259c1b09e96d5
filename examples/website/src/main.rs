//! Infrastructure of a website, which has the app `feedback`.

use gordon::prelude::*;

/// Where the project runs.
#[derive(Stages)]
enum Stage {
    /// This machine.
    #[stage(local)]
    Local,
    /// What people use.
    #[stage(region = "eu-west-1", protected)]
    Prod,
}

/// What differs between stages.
#[derive(Settings)]
struct Settings {
    /// The app's own settings.
    feedback: feedback::Settings,
}

fn settings(stage: &Stage) -> Settings {
    let key = match stage {
        Stage::Local => Secret::literal("local"),
        Stage::Prod => Secret::ssm("/website/feedback-key"),
    };
    settings! { Settings { feedback: settings! { feedback::Settings { title: "How do you like our website?", admin_key: key } } } }
}

fn website(_: &Stage, settings: &Settings) -> Project {
    let feedback = feedback::app("feedback", &settings.feedback);
    Project::new("website").log_retention_days(30).output("Url", feedback.url("/")).app(feedback)
}

gordon::main!(website, settings);
