use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler")]
struct Slash {
    aws_region: String,
}

fn main() {}
