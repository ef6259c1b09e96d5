use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
enum Slash {
    A,
}

fn main() {}
