use gordon::prelude::*;

#[derive(Stages)]
#[stage(region = "eu-west-1")]
enum Stage {
    Dev,
}

fn main() {}
