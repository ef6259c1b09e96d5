use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:GetObject" on "arn:aws:s3:::pictures");
}
