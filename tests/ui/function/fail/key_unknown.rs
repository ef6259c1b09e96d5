use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", memroy = 256)]
struct Slash;

fn main() {}
