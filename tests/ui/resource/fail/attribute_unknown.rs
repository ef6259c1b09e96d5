use gordon::prelude::*;

fn main() {
    let table = resource!(Jobs: AWS::SQS::Queue);
    let _ = table.stream_arn();
}
