use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:PutObject" on "arn:aws:dynamodb:eu-west-1:111111111111:table/cities");
}
