use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        3: 1,
        FifoQueue: true,
    });
}
