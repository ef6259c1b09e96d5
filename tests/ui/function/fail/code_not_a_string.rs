use gordon::prelude::*;

#[derive(Function)]
#[function(code = 1)]
struct Slash;

fn main() {}
