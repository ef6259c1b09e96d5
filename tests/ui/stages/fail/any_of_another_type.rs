use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any)]
    Sandbox(u32),
}

fn main() {}
