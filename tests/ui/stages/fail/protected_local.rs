use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(local, protected)]
    Local,
}

fn main() {}
