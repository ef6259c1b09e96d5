use gordon::prelude::*;

fn main() {
    let seconds = 3.0;
    let _ = resource!(Jobs: AWS::SQS::Queue {
        DelaySeconds: seconds / 2.0,
    });
}
