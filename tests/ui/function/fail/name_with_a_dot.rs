use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", name = "slash.command")]
struct Slash;

fn main() {}
