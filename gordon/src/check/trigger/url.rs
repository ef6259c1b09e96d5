//! Rules of a function's URL.
//!
//! Owns who can be named as a caller.

#[cfg(test)]
mod tests;

use super::api::{self, CorsOf};
use crate::check::Diagnostic;
use crate::describe::FunctionUrl;
use crate::describe::trigger::UrlAuth;

pub(super) fn check(url: &FunctionUrl, findings: &mut Vec<Diagnostic>) {
    if let Some(cors) = &url.cors {
        api::cors(cors, CorsOf::FunctionUrl, findings);
    }
    for caller in &url.callers {
        let place = caller.place("Principal").unwrap_or(&url.place);
        if url.auth == UrlAuth::None {
            let finding = Diagnostic::error(place, "anyone may call a public URL");
            findings.push(finding.help("leave the caller away, or use `FunctionUrl::iam()`"));
        }
        let literal = |name| caller.get(name).and_then(|value| value.as_str());
        let principal = literal("Principal").unwrap_or("*");
        let is_account = principal.len() == 12 && principal.chars().all(|digit| digit.is_ascii_digit());
        if !is_account && !principal.starts_with("arn:") && !matches!(principal, "*" | "cloudfront.amazonaws.com") {
            let message = format!("`{}` is no caller", principal.escape_debug());
            findings
                .push(Diagnostic::error(place, message).label("an account's 12 digits, or the ARN of a role or user"));
        }
        if literal("PrincipalOrgID").is_some_and(|id| !id.starts_with("o-")) {
            findings.push(Diagnostic::error(place, "the ID of an organisation begins with `o-`"));
        }
    }
}
