use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any, name = "sandbox")]
    Sandbox(StageName),
}

fn main() {}
