use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
struct Slash {
    #[function(envv = "TABLE")]
    table: String,
}

fn main() {}
