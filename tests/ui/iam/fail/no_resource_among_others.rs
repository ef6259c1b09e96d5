use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:GetItem", "dynamodb:ListTables" on "arn:aws:dynamodb:eu-west-1:111111111111:table/cities");
}
