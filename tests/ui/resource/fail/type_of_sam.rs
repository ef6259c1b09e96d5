use gordon::prelude::*;

fn main() {
    let _ = resource!(Jobs: AWS::Serverless::Function { MemorySize: 128 });
}
