use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash/slash.py", handler = "main.handler")]
struct Slash;

fn main() {}
