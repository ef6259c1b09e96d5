use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(protcted)]
    Prod,
}

fn main() {}
