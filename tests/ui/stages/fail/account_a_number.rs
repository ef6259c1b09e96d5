use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(account = 111111111111)]
    Prod,
}

fn main() {}
