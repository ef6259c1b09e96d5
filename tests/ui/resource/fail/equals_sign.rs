use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        DelaySeconds = 1,
        FifoQueue: true,
    });
}
