use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:GetObject", "s3:ListBucket" on "arn:aws:s3:::pictures");
}
