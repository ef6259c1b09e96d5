//! Calls of services that are asked for a word or two, and whose SDK would be too much to compile for that.
//!
//! Owns one signed POST and what comes back as text; must not know any service's operations. EC2's SDK alone is 68 MB of
//! source, and a lookup needs three of its calls.

use std::time::{Duration, SystemTime};

use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt;
use serde_json::Value as Json;

use super::fault;
use crate::apply::error::Error;

/// How often a call is tried that was throttled or got no answer.
const ATTEMPTS: u32 = 4;

/// What signs and sends.
pub(super) struct Signed {
    pub(super) credentials: SharedCredentialsProvider,
    pub(super) connector: SharedHttpConnector,
    pub(super) region: String,
    pub(super) endpoint_url: Option<String>,
}

/// How a service speaks.
#[derive(Clone, Copy)]
pub(super) enum Protocol {
    /// JSON, with the operation in a header: its version, and the header's prefix.
    Json(&'static str, &'static str),
    /// A form, with the answer in XML.
    Query,
}

/// An answer that is none: AWS's code and text.
struct Refused {
    code: String,
    message: String,
    again: bool,
}

impl Signed {
    /// Calls `operation` of `service`; gives the answer's text.
    pub(super) async fn call(
        &self,
        service: &str,
        operation: &str,
        protocol: Protocol,
        body: String,
    ) -> Result<String, Error> {
        let action = format!("{service}:{operation}");
        let provided = self.credentials.provide_credentials().await;
        let identity = provided.map_err(|error| fault::unanswered(&action, &error))?.into();
        let mut pause = Duration::from_millis(200);
        let mut attempt = 1;
        loop {
            match self.once(service, operation, protocol, &body, &identity).await {
                Ok(text) => return Ok(text),
                Err(refused) if refused.again && attempt < ATTEMPTS => {
                    tokio::time::sleep(pause).await;
                    (pause, attempt) = (pause * 3, attempt + 1);
                }
                Err(Refused { code, message, .. }) if code.is_empty() => {
                    return Err(fault::unanswered(&action, &std::io::Error::other(message)));
                }
                Err(Refused { code, message, .. }) => return Err(fault::answered(&action, &code, &message)),
            }
        }
    }

    async fn once(
        &self,
        service: &str,
        operation: &str,
        protocol: Protocol,
        body: &str,
        identity: &aws_smithy_runtime_api::client::identity::Identity,
    ) -> Result<String, Refused> {
        let failed = |message: String| Refused { code: String::new(), message, again: true };
        let request = self.request(service, operation, protocol, body, identity).map_err(failed)?;
        let answer = self.connector.call(request).await.map_err(|error| failed(chain(&error)))?;
        let status = answer.status().as_u16();
        let bytes = answer.into_body().collect().await.map_err(|error| failed(error.to_string()))?.to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if status < 300 {
            return Ok(text);
        }
        let (code, message) = match protocol {
            Protocol::Json(..) => json_fault(&text),
            Protocol::Query => xml_fault(&text),
        };
        let code = if code.is_empty() { format!("HTTP {status}") } else { code };
        let again = status >= 500 || status == 429 || code.contains("Throttl") || code == "RequestLimitExceeded";
        Err(Refused { code, message, again })
    }

    fn request(
        &self,
        service: &str,
        operation: &str,
        protocol: Protocol,
        body: &str,
        identity: &aws_smithy_runtime_api::client::identity::Identity,
    ) -> Result<HttpRequest, String> {
        let suffix = if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let url = match &self.endpoint_url {
            Some(url) => format!("{}/", url.trim_end_matches('/')),
            None => format!("https://{service}.{}.{suffix}/", self.region),
        };
        let mut headers = vec![];
        match protocol {
            Protocol::Json(version, prefix) => {
                headers.push(("content-type", format!("application/x-amz-json-{version}")));
                headers.push(("x-amz-target", format!("{prefix}.{operation}")));
            }
            Protocol::Query => headers.push(("content-type", "application/x-www-form-urlencoded".to_owned())),
        }
        let params = v4::SigningParams::builder()
            .identity(identity)
            .region(&self.region)
            .name(service)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .map_err(|error| error.to_string())?;
        let pairs = headers.iter().map(|(name, value)| (*name, value.as_str()));
        let signable = SignableRequest::new("POST", &url, pairs, SignableBody::Bytes(body.as_bytes()))
            .map_err(|error| error.to_string())?;
        let (instructions, _) = sign(signable, &params.into()).map_err(|error| error.to_string())?.into_parts();
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method("POST").map_err(|error| error.to_string())?;
        request.set_uri(url).map_err(|error| error.to_string())?;
        for (name, value) in &headers {
            request.headers_mut().insert(*name, value.clone());
        }
        for (name, value) in instructions.headers() {
            request.headers_mut().insert(name.to_owned(), value.to_owned());
        }
        Ok(request)
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text = format!("{text}: {error}");
        next = error.source();
    }
    text
}

/// Code and text of a fault in JSON: `{"__type": "com.amazon#Code", "message": "…"}`.
fn json_fault(text: &str) -> (String, String) {
    let fault: Json = serde_json::from_str(text).unwrap_or_default();
    let word = |name: &str| fault.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let kind = word("__type");
    let message = if word("message").is_empty() { word("Message") } else { word("message") };
    (kind.rsplit('#').next().unwrap_or_default().to_owned(), message)
}

/// Code and text of a fault in XML: `<Code>…</Code><Message>…</Message>`.
fn xml_fault(text: &str) -> (String, String) {
    let within = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        Some(rest.split_once(&format!("</{name}>"))?.0.to_owned())
    };
    (within("Code").unwrap_or_default(), within("Message").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_read() {
        let json = r#"{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"no"}"#;
        assert_eq!(json_fault(json), ("ParameterNotFound".to_owned(), "no".to_owned()));
        let xml = "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>";
        assert_eq!(xml_fault(xml), ("UnauthorizedOperation".to_owned(), "no".to_owned()));
        assert_eq!(xml_fault("<html>"), (String::new(), String::new()));
        assert_eq!(json_fault("not json"), (String::new(), String::new()));
    }
}
