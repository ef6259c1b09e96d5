use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(role = "arn:aws:iam::111111111111:user/deploy")]
    Prod,
}

fn main() {}
