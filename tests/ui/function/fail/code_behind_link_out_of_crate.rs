use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/link/bin", handler = "slash.handler")]
struct Slash;

fn main() {}
