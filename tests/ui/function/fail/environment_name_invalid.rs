use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
struct Slash {
    #[function(env = "TABLE-NAME")]
    table: String,
}

fn main() {}
