use gordon::prelude::*;

fn main() {
    let fifo = "true";
    let _ = resource!(Jobs: AWS::SQS::Queue {
        FifoQueue: fifo.to_owned(),
    });
}
