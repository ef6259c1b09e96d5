use gordon::prelude::*;

struct Policy;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        RedriveAllowPolicy: Policy,
    });
}
