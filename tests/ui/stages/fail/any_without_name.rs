use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any)]
    Sandbox,
}

fn main() {}
