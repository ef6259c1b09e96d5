use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", provisioned_concurrency = 0)]
struct Slash;

fn main() {}
