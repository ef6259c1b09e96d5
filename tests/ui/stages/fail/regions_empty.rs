use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(regions = [])]
    Prod,
}

fn main() {}
