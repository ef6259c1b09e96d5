use gordon::prelude::*;

fn main() {
    let tags = vec![String::from("team")];
    let _ = resource!(Jobs: AWS::SQS::Queue {
        Tags: tags,
    });
}
