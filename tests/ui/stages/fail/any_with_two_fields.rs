use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any)]
    Sandbox(StageName, StageName),
}

fn main() {}
