use gordon::prelude::*;

fn main() {
    let _ = arn!("arn:aws:sqs:eu-west-1:1111:queue");
}
