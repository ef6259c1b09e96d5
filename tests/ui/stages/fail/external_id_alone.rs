use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(external_id = "agreed")]
    Prod,
}

fn main() {}
