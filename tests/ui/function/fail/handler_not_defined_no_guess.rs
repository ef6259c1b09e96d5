use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.lambda_entry")]
struct Slash;

fn main() {}
