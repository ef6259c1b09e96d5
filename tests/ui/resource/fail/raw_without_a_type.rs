use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::SQS::Queue {
        DelaySeconds: Value::raw(json!({ "Ref": "Seconds" })),
    });
}
