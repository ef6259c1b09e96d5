use gordon::prelude::*;

fn main() {
    let _ = iam!(every "s3" on any);
}
