use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:ListBucket", "s3:GetObject" on any if { "StringLike": { "s3:prefix": "a/" } });
}
