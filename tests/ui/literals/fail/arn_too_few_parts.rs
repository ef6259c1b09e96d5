use gordon::prelude::*;

fn main() {
    let _ = arn!("arn:aws:sqs:queue");
}
