use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
struct AnswersTheSlashCommandOfTheWeatherBot;

fn main() {}
