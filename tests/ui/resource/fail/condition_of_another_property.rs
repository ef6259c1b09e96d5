use gordon::prelude::*;

fn main() {
    let _ = resource!(Cities: AWS::DynamoDB::Table {
        BillingMode: "PROVISIONED",
        AttributeDefinitions: [{ AttributeName: "city", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "city", KeyType: "HASH" }],
    });
}
