use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any)]
    Sandbox(StageName),
    #[stage(any)]
    Preview(StageName),
}

fn main() {}
