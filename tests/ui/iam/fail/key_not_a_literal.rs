use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:GetObject" on any if { "StringLike": { prefix: "a/" } });
}
