use gordon::prelude::*;

fn main() {
    let _ = iam!(every action of "sss" on any);
}
