use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:GetItem" on any if { "StringEquals": { "dynamodb:LeadingKey": "berlin" } });
}
