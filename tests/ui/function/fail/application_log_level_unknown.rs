use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", application_log_level = "WARNING")]
struct Slash;

fn main() {}
