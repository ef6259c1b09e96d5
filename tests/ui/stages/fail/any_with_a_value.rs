use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any = true)]
    Sandbox(StageName),
}

fn main() {}
