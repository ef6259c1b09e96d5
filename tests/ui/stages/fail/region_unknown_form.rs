use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(region = "eu-west1")]
    Prod,
}

fn main() {}
