//! From the SDK's errors to apply's.
//!
//! Owns which of AWS's codes mean what, and what to advise; must not know what apply was about to do.

use std::error::Error as StdError;

use aws_sdk_cloudformation::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::RequestId;

use crate::apply::error::{Cause, Error, Kind};

/// The part of an SDK error that matters, taken out of its types at once so that nothing below is generic.
pub(crate) fn fault<E, R>(action: &str, error: SdkError<E, R>) -> Error
where
    E: ProvideErrorMetadata + RequestId + StdError + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let service = error.as_service_error();
    let code = service.and_then(|error| error.meta().code()).unwrap_or_default().to_owned();
    let message = service.and_then(|error| error.meta().message()).unwrap_or_default().to_owned();
    let request_id = service.and_then(|error| error.request_id()).map(str::to_owned);
    let timed_out = matches!(error, SdkError::TimeoutError(_));
    let answered = service.is_some();
    let chain = if answered { String::new() } else { chain(&error) };
    classify(action, code, message, request_id, timed_out, &chain, answered)
}

/// A call that got no answer, not made by the SDK.
pub(super) fn unanswered(action: &str, error: &dyn StdError) -> Error {
    classify(action, String::new(), String::new(), None, false, &format!("connect: {}", chain(error)), false)
}

/// A call that AWS answered with a fault, not made by the SDK.
pub(super) fn answered(action: &str, code: &str, message: &str) -> Error {
    classify(action, code.to_owned(), message.to_owned(), None, false, "", true)
}

/// An error and its causes, on one line.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let part = error.to_string();
        if !text.contains(&part) {
            text.push_str(": ");
            text.push_str(&part);
        }
        next = error.source();
    }
    text
}

pub(super) const SIGN_IN: &str = "sign in again (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and \
     AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN); `eval \"$(aws configure export-credentials --format env)\"` hands \
     over whatever the AWS command line uses";

/// What the SDK says, in lower case, where a profile needs a feature that is not compiled in.
const NEEDS_SSO: &str = "feature(s) enabled: sso";

const SSO: &str = "the profile signs in through AWS IAM Identity Center, which takes a feature: `cargo add gordon \
     --features sso`; or `eval \"$(aws configure export-credentials --format env)\"` hands over what the AWS command \
     line uses";

fn classify(
    action: &str,
    code: String,
    message: String,
    request_id: Option<String>,
    timed_out: bool,
    chain: &str,
    answered: bool,
) -> Error {
    let cause = |message: String| Cause { action: action.to_owned(), code: code.clone(), message, request_id };
    if !answered {
        let cause = cause(chain.to_owned());
        let lower = chain.to_lowercase();
        let error = if lower.contains("credential") || lower.contains("profile") || lower.contains("identity") {
            if lower.contains("expired") {
                Error::new(Kind::ExpiredCredentials, "the AWS credentials have expired")
            } else {
                Error::new(Kind::NoCredentials, "no AWS credentials found")
            }
            .with_hint(if lower.contains(NEEDS_SSO) { SSO } else { SIGN_IN })
        } else if timed_out {
            Error::new(Kind::Unreachable, format!("no answer to {action} in time"))
                .with_hint("check the network, and the region or --endpoint-url")
        } else if lower.contains("dispatch failure") || lower.contains("connect") || lower.contains("dns") {
            Error::new(Kind::Unreachable, format!("{action} could not reach its endpoint"))
                .with_hint("check the network, and the region or --endpoint-url")
        } else {
            Error::new(Kind::Protocol, format!("the answer to {action} makes no sense"))
        };
        return error.with_cause(cause);
    }
    let error = match code.as_str() {
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "TokenRefreshRequired" => {
            Error::new(Kind::ExpiredCredentials, "the AWS credentials have expired").with_hint(SIGN_IN)
        }
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidAccessKeyId"
        | "InvalidToken"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "AuthFailure" => Error::new(Kind::BadCredentials, "AWS does not accept the credentials").with_hint(SIGN_IN),
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "Forbidden" | "AllAccessDisabled" => {
            Error::new(Kind::AccessDenied, format!("the credentials may not call {action}"))
                .with_hint(format!("ask for a policy that allows {action}, or use other credentials (AWS_PROFILE)"))
        }
        "Throttling"
        | "ThrottlingException"
        | "TooManyRequestsException"
        | "RequestLimitExceeded"
        | "SlowDown"
        | "RequestThrottled"
        | "BandwidthLimitExceeded" => Error::new(Kind::Throttled, format!("AWS throttles {action}, after every retry"))
            .with_hint("wait a minute and run the command again: it carries on where it stopped"),
        "OperationInProgressException" => Error::new(Kind::Updating, "another operation runs on the stack"),
        "AlreadyExistsException" => Error::new(Kind::Updating, "somebody else made the stack in the meantime")
            .with_hint("run the command again: it carries on from what is there"),
        "InsufficientCapabilitiesException" | "InsufficientCapabilities" => {
            Error::new(Kind::InvalidTemplate, "the template needs a capability that apply does not grant")
        }
        "ValidationError" | "ValidationException" if message.contains("_IN_PROGRESS state") => {
            Error::new(Kind::Updating, "another operation runs on the stack")
        }
        "InvalidChangeSetStatus" | "InvalidChangeSetStatusException" | "ChangeSetNotFound" => {
            Error::new(Kind::ChangeSet, "the change set can no longer be executed")
                .with_hint("another apply was faster, most likely; run the command again")
        }
        "NoSuchBucket" => Error::new(Kind::Bucket, "the artifact bucket is gone").with_hint(
            "somebody deleted the bucket behind its stack; delete the stack (`delete --confirm`) and apply again",
        ),
        "ServiceUnavailable" | "InternalFailure" | "InternalError" | "ServiceUnavailableException" => {
            Error::new(Kind::Service, format!("AWS cannot answer {action} at the moment"))
                .with_hint("run the command again: it carries on where it stopped")
        }
        _ => Error::new(Kind::Service, format!("{action} failed")),
    };
    error.with_cause(cause(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(code: &str, message: &str) -> Error {
        classify("s3:PutObject", code.to_owned(), message.to_owned(), Some("r-1".to_owned()), false, "", true)
    }

    #[test]
    fn codes_become_kinds_with_advice() {
        for (code, kind) in [
            ("ExpiredToken", Kind::ExpiredCredentials),
            ("InvalidClientTokenId", Kind::BadCredentials),
            ("AccessDenied", Kind::AccessDenied),
            ("Throttling", Kind::Throttled),
            ("SlowDown", Kind::Throttled),
            ("OperationInProgressException", Kind::Updating),
        ] {
            let error = answered(code, "said AWS");
            assert_eq!(error.kind(), kind, "{code}");
            assert_eq!(
                error.source().map(ToString::to_string).as_deref(),
                Some(format!("s3:PutObject: {code}: said AWS (request r-1)").as_str())
            );
        }
        let denied = answered("AccessDenied", "no");
        assert!(denied.to_string().contains("s3:PutObject"), "names the action: {denied}");
    }

    #[test]
    fn without_an_answer_the_chain_tells() {
        let none = |chain: &str| {
            classify("sts:GetCallerIdentity", String::new(), String::new(), None, false, chain, false).kind()
        };
        assert_eq!(none("dispatch failure: no providers in chain provided credentials"), Kind::NoCredentials);
        assert_eq!(none("dispatch failure: the SSO credentials have expired"), Kind::ExpiredCredentials);
        assert_eq!(none("dispatch failure: io error: tcp connect error"), Kind::Unreachable);
    }
    /// The SDK's own words for a profile that it cannot sign in to, which the hint goes by.
    #[cfg(not(feature = "sso"))]
    #[tokio::test]
    async fn a_profile_of_identity_center_is_told_of_the_feature() {
        use aws_config::profile::ProfileFileCredentialsProvider;
        use aws_config::provider_config::ProviderConfig;
        use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
        use aws_sdk_sts::config::retry::RetryConfig;
        use aws_sdk_sts::config::{BehaviorVersion, Region};

        let profile = "[default]\nsso_account_id = 123456789012\nsso_region = eu-west-1\nsso_role_name = Dev\n\
                       sso_start_url = https://example.awsapps.com/start\n";
        let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, profile).build();
        let http = super::super::proxy::client(None);
        let sources = ProviderConfig::without_region().with_http_client(http.clone());
        let config = aws_sdk_sts::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .retry_config(RetryConfig::disabled())
            .http_client(http)
            .credentials_provider(
                ProfileFileCredentialsProvider::builder().configure(&sources).profile_files(files).build(),
            );
        let call = aws_sdk_sts::Client::from_conf(config.build()).get_caller_identity().send();
        let error = fault("sts:GetCallerIdentity", call.await.expect_err("no credentials"));
        assert_eq!(error.kind(), Kind::NoCredentials, "{error:?}");
        assert!(error.hint().is_some_and(|hint| hint.contains("--features sso")), "{error:?}");
    }
}
