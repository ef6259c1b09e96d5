use gordon::prelude::*;

fn main() {
    let dead = resource!(Dead: AWS::SQS::Queue);
    let _ = resource!(Jobs: AWS::SQS::Queue {
        RedrivePolicy: { deadLetterTargetArn: &dead, maxReceiveCount: 3 },
    });
}
