//! How an invocation ended, as far as the function is concerned.
//!
//! Owns what a function reports, and what Lambda reports in its stead when it cannot.

use std::time::Duration;

use serde_json::{Value, json};

/// How an invocation ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What the function answered, or why it did not.
    pub result: Result<Vec<u8>, FunctionError>,
    /// The ID that the function saw.
    pub request_id: String,
    /// From the event's delivery to the answer.
    pub duration: Duration,
    /// From the start of the process to its first request for an event; only the first invocation of an instance has
    /// one.
    pub init_duration: Option<Duration>,
    /// The most memory that the function's process held, in bytes, where the system tells.
    pub max_memory: Option<u64>,
}

/// The error that a function reported, or that Lambda reports when a function ended without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// The kind: a class of the function's own language, or one of Lambda's, such as `Sandbox.Timedout`.
    pub error_type: String,
    /// What happened. Lambda's own messages come without the request ID that the payload has.
    pub message: String,
    /// The stack trace, a frame a line; empty where there is none.
    pub trace: Vec<String>,
    /// The JSON that whoever invokes the function on AWS receives.
    pub payload: Vec<u8>,
}

impl FunctionError {
    /// The error in the body (and error header) of a report to the Runtime API.
    ///
    /// Python sends `stackTrace`, Node sends `trace`, Java nests lists; none is required.
    pub(super) fn parse(header: Option<&str>, payload: Vec<u8>) -> Self {
        let body: Value = serde_json::from_slice(&payload).unwrap_or(Value::Null);
        let text = |key: &str| body[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let error_type = text("errorType").or_else(|| header.map(str::to_owned)).unwrap_or_else(|| "Unhandled".into());
        let message = text("errorMessage").unwrap_or_else(|| {
            if body.is_object() { String::new() } else { String::from_utf8_lossy(&payload).trim().to_owned() }
        });
        let frames = ["stackTrace", "trace"].iter().find_map(|key| body[*key].as_array());
        let trace = frames.into_iter().flatten().flat_map(frame_lines).collect();
        Self { error_type, message, trace, payload }
    }

    /// An error that Lambda, not the function, reports.
    pub(super) fn of_lambda(error_type: &str, message: String, request_id: &str) -> Self {
        let long = format!("RequestId: {request_id} Error: {message}");
        let payload = json!({ "errorType": error_type, "errorMessage": long }).to_string().into_bytes();
        Self { error_type: error_type.to_owned(), message, trace: Vec::new(), payload }
    }

    /// The function took longer than its timeout.
    pub(super) fn timed_out(timeout: Duration, request_id: &str) -> Self {
        let message = format!("Task timed out after {:.2} seconds", timeout.as_secs_f64());
        Self::of_lambda("Sandbox.Timedout", message, request_id)
    }

    /// The function's process ended before it answered.
    pub(super) fn exited(status: std::process::ExitStatus, request_id: &str) -> Self {
        let message = match (status.code(), signal(status)) {
            (Some(0), _) => "Runtime exited without providing a reason".to_owned(),
            (Some(code), _) => format!("Runtime exited with error: exit status {code}"),
            (None, Some(signal)) => format!("Runtime exited with error: signal: {signal}"),
            (None, None) => format!("Runtime exited with error: {status}"),
        };
        Self::of_lambda("Runtime.ExitError", message, request_id)
    }

    /// The answer is larger than Lambda passes on.
    pub(super) fn too_large(limit: usize, request_id: &str) -> Self {
        let message = format!("Response payload size exceeded maximum allowed payload size ({limit} bytes).");
        Self::of_lambda("Function.ResponseSizeTooLarge", message, request_id)
    }
}

/// The lines of one frame: a string, or for Java possibly a list of the words that make one.
fn frame_lines(frame: &Value) -> Vec<String> {
    match frame {
        Value::String(text) => text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        Value::Array(parts) => parts.iter().flat_map(frame_lines).collect(),
        other => vec![other.to_string()],
    }
}

/// The name of the signal that ended a process.
fn signal(status: std::process::ExitStatus) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        let number = status.signal()?;
        let known = nix::sys::signal::Signal::try_from(number).ok()?;
        Some(match known {
            nix::sys::signal::Signal::SIGKILL => "killed".to_owned(),
            nix::sys::signal::Signal::SIGSEGV => "segmentation fault".to_owned(),
            nix::sys::signal::Signal::SIGABRT => "aborted".to_owned(),
            nix::sys::signal::Signal::SIGTERM => "terminated".to_owned(),
            other => other.as_str().to_owned(),
        })
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(header: Option<&str>, body: &str) -> (String, String, Vec<String>) {
        let error = FunctionError::parse(header, body.as_bytes().to_vec());
        assert_eq!(error.payload, body.as_bytes());
        (error.error_type, error.message, error.trace)
    }

    #[test]
    fn errors_of_every_language() {
        let python =
            r#"{"errorType": "KeyError", "errorMessage": "'x'", "stackTrace": ["  File \"a.py\", line 1\n    x\n"]}"#;
        let lines = vec!["  File \"a.py\", line 1".to_owned(), "    x".to_owned()];
        assert_eq!(parse(None, python), ("KeyError".into(), "'x'".into(), lines));
        let node = r#"{"errorType": "TypeError", "errorMessage": "no", "trace": ["TypeError: no", "    at f"]}"#;
        let lines = vec!["TypeError: no".to_owned(), "    at f".to_owned()];
        assert_eq!(parse(Some("Unhandled"), node), ("TypeError".into(), "no".into(), lines));
        assert_eq!(parse(Some("My.Error"), "plain words\n"), ("My.Error".into(), "plain words".into(), vec![]));
        assert_eq!(parse(None, "{}"), ("Unhandled".into(), String::new(), vec![]));
    }

    #[test]
    fn errors_of_lambda_itself() {
        let error = FunctionError::timed_out(Duration::from_secs(3), "id");
        assert_eq!(error.message, "Task timed out after 3.00 seconds");
        let payload = r#"{"errorMessage":"RequestId: id Error: Task timed out after 3.00 seconds","errorType":"Sandbox.Timedout"}"#;
        assert_eq!(String::from_utf8(error.payload).unwrap(), payload);
    }
}
