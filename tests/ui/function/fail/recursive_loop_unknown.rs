use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", recursive_loop = "Deny")]
struct Slash;

fn main() {}
