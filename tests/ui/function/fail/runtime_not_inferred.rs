use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/empty")]
struct Slash;

fn main() {}
