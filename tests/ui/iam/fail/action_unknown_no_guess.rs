use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:Frobnicate" on any);
}
