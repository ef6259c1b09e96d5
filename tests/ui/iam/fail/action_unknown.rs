use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:GetItm" on any);
}
