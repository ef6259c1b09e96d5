use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", colour = "red")]
struct Slash;

fn main() {}
