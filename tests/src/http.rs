//! The least of an HTTP client: requests to a loopback address.

use std::io::{Read, Write};
use std::net::TcpStream;

/// The body that a URL answers.
///
/// # Panics
///
/// Where it does not answer with 200.
#[must_use]
#[track_caller]
pub fn get(url: &str) -> String {
    request("GET", url, "", "")
}

/// The body that a URL answers when it is posted JSON, with header lines besides.
///
/// # Panics
///
/// Where it does not answer with 200.
#[must_use]
#[track_caller]
pub fn post(url: &str, headers: &str, json: &serde_json::Value) -> String {
    let body = json.to_string();
    let headers = format!("{headers}Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    request("POST", url, &headers, &body)
}

#[track_caller]
fn request(method: &str, url: &str, headers: &str, body: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap_or_else(|| panic!("not http: {url}"));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).unwrap_or_else(|error| panic!("{url}: {error}"));
    let head = format!("{method} /{path} HTTP/1.0\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(format!("{head}{body}").as_bytes()).expect("a request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{url}: {answer}"));
    assert!(head.lines().next().is_some_and(|line| line.contains(" 200")), "{url}: {answer}");
    body.to_owned()
}
