use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", layers = ["ui/lambdas/layers"])]
struct Slash;

fn main() {}
