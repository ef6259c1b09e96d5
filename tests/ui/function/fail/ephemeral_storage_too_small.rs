use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", ephemeral_storage = 256)]
struct Slash;

fn main() {}
