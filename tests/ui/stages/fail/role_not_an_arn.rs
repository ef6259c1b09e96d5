use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(role = "deploy")]
    Prod,
}

fn main() {}
