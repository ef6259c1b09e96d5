use gordon::prelude::*;

#[derive(Function)]
struct Slash;

fn main() {}
