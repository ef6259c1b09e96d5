use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamo:GetItem" on any);
}
