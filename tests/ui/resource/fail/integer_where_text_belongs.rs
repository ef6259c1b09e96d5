use gordon::prelude::*;

fn main() {
    let length = 3;
    let _ = resource!(Jobs: AWS::SQS::Queue {
        QueueName: length + 1,
    });
}
