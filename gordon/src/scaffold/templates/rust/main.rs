//! Answers `GET /{{name}}`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

/// Greets whom the query string names: `/{{name}}?name=Ada`.
fn answer(event: &Value) -> Value {
    let name = event["queryStringParameters"]["name"]
        .as_str()
        .unwrap_or("world");
    json!({
        "statusCode": 200,
        "headers": { "content-type": "application/json" },
        "body": json!({ "message": format!("Hello, {name}!") }).to_string(),
    })
}

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    Ok(answer(&event.payload))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greets_by_name() {
        assert_eq!(answer(&json!({}))["body"], r#"{"message":"Hello, world!"}"#);
        let event = json!({ "queryStringParameters": { "name": "Ada" } });
        assert_eq!(answer(&event)["body"], r#"{"message":"Hello, Ada!"}"#);
    }
}
