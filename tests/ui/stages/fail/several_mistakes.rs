use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(any)]
    Sandbox,
    #[stage(region = "Ireland", account = "1111", protcted)]
    Dev,
    #[stage(name = "dev")]
    Test,
}

fn main() {}
