use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(local)]
    Local,
    #[stage(local)]
    Laptop,
}

fn main() {}
