use gordon::prelude::*;

#[derive(Stages)]
struct Stage {
    dev: bool,
}

fn main() {}
