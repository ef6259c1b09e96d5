use gordon::prelude::*;

/// Says hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello hello
#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
struct Slash;

fn main() {}
