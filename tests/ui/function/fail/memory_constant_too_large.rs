use gordon::prelude::*;

const MEMORY: u32 = 20_000;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", memory = MEMORY)]
struct Slash;

fn main() {}
