use gordon::prelude::*;

fn main() {
    let _ = iam!("stepfunctions:StartExecution" on any);
}
