use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(account = "111111111111", role = "arn:aws:iam::222222222222:role/deploy")]
    Prod,
}

fn main() {}
