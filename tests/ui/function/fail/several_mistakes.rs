use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handlr", runtime = "python2.7", timeout = 1000, memroy = 64, memory = 64)]
struct Slash {
    aws_region: String,
    cities: Vec<String>,
}

fn main() {}
