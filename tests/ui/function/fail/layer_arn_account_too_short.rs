use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", layers = ["arn:aws:lambda:eu-west-1:1111:layer:common:1"])]
struct Slash;

fn main() {}
