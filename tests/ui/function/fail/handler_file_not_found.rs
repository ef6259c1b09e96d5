use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slsh.handler", runtime = "python3.14")]
struct Slash;

fn main() {}
