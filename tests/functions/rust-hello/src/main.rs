//! Answers, fails or streams, as the event asks.

use lambda_runtime::streaming::{Body, channel};
use lambda_runtime::{Error, FunctionResponse, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

async fn hello(event: LambdaEvent<Value>) -> Result<FunctionResponse<Value, Body>, Error> {
    let (event, context) = event.into_parts();
    if let Some(reason) = event["fail"].as_str() {
        return Err(reason.into());
    }
    if event["stream"].is_null() {
        let answer = json!({
            "hello": event["name"],
            "function": context.env_config.function_name,
            "arn": context.invoked_function_arn,
            "custom": context.client_context.map(|sent| sent.custom),
        });
        return Ok(FunctionResponse::BufferedResponse(answer));
    }
    let (mut sender, body) = channel();
    tokio::spawn(async move {
        for part in ["a", "b", "c"] {
            if sender.send_data(part.into()).await.is_err() {
                return;
            }
        }
    });
    Ok(FunctionResponse::StreamingResponse(body.into()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(hello)).await
}
