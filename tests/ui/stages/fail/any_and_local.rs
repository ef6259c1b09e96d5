use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any, local)]
    Local(StageName),
}

fn main() {}
