use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", runtime = "python")]
struct Slash;

fn main() {}
