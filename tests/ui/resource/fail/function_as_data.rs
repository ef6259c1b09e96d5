use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        QueueName: { "Fn::Sub": "${AWS::StackName}-jobs" },
    });
}
