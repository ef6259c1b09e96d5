use gordon::prelude::*;

fn main() {
    let table = resource!(Cities: AWS::DynamoDb::Table { BilingMode: 3 });
    let _ = table.stream_arn();
}
