use gordon::prelude::*;

const RETRIES: u32 = 3;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", retries = RETRIES)]
struct Slash;

fn main() {}
