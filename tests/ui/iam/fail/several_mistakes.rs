use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:GetItm", "sqs:*", GET on ["cities", "*"] if { "StringEqual": { "aws:SourceIps": "x" }, "Bool": { "aws:SecureTransport": 1 } });
}
