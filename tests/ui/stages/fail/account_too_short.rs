use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(account = "1111")]
    Prod,
}

fn main() {}
