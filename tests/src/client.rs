//! AWS's API, called as any other program would.
//!
//! Owns the calls that tests make besides Gordon's own: botocore makes them, which the emulator brings along.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::env::root;
use crate::{ministack, venv};

/// A way to an emulator.
#[derive(Clone, Debug)]
pub struct Client {
    endpoint: String,
    region: String,
}

impl Client {
    /// A client of the server at `endpoint`.
    #[must_use]
    pub fn new(endpoint: &str, region: &str) -> Self {
        Self { endpoint: endpoint.to_owned(), region: region.to_owned() }
    }

    /// Calls an operation by botocore's names, such as `sqs` and `send_message`; gives the answer.
    ///
    /// # Panics
    ///
    /// Where the call fails.
    #[track_caller]
    pub fn call(&self, service: &str, operation: &str, parameters: &Json) -> Json {
        let program = venv::program("ministack", ministack::VERSION, "ministack", ministack::VARIABLE);
        let mut child = Command::new(program.with_file_name("python"))
            .arg(root().join("tests/fire/call.py"))
            .args([service, operation])
            .env("AWS_ENDPOINT_URL", &self.endpoint)
            .env("AWS_REGION", &self.region)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the emulator's Python");
        child.stdin.take().expect("a pipe").write_all(parameters.to_string().as_bytes()).expect("the parameters");
        let output = child.wait_with_output().expect("an end");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{service} {operation}: {error}");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}
