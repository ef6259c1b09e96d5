use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(region = "eu-west-1", regions = ["us-east-1"])]
    Prod,
}

fn main() {}
