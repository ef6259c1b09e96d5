//! The rules of names: of functions, layers, stages, accounts, environment variables and log groups.
//!
//! Owns the form of each; whether a name is taken is for whoever knows the others.

use super::{Checked, LimitError, constant};

/// Name of a function or an app: the word that the command line knows it by.
///
/// # Errors
///
/// When it does not match `^[a-zA-Z][a-zA-Z0-9_-]{0,29}$`.
pub const fn check_name(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    if bytes.len() > 30 {
        return Err(LimitError("a name has at most 30 characters"));
    }
    if bytes.is_empty() || !bytes[0].is_ascii_alphabetic() || !of_letters(bytes, b"_-") {
        return Err(LimitError("a name begins with a letter, and has letters, digits, `_` and `-` only"));
    }
    Ok(value)
}
constant!(name(&'static str) by check_name);

/// Name of a layer, which the stack's name comes before.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html>
///
/// # Errors
///
/// When it does not match `^[a-zA-Z0-9_-]{1,64}$`.
pub const fn check_layer_name(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    if bytes.is_empty() || bytes.len() > 64 || !of_letters(bytes, b"_-") {
        return Err(LimitError("a layer's name has 1 to 64 letters, digits, `_` and `-`"));
    }
    Ok(value)
}
constant!(layer_name(&'static str) by check_layer_name);

/// Name of a log group.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html>
///
/// # Errors
///
/// When it does not match `^[a-zA-Z0-9_/.#-]{1,512}$`.
pub const fn check_log_group_name(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    if bytes.is_empty() || bytes.len() > 512 || !of_letters(bytes, b"_-/.#") {
        return Err(LimitError("a log group's name has 1 to 512 letters, digits, `_`, `-`, `/`, `.` and `#`"));
    }
    Ok(value)
}
constant!(log_group_name(&'static str) by check_log_group_name);

/// Name of a stage.
///
/// # Errors
///
/// When it does not match `^[a-z][a-z0-9-]{1,15}$`.
pub const fn check_stage_name(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let mut good = bytes.len() >= 2 && bytes.len() <= 16 && bytes[0].is_ascii_lowercase();
    let mut at = 0;
    while at < bytes.len() {
        good = good && (bytes[at].is_ascii_lowercase() || bytes[at].is_ascii_digit() || bytes[at] == b'-');
        at += 1;
    }
    if !good {
        return Err(LimitError(
            "a stage's name has 2 to 16 characters: a lower-case letter, then lower-case letters, digits and `-`",
        ));
    }
    Ok(value)
}
constant!(stage_name(&'static str) by check_stage_name);

/// Number of an AWS account.
///
/// # Errors
///
/// When it is not twelve digits.
pub const fn check_account(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let mut good = bytes.len() == 12;
    let mut at = 0;
    while at < bytes.len() {
        good = good && bytes[at].is_ascii_digit();
        at += 1;
    }
    if good { Ok(value) } else { Err(LimitError("an AWS account is a string of 12 digits")) }
}
constant!(account(&'static str) by check_account);

/// Names of environment variables that Lambda sets itself.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>
pub const RESERVED_ENVIRONMENT: &[&str] = &[
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

/// Name of an environment variable.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html>
///
/// # Errors
///
/// When it does not match `^[a-zA-Z][a-zA-Z0-9_]+$`, or is one of [`RESERVED_ENVIRONMENT`].
pub const fn check_environment_name(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < RESERVED_ENVIRONMENT.len() {
        if same(bytes, RESERVED_ENVIRONMENT[at].as_bytes()) {
            return Err(LimitError("Lambda sets this environment variable itself; use another name"));
        }
        at += 1;
    }
    if bytes.len() < 2 || !bytes[0].is_ascii_alphabetic() || !of_letters(bytes, b"_") {
        return Err(LimitError(
            "an environment variable's name has at least 2 characters: a letter, then letters, digits and `_`",
        ));
    }
    Ok(value)
}
constant!(environment_name(&'static str) by check_environment_name);

/// Whether a text has letters, digits and these others only.
pub(super) const fn of_letters(bytes: &[u8], others: &[u8]) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() && !contains(others, bytes[at]) {
            return false;
        }
        at += 1;
    }
    true
}

pub(super) const fn contains(bytes: &[u8], byte: u8) -> bool {
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == byte {
            return true;
        }
        at += 1;
    }
    false
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for good in ["a", "warm_up", "Warm-2", &"a".repeat(30)] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "2a", "_a", "a.b", "é", &"a".repeat(31)] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
        for good in ["eu", "eu-prod", "a123456789012345"] {
            assert!(check_stage_name(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "Prod", "1a", "a_b", "a1234567890123456"] {
            assert!(check_stage_name(bad).is_err(), "{bad}");
        }
        for good in ["1", "common_code-2", &"a".repeat(64)] {
            assert!(check_layer_name(good).is_ok(), "{good}");
        }
        for bad in ["", "a.b", "é", &"a".repeat(65)] {
            assert!(check_layer_name(bad).is_err(), "{bad}");
        }
        for good in ["/aws/lambda/x", "a.b#c", &"a".repeat(512)] {
            assert!(check_log_group_name(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "a:b", &"a".repeat(513)] {
            assert!(check_log_group_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn accounts() {
        assert!(check_account("123456789012").is_ok());
        for bad in ["", "12345678901", "1234567890123", "1234-5678901"] {
            assert!(check_account(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn environment() {
        for good in ["TABLE", "AB", "aws_region", "AWS_ENDPOINT_URL"] {
            assert!(check_environment_name(good).is_ok(), "{good}");
        }
        for bad in ["A", "_A", "1A", "A-B", "", "é"] {
            assert!(check_environment_name(bad).is_err(), "{bad}");
        }
        for reserved in RESERVED_ENVIRONMENT {
            let error = check_environment_name(reserved).expect_err(reserved);
            assert!(error.message().contains("Lambda sets"), "{reserved}");
        }
    }
}
