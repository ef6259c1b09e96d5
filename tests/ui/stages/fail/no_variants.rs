use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
}

fn main() {}
