use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(regions = ["eu-west-1", "eu-west-1"])]
    Prod,
}

fn main() {}
