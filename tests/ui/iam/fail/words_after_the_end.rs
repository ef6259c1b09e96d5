use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:PutObject" on any when { "Bool": { "aws:SecureTransport": true } });
}
