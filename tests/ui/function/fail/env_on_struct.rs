use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", env = "TABLE")]
struct Slash;

fn main() {}
