use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
struct Slash {
    #[function(memory = 256)]
    table: String,
}

fn main() {}
