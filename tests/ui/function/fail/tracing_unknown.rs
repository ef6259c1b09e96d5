use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", tracing = "active")]
struct Slash;

fn main() {}
