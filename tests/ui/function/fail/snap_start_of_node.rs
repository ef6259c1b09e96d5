use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/node", handler = "index.handler", runtime = "nodejs24.x", snap_start = true)]
struct Slash;

fn main() {}
