use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    Dev(StageName),
}

fn main() {}
