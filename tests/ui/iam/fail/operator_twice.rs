use gordon::prelude::*;

fn main() {
    let _ = iam!("s3:PutObject" on any if { "Bool": { "aws:SecureTransport": true }, "Bool": { "aws:ViaAWSService": false } });
}
