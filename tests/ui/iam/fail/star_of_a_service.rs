use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:*" on "arn:aws:s3:::pictures");
}
