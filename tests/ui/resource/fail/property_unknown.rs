use gordon::prelude::*;

fn main() {
    let _ = resource!(Cities: AWS::DynamoDB::Table {
        BilingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "city", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "city", KeyType: "HASH" }],
    });
}
