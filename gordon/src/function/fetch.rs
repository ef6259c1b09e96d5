//! Asks the AWS Parameters and Secrets Lambda Extension for a secret: one request over loopback.
//!
//! Owns the extension's two paths and just enough of HTTP/1.1 for them. Must not cache: the extension does.
//!
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html>
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/ps-integration-lambda-extensions.html>

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value as Json;

use super::secret::{SecretHandle, SecretText, Store};

/// How long the extension may take to connect, to take the request and to send a part of the answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than a secret (64 KiB) and what is said around it, each of its characters escaped.
const MOST_READ: u64 = 1 << 20;
/// The extension's port, unless `PARAMETERS_SECRETS_EXTENSION_HTTP_PORT` names another.
const PORT: u16 = 2773;

/// Why a secret could not be fetched. It has no part of a secret.
#[derive(Debug)]
pub struct FetchError {
    arn: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// The function's environment lacks what a call needs.
    Environment(&'static str),
    /// Nobody answers.
    Unreachable(u16, io::Error),
    /// The extension refuses, with its own words.
    Refused(u16, String),
    /// An answer without the value.
    Strange(&'static str),
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot fetch `{}`: ", self.arn)?;
        match &self.kind {
            Kind::Environment(what) => f.write_str(what),
            Kind::Unreachable(port, cause) => write!(
                f,
                "no answer on port {port} ({cause}); does the function have the layer of the AWS Parameters and Secrets Lambda Extension?"
            ),
            Kind::Refused(status, message) => write!(f, "the extension answers {status}: {message}"),
            Kind::Strange(what) => write!(f, "the extension's answer {what}"),
        }
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            Kind::Unreachable(_, cause) => Some(cause),
            _ => None,
        }
    }
}

pub(super) fn fetch(
    handle: &SecretHandle,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<SecretText, FetchError> {
    let fail = |kind| FetchError { arn: handle.arn.clone(), kind };
    let port = match variable("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT") {
        None => PORT,
        Some(port) => port
            .parse()
            .map_err(|_| fail(Kind::Environment("`PARAMETERS_SECRETS_EXTENSION_HTTP_PORT` is not a port's number")))?,
    };
    let token = variable("AWS_SESSION_TOKEN")
        .filter(|token| token.bytes().all(|byte| byte.is_ascii_graphic()))
        .ok_or_else(|| fail(Kind::Environment("`AWS_SESSION_TOKEN`, which Lambda sets, is missing or damaged")))?;
    let path = match handle.store {
        Store::SecretsManager => format!("/secretsmanager/get?secretId={}", encoded(&handle.arn)),
        Store::ParameterStore => {
            format!("/systemsmanager/parameters/get?withDecryption=true&name={}", encoded(&handle.arn))
        }
    };
    let (status, body) = get(port, &path, &token).map_err(|cause| fail(Kind::Unreachable(port, cause)))?;
    if status != 200 {
        let message = String::from_utf8_lossy(&body).trim().chars().take(300).collect();
        return Err(fail(Kind::Refused(status, message)));
    }
    let answer: Json = serde_json::from_slice(&body).map_err(|_| fail(Kind::Strange("is no JSON")))?;
    let text = match handle.store {
        Store::SecretsManager => &answer["SecretString"],
        Store::ParameterStore => &answer["Parameter"]["Value"],
    };
    let text = text.as_str().ok_or_else(|| fail(Kind::Strange("has no text: is the secret binary?")))?;
    Ok(SecretText::new(text.to_owned()))
}

/// A name as part of a query.
fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The status and body of an answer.
fn get(port: u16, path: &str, token: &str) -> io::Result<(u16, Vec<u8>)> {
    let there = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&there, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nX-Aws-Parameters-Secrets-Token: {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = BufReader::new(stream.take(MOST_READ));
    let bad = |what| io::Error::new(io::ErrorKind::InvalidData, what);
    let status = line(&mut answer)?;
    let status = status.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1));
    let status = status.and_then(|status| status.parse().ok()).ok_or_else(|| bad("the answer is not HTTP"))?;
    let (mut length, mut chunked) = (None, false);
    loop {
        let header = line(&mut answer)?;
        let Some((name, value)) = header.split_once(':') else {
            if header.is_empty() {
                break;
            }
            return Err(bad("the answer has a header that is none"));
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse().map_err(|_| bad("the answer's length is no number"))?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            chunked = value.to_ascii_lowercase().contains("chunked");
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = line(&mut answer)?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| bad("a part of the answer has no length"))?;
            if size == 0 {
                break;
            }
            exactly(&mut answer, size, &mut body)?;
            line(&mut answer)?;
        }
    } else if let Some(length) = length {
        exactly(&mut answer, length, &mut body)?;
    } else {
        answer.read_to_end(&mut body)?;
    }
    Ok((status, body))
}

fn line(answer: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if answer.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn exactly(answer: &mut impl Read, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    let read = answer.take(length).read_to_end(body)?;
    if read as u64 == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
