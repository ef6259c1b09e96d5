use gordon::prelude::*;

fn main() {
    let seconds = String::from("30");
    let _ = resource!(Jobs: AWS::SQS::Queue {
        VisibilityTimeout: seconds,
    });
}
