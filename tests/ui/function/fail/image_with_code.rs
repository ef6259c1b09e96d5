use gordon::prelude::*;

#[derive(Function)]
#[function(image = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1", code = "ui/lambdas/slash", handler = "slash.handler")]
struct Slash;

fn main() {}
