use gordon::prelude::*;

#[derive(Function)]
#[function(code = "../lambdas/slash", handler = "slash.handler")]
struct Slash;

fn main() {}
