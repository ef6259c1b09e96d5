use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        DelaySeconds: region(),
    });
}
