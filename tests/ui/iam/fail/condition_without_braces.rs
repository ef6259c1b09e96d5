use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:PutObject" on any if secure);
}
