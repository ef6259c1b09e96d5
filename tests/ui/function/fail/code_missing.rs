use gordon::prelude::*;

#[derive(Function)]
#[function(handler = "slash.handler")]
struct Slash;

fn main() {}
