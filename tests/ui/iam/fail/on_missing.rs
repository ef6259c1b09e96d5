use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:GetObject");
}
