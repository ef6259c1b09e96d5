use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        Arn: "arn:aws:sqs:eu-west-1:111111111111:jobs",
    });
}
