use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        Tags: [("a", "b")].map(|(key, value)| tag(key, value)),
    });
}
