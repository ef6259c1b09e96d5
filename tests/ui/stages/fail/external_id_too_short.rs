use gordon::prelude::*;

#[derive(Stages)]
enum Stage {
    #[stage(role = "arn:aws:iam::111111111111:role/deploy", external_id = "x")]
    Prod,
}

fn main() {}
