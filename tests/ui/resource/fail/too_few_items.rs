use gordon::prelude::*;

fn main() {
    let _ = resource!(Cities: AWS::DynamoDB::Table {
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "city", AttributeType: "S" }],
        KeySchema: [],
    });
}
