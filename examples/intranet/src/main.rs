//! Infrastructure of an intranet, which has the app `feedback` twice: for lunch, and for the office.

use gordon::prelude::*;

/// Where the project runs.
#[derive(Stages)]
enum Stage {
    /// This machine.
    #[stage(local)]
    Local,
    /// What people use.
    #[stage(region = "eu-west-1")]
    Prod,
}

/// What differs between stages.
#[derive(Settings)]
struct Settings {
    /// The question after lunch.
    lunch: feedback::Settings,
    /// The question about the office.
    office: feedback::Settings,
}

fn settings(stage: &Stage) -> Settings {
    let key = |app: &str| match stage {
        Stage::Local => Secret::literal(&format!("{app} on this machine")),
        Stage::Prod => Secret::ssm(&format!("/intranet/{app}-key")),
    };
    let lunch = settings! { feedback::Settings { title: "How was lunch?", admin_key: key("lunch") } };
    let office = settings! {
        feedback::Settings {
            title: "How is the office?",
            hint: "Desks, light & air".to_owned(),
            scale: 10,
            admin_key: key("office"),
        }
    };
    Settings { lunch, office }
}

fn intranet(_: &Stage, settings: &Settings) -> Project {
    let lunch = feedback::app("lunch", &settings.lunch);
    let office = feedback::app("office", &settings.office);
    Project::new("intranet")
        .log_retention_days(30)
        .output("LunchUrl", lunch.url("/"))
        .output("OfficeUrl", office.url("/"))
        .app(lunch)
        .app(office)
}

gordon::main!(intranet, settings);
