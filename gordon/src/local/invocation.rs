//! What is run, and with which event.
//!
//! Owns the description of a function as this machine needs it, and the checks of an event; must not start anything.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use super::error::{Error, ErrorKind};
use super::runtime_api::EVENT_LIMIT;
use crate::describe::Runtime;

/// A function as this machine runs it: everything that an instance needs, and nothing of one event.
#[derive(Clone)]
pub struct Program {
    /// The function's name on the command line, such as `slack.slash`.
    pub name: String,
    /// The unpacked artifact; it is the working directory and `LAMBDA_TASK_ROOT`.
    pub folder: PathBuf,
    /// The runtime, which decides the interpreter.
    pub runtime: Runtime,
    /// The handler, as the runtime has it: `slash.handler`, `example.Hello::handle`. Binaries ignore it.
    pub handler: String,
    /// The function's environment variables, with secrets resolved.
    pub environment: BTreeMap<String, Zeroizing<String>>,
    /// How long one invocation may take: 1 to 900 seconds on AWS.
    pub timeout: Duration,
    /// The function's memory, in MiB. It is told to the function, and not enforced.
    pub memory_mib: u32,
    /// The region that the function believes to be in.
    pub region: String,
    /// The account in the function's ARN: twelve digits.
    pub account: String,
}

impl Program {
    /// The account of functions whose stage has none.
    pub const NO_ACCOUNT: &'static str = "000000000000";

    /// The name that the function sees: a dot cannot stand in the name of a Lambda function.
    #[must_use]
    pub fn function_name(&self) -> String {
        self.name.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_', "-")
    }

    /// The ARN that the function sees.
    #[must_use]
    pub fn arn(&self) -> String {
        let partition = match &self.region {
            region if region.starts_with("cn-") => "aws-cn",
            region if region.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        };
        format!("arn:{partition}:lambda:{}:{}:function:{}", self.region, self.account, self.function_name())
    }
}

impl fmt::Debug for Program {
    /// Without the environment's values, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program")
            .field("name", &self.name)
            .field("folder", &self.folder)
            .field("runtime", &self.runtime)
            .field("environment", &self.environment.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// One event for a function.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The function.
    pub program: Program,
    /// The event: JSON, passed on byte for byte; at most 6 MB.
    pub event: Vec<u8>,
    /// What a mobile client would send with it, as `context.client_context`.
    pub client_context: Option<Value>,
}

/// Refuses what Lambda would refuse before it called the function.
pub(super) fn check_event(event: &[u8]) -> Result<(), Error> {
    if event.len() > EVENT_LIMIT {
        let message = format!("the event has {} bytes, and Lambda takes {EVENT_LIMIT}", event.len());
        return Err(Error::new(ErrorKind::EventTooLarge, message));
    }
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(event) {
        let empty = event.iter().all(u8::is_ascii_whitespace);
        let message = if empty { "the event is empty" } else { "the event is not JSON" };
        let hint = "a function takes one JSON value, such as {} or null";
        return Err(Error::new(ErrorKind::InvalidEvent, message).hint(hint).source(error));
    }
    Ok(())
}

/// JSON that fits an HTTP header: everything beyond ASCII as an escape.
pub(super) fn ascii_json(value: &Value) -> String {
    let mut text = String::new();
    for letter in value.to_string().chars() {
        if letter.is_ascii() {
            text.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_prints_nothing_of_its_environment() {
        let program = Program {
            name: "app.show".to_owned(),
            folder: PathBuf::new(),
            runtime: Runtime::Python313,
            handler: String::new(),
            environment: [("KEY".to_owned(), "hunter22".to_owned().into())].into(),
            timeout: Duration::ZERO,
            memory_mib: 128,
            region: String::new(),
            account: String::new(),
        };
        let shown = format!("{program:?}");
        assert!(shown.contains("KEY") && !shown.contains("hunter22"), "{shown}");
    }

    #[test]
    fn events_are_checked() {
        assert!(check_event(b" {\"a\": [1, null]}\n").is_ok());
        for (event, kind) in [
            (b"" as &[u8], ErrorKind::InvalidEvent),
            (b" \n", ErrorKind::InvalidEvent),
            (b"{} {}", ErrorKind::InvalidEvent),
            (b"{'a': 1}", ErrorKind::InvalidEvent),
            (&vec![b'1'; EVENT_LIMIT + 1], ErrorKind::EventTooLarge),
        ] {
            assert_eq!(check_event(event).unwrap_err().kind(), kind);
        }
    }

    #[test]
    fn headers_are_ascii() {
        let value = serde_json::json!({ "name": "Zoë 😀\n" });
        let text = ascii_json(&value);
        assert!(text.is_ascii() && !text.contains('\n'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
