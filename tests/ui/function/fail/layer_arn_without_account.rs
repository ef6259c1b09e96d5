use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", layers = ["arn:aws:lambda:eu-west-1::layer"])]
struct Slash;

fn main() {}
