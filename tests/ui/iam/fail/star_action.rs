use gordon::prelude::*;

fn main() {
    let _ = iam!("*" on any);
}
