use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", architecture = "aarch64")]
struct Slash;

fn main() {}
