//! The form's handler.

use feedback::FormEnv;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use serde_json::{Value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = FormEnv::from_env()?;
    let environment = &environment;
    run(service_fn(async |event: LambdaEvent<Value>| Ok::<_, Error>(answer(environment, &event.payload)))).await
}

fn answer(environment: &FormEnv, event: &Value) -> Value {
    let FormEnv { title, scale, hint, admin_key, log_group } = environment;
    let choices: String = (1..=*scale).map(|n| format!("<button name=stars value={n}>{n}</button>")).collect();
    let hint = hint.as_deref().map(|hint| format!("<p>{}</p>", escaped(hint))).unwrap_or_default();
    let key = event["queryStringParameters"]["key"].as_str();
    let admin = match key == Some(admin_key.expose()) {
        true => format!("<p>Answers are in the log group {}.</p>", escaped(log_group)),
        false => String::new(),
    };
    let title = escaped(title);
    let body = format!(
        "<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>{hint}<form method=post>{choices}</form>{admin}"
    );
    json!({ "statusCode": 200, "headers": { "content-type": "text/html; charset=utf-8" }, "body": body })
}

/// Text as it stands in a page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
