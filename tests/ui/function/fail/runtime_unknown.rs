use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", runtime = "pyhton3.13")]
struct Slash;

fn main() {}
