#![deny(deprecated)]

use gordon::prelude::*;

#[derive(Function)]
#[function(code = "ui/lambdas/slash", handler = "slash.handler", runtime = "python3.9")]
struct Slash;

fn main() {}
