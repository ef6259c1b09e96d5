use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", log_format = "Json")]
struct Slash;

fn main() {}
