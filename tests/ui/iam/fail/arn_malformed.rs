use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:GetItem" on "cities");
}
