use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(name = "Prod!")]
    Prod,
}

fn main() {}
