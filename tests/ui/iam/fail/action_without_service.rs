use gordon::prelude::*;

fn main() {
    let _ = iam!("GetItem" on any);
}
