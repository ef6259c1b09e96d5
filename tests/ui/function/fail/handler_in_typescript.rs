use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/typescript", handler = "index.handler", runtime = "nodejs24.x")]
struct Slash;

fn main() {}
