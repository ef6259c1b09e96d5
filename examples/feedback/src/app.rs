//! The app, for whoever installs it.

use gordon::prelude::*;

use crate::Form;

/// What whoever installs the app decides.
#[derive(Clone, Debug, Settings)]
pub struct Settings {
    /// The question: "How was lunch?"
    #[setting(length = 1..=80)]
    pub title: String,
    /// The best answer; the worst is 1.
    #[setting(default = 5, range = 2..=10)]
    pub scale: u8,
    /// What stands below the question.
    pub hint: Option<String>,
    /// With `?key=…`, the form tells where the answers are.
    pub admin_key: Secret,
}

/// Takes an answer, and writes it as a line of the log that CloudWatch makes a metric of.
#[derive(Function)]
#[function(code = "lambdas/answer.py", handler = "answer.handler", runtime = "python3.13", memory = 128, timeout = 5)]
struct Answer {
    /// The app's name: a dimension of the metric.
    app: String,
    scale: u8,
}

/// The app under a name of its own: `GET /` is the form, and `POST /` takes its answers.
pub fn app(name: &str, settings: &Settings) -> App {
    let Settings { title, scale, hint, admin_key } = settings.clone();
    let answer = Answer { app: name.to_owned(), scale }.on(Http::post("/"));
    let form = Form { title, scale, hint, admin_key, log_group: answer.log_group() }.on(Http::get("/"));
    App::new(name).function(form).function(answer)
}
