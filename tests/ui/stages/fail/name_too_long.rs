use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    EuropeanProduction,
}

fn main() {}
