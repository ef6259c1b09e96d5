use gordon::prelude::*;

fn main() {
    let city = 3;
    let _ = resource!(Cities: AWS::DynamoDB::Table {
        BilingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "city", AttributeType: "T" }],
        KeySchema: [{ AttributeName: city, KeyType: true }],
        TableName: 3
    });
}
