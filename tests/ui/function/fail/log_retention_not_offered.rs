use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", log_retention_days = 2)]
struct Slash;

fn main() {}
