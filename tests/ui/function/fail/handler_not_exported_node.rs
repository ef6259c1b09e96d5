use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/node", handler = "index.handlr")]
struct Slash;

fn main() {}
