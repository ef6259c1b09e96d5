use gordon::prelude::*;

fn table(_: &Resource<aws::dynamodb::Table>) {}

fn main() {
    table(&resource!(Jobs: AWS::SQS::Queue));
}
