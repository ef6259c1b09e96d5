use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", retries = 3)]
struct Slash;

fn main() {}
