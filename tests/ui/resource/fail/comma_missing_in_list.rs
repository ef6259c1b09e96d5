use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        Tags: [{ Key: "a", Value: "b" } { Key: "c", Value: "d" }],
    });
}
