use gordon::prelude::*;

fn main() {
    let _ = resource!(AWS::SQS::Queue { DelaySeconds: 1 });
}
