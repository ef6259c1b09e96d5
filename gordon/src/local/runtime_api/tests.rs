//! The protocol, spoken over a real socket as a runtime interface client would.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper::{HeaderMap, Request, Response};
use serde_json::Value;

use super::*;

type Body = Full<Bytes>;

async fn connect(api: &RuntimeApi) -> SendRequest<Body> {
    let stream = tokio::net::TcpStream::connect(api.address()).await.unwrap();
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

fn whole(body: &[u8]) -> Body {
    Full::new(Bytes::copy_from_slice(body))
}

async fn ask(client: &mut SendRequest<Body>, method: &str, path: &str, body: Body) -> (u16, HeaderMap, Vec<u8>) {
    ask_with(client, Request::builder().method(method).uri(path), body).await
}

async fn ask_with(
    client: &mut SendRequest<Body>,
    request: hyper::http::request::Builder,
    body: Body,
) -> (u16, HeaderMap, Vec<u8>) {
    client.ready().await.unwrap();
    let answer: Response<_> = client.send_request(request.body(body).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status.as_u16(), head.headers, body.collect().await.unwrap().to_bytes().to_vec())
}

fn call(id: &str) -> Call {
    Call {
        id: id.into(),
        event: b"{\"a\": 1}".to_vec(),
        deadline_ms: 1_700_000_000_123,
        arn: "arn:aws:lambda:eu-west-1:000000000000:function:f".into(),
        trace: "Root=1-2-3".into(),
        client_context: Some("{\"custom\":{}}".into()),
    }
}

const NEXT: &str = "/2018-06-01/runtime/invocation/next";

#[tokio::test]
async fn an_event_and_its_answer() {
    let mut api = RuntimeApi::start().await.unwrap();
    let mut client = connect(&api).await;
    let asked = tokio::spawn(async move {
        let answer = ask(&mut client, "GET", NEXT, whole(b"")).await;
        (client, answer)
    });
    // It waits until there is an event.
    assert!(matches!(api.message().await, Message::Next));
    api.send(call("one"));
    let (mut client, (status, headers, event)) = asked.await.unwrap();
    assert_eq!((status, event.as_slice()), (200, b"{\"a\": 1}".as_slice()));
    for (name, value) in [
        ("Lambda-Runtime-Aws-Request-Id", "one"),
        ("Lambda-Runtime-Deadline-Ms", "1700000000123"),
        ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:000000000000:function:f"),
        ("Lambda-Runtime-Trace-Id", "Root=1-2-3"),
        ("Lambda-Runtime-Client-Context", "{\"custom\":{}}"),
    ] {
        assert_eq!(headers[name], value);
    }
    let path = "/2018-06-01/runtime/invocation/one/response";
    assert_eq!(ask(&mut client, "POST", path, whole(b"[1]")).await.0, 202);
    let Message::Reply(id, result) = api.message().await else { unreachable!("an answer was sent") };
    assert_eq!((id.as_str(), result.unwrap()), ("one", b"[1]".to_vec()));
    // Each is answered once.
    let (status, _, body) = ask(&mut client, "POST", path, whole(b"[2]")).await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, &body["errorType"]), (400, &Value::from("InvalidRequestID")));
    drop(client);
    api.hung_up().await;
}

#[tokio::test]
async fn errors_and_init_errors() {
    let mut api = RuntimeApi::start().await.unwrap();
    let mut client = connect(&api).await;
    api.send(call("one"));
    let error = "/2018-06-01/runtime/invocation/one/error";
    let request = || Request::post(error).header("Lambda-Runtime-Function-Error-Type", "Header.Type");
    assert_eq!(ask_with(&mut client, request(), whole(b"{\"errorMessage\": \"no\"}")).await.0, 202);
    let Message::Reply(_, Err(told)) = api.message().await else { unreachable!("an error was sent") };
    assert_eq!((told.error_type.as_str(), told.message.as_str()), ("Header.Type", "no"));
    let init = "/2018-06-01/runtime/init/error";
    assert_eq!(ask(&mut client, "POST", init, whole(b"{\"errorType\": \"Init\"}")).await.0, 202);
    let Message::InitError(told) = api.message().await else { unreachable!("an error was sent") };
    assert_eq!(told.error_type, "Init");
}

#[tokio::test]
async fn what_is_no_request_of_the_api() {
    let api = RuntimeApi::start().await.unwrap();
    let mut client = connect(&api).await;
    for (method, path, status) in [
        ("GET", "/", 404),
        ("GET", "/2018-06-01/runtime/invocation", 404),
        ("POST", NEXT, 405),
        ("GET", "/2018-06-01/runtime/init/error", 405),
        ("POST", "/2018-06-01/runtime/invocation/none/response", 400),
        ("POST", "/2018-06-01/runtime/invocation/none/error", 400),
    ] {
        assert_eq!(ask(&mut client, method, path, whole(b"{}")).await.0, status, "{method} {path}");
    }
}

#[tokio::test]
async fn an_answer_beyond_the_limit() {
    let mut api = RuntimeApi::start().await.unwrap();
    let mut client = connect(&api).await;
    api.send(call("one"));
    let path = "/2018-06-01/runtime/invocation/one/response";
    let (status, _, body) = ask(&mut client, "POST", path, whole(&vec![b'1'; RESPONSE_LIMIT + 1])).await;
    assert_eq!(status, 413);
    assert!(String::from_utf8(body).unwrap().contains("RequestEntityTooLarge"));
    let Message::Reply(_, Err(told)) = api.message().await else { unreachable!("an answer was sent") };
    assert_eq!(told.error_type, "Function.ResponseSizeTooLarge");
}

/// What a client sends on the wire for a streamed answer; hyper's client would hide the trailers.
async fn stream(api: &RuntimeApi, id: &str, rest: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut socket = tokio::net::TcpStream::connect(api.address()).await.unwrap();
    let head = format!(
        "POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
         Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\
         Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n{rest}",
        api.address()
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.shutdown().await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn streamed_answers() {
    let mut api = RuntimeApi::start().await.unwrap();
    api.send(call("one"));
    let answer = stream(&api, "one", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    let Message::Reply(_, result) = api.message().await else { unreachable!("an answer was sent") };
    assert_eq!(result.unwrap(), b"abcde");

    // {"errorMessage":"late"}
    let trailers = "Lambda-Runtime-Function-Error-Type: Late\r\n\
                    Lambda-Runtime-Function-Error-Body: eyJlcnJvck1lc3NhZ2UiOiJsYXRlIn0=\r\n";
    api.send(call("two"));
    stream(&api, "two", &format!("3\r\nabc\r\n0\r\n{trailers}\r\n")).await;
    let Message::Reply(_, Err(told)) = api.message().await else { unreachable!("an answer was sent") };
    assert_eq!((told.error_type.as_str(), told.message.as_str()), ("Late", "late"));

    // The connection breaks in the middle of a chunk.
    api.send(call("three"));
    stream(&api, "three", "ff\r\nabc").await;
    let Message::Reply(_, Err(told)) = api.message().await else { unreachable!("an answer was sent") };
    assert_eq!(told.error_type, "Runtime.TruncatedResponse");
}
