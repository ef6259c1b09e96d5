//! The requests of the Runtime API and what they are answered.
//!
//! Owns paths, headers and status codes; must not wait for anything but the next event.

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::json;

use super::body::{BodyError, base64, read};
use super::{Call, Message, RESPONSE_LIMIT, STREAM_LIMIT, Shared};
use crate::local::outcome::FunctionError;

type Answer = Response<Full<Bytes>>;

const VERSION: &str = "/2018-06-01/runtime/";
const ERROR_TYPE: &str = "lambda-runtime-function-error-type";
const ERROR_BODY: &str = "lambda-runtime-function-error-body";
const RESPONSE_MODE: &str = "lambda-runtime-function-response-mode";

pub(super) async fn answer(request: Request<Incoming>, shared: &Shared) -> Answer {
    let (head, body) = request.into_parts();
    let Some(path) = head.uri.path().strip_prefix(VERSION) else { return not_found() };
    let parts: Vec<&str> = path.split('/').collect();
    match (&head.method, parts.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(shared).await,
        (&Method::POST, ["invocation", id, "response"]) => response(shared, id, &head.headers, body).await,
        (&Method::POST, ["invocation", id, "error"]) => error(shared, id, &head.headers, body).await,
        (&Method::POST, ["init", "error"]) => init_error(shared, &head.headers, body).await,
        (_, ["invocation", "next"] | ["invocation", _, "response" | "error"] | ["init", "error"]) => {
            refused(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "Method not allowed")
        }
        _ => not_found(),
    }
}

/// Holds the request until there is an event. A client that hangs up meanwhile takes no event with it.
async fn next(shared: &Shared) -> Answer {
    shared.say(Message::Next);
    let Some(call) = shared.calls.lock().await.recv().await else { return not_found() };
    let headers = call_headers(&call);
    let mut answer = Response::new(Full::new(Bytes::from(call.event)));
    *answer.headers_mut() = headers;
    answer
}

fn call_headers(call: &Call) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let deadline = call.deadline_ms.to_string();
    let values = [
        ("lambda-runtime-aws-request-id", Some(call.id.as_str())),
        ("lambda-runtime-deadline-ms", Some(deadline.as_str())),
        ("lambda-runtime-invoked-function-arn", Some(call.arn.as_str())),
        ("lambda-runtime-trace-id", Some(call.trace.as_str())),
        ("lambda-runtime-client-context", call.client_context.as_deref()),
    ];
    for (name, value) in values {
        // All of these are printable ASCII by construction.
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

async fn response(shared: &Shared, id: &str, headers: &HeaderMap, body: Incoming) -> Answer {
    let streamed = header(headers, RESPONSE_MODE).is_some_and(|mode| mode.eq_ignore_ascii_case("streaming"));
    let limit = if streamed { STREAM_LIMIT } else { RESPONSE_LIMIT };
    if shared.current().as_deref() != Some(id) {
        return invalid_id();
    }
    let read = read(body, limit).await;
    if !shared.take(id) {
        return invalid_id();
    }
    let (result, answer) = match read {
        Ok((payload, trailers)) => (streamed_error(&trailers).map_or(Ok(payload), Err), accepted()),
        Err(BodyError::TooLarge) => {
            let message = format!("Exceeded maximum allowed payload size ({limit} bytes).");
            let answer = refused(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", &message);
            (Err(FunctionError::too_large(limit, id)), answer)
        }
        Err(BodyError::Broken) => {
            let message = "The answer broke off before its end".to_owned();
            (Err(FunctionError::of_lambda("Runtime.TruncatedResponse", message, id)), truncated())
        }
    };
    shared.say(Message::Reply(id.to_owned(), result));
    answer
}

/// The error that a streamed answer ended with, told in its trailers since its status was sent long before.
fn streamed_error(trailers: &HeaderMap) -> Option<FunctionError> {
    let error_type = header(trailers, ERROR_TYPE)?;
    let body = header(trailers, ERROR_BODY).and_then(base64).unwrap_or_default();
    Some(FunctionError::parse(Some(error_type), body))
}

async fn error(shared: &Shared, id: &str, headers: &HeaderMap, body: Incoming) -> Answer {
    if shared.current().as_deref() != Some(id) {
        return invalid_id();
    }
    let Ok((payload, _)) = read(body, RESPONSE_LIMIT).await else { return truncated() };
    if !shared.take(id) {
        return invalid_id();
    }
    let error = FunctionError::parse(header(headers, ERROR_TYPE), payload);
    shared.say(Message::Reply(id.to_owned(), Err(error)));
    accepted()
}

async fn init_error(shared: &Shared, headers: &HeaderMap, body: Incoming) -> Answer {
    let Ok((payload, _)) = read(body, RESPONSE_LIMIT).await else { return truncated() };
    shared.say(Message::InitError(FunctionError::parse(header(headers, ERROR_TYPE), payload)));
    accepted()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty())
}

fn accepted() -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(b"{\"status\":\"OK\"}\n")));
    *answer.status_mut() = StatusCode::ACCEPTED;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}

fn invalid_id() -> Answer {
    refused(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
}

fn truncated() -> Answer {
    refused(StatusCode::BAD_REQUEST, "InvalidRequest", "The body could not be read")
}

fn not_found() -> Answer {
    refused(StatusCode::NOT_FOUND, "NotFound", "The Runtime API has no such path")
}

fn refused(status: StatusCode, error_type: &str, message: &str) -> Answer {
    let body = json!({ "errorType": error_type, "errorMessage": message }).to_string();
    let mut answer = Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
