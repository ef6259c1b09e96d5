use gordon::prelude::*;

fn main() {
    let _ = resource!((3): AWS::SQS::Queue);
}
