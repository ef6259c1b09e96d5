use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(local, role = "arn:aws:iam::111111111111:role/deploy")]
    Prod,
}

fn main() {}
