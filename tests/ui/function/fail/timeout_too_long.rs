use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", timeout = 901)]
struct Slash;

fn main() {}
