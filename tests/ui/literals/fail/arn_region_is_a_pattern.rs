use gordon::prelude::*;

fn main() {
    let _ = arn!("arn:aws:sqs:*:111111111111:queue");
}
