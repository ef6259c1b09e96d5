use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:ListBucket" on "arn:aws:s3:eu-west-1:111111111111:pictures");
}
