use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    Dev,
    #[stage(name = "dev")]
    Development,
}

fn main() {}
