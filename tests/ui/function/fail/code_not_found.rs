use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slahs", handler = "slash.handler")]
struct Slash;

fn main() {}
