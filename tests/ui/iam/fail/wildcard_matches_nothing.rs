use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:Foo*" on any);
}
