use gordon::prelude::*;

fn main() {
    let _ = resource!(Function: AWS::Lambda::EventSourceMapping {
        FunctionName: "jobs",
        Topics: vec![1, 2],
    });
}
