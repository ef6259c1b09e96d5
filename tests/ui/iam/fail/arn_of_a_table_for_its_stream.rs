use gordon::prelude::*;

fn main() {
    let _ = iam!("dynamodb:GetRecords" on arn!("arn:aws:dynamodb:eu-west-1:111111111111:table/cities"));
}
