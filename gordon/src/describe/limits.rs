//! The limits of Lambda and of names, each written once.
//!
//! Every rule is a `const fn` that returns a `Result`, which the checks of a whole project use, and a twin that panics
//! with the same words, which the macros call in a `const` item so that a constant that breaks the rule does not
//! compile. Must not know where a value came from.

use std::fmt;

/// A value that its rule does not allow. It prints the rule, in words that a user can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitError(&'static str);

impl LimitError {
    /// The rule that was broken, as one phrase without a full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for LimitError {}

type Checked<T> = Result<T, LimitError>;

/// The twin of a rule for constants.
macro_rules! constant {
    ($(#[$doc:meta])* $name:ident($type:ty) by $rule:ident) => {
        $(#[$doc])*
        ///
        /// # Panics
        ///
        /// When the rule is broken; in a constant, that is an error of the compiler at the caller.
        #[track_caller]
        #[must_use]
        pub const fn $name(value: $type) -> $type {
            match $rule(value) {
                Ok(value) => value,
                Err(error) => panic!("{}", error.0),
            }
        }
    };
}

/// Memory of a function, in MiB.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
///
/// # Errors
///
/// When it is not within 128 and 10,240.
pub const fn check_memory_mib(value: u32) -> Checked<u32> {
    within(value, 128, 10_240, "a function's memory is 128 to 10240 MiB")
}

/// Time that an invocation may take, in seconds.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
///
/// # Errors
///
/// When it is not within 1 and 900.
pub const fn check_timeout_seconds(value: u32) -> Checked<u32> {
    within(value, 1, 900, "a function's timeout is 1 to 900 seconds")
}

/// Size of a function's `/tmp`, in MiB.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html>
///
/// # Errors
///
/// When it is not within 512 and 10,240.
pub const fn check_ephemeral_storage_mib(value: u32) -> Checked<u32> {
    within(value, 512, 10_240, "a function's ephemeral storage is 512 to 10240 MiB")
}

const fn within(value: u32, least: u32, most: u32, rule: &'static str) -> Checked<u32> {
    if value < least || value > most { Err(LimitError(rule)) } else { Ok(value) }
}

/// The days that CloudWatch Logs can keep events.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
pub const LOG_RETENTION_DAYS: &[u16] =
    &[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/// Days that a function's logs are kept.
///
/// # Errors
///
/// When it is none of [`LOG_RETENTION_DAYS`].
pub const fn check_log_retention_days(value: u16) -> Checked<u16> {
    let mut at = 0;
    while at < LOG_RETENTION_DAYS.len() {
        if LOG_RETENTION_DAYS[at] == value {
            return Ok(value);
        }
        at += 1;
    }
    Err(LimitError(
        "logs are kept for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, \
         2922, 3288 or 3653 days",
    ))
}

/// Description of a function.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
///
/// # Errors
///
/// When it has more than 256 characters.
pub const fn check_description(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let (mut at, mut characters) = (0, 0);
    while at < bytes.len() {
        // Every byte of UTF-8 but the continuing ones begins a character.
        if bytes[at] & 0b1100_0000 != 0b1000_0000 {
            characters += 1;
        }
        at += 1;
    }
    if characters > 256 {
        return Err(LimitError(
            "a function's description has at most 256 characters; shorten the doc comment's first paragraph, or give \
             `description`",
        ));
    }
    Ok(value)
}

/// Name of a function or an app: the word that the command line knows it by.
///
/// # Errors
///
/// When it does not match `^[a-zA-Z][a-zA-Z0-9_-]{0,29}$`.
pub const fn check_name(value: &str) -> Checked<&str> {
    let bytes = value.as_bytes();
    let mut good = !bytes.is_empty() && bytes[0].is_ascii_alphabetic();
    let mut at = 0;
    while at < bytes.len() {
        good = good && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_' || bytes[at] == b'-');
        at += 1;
    }
    if bytes.len() > 30 {
        return Err(LimitError("a name has at most 30 characters"));
    }
    if !good {
        return Err(LimitError("a name begins with a letter, and has letters, digits, `_` and `-` only"));
    }
    Ok(value)
}

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
    let mut good = bytes.len() >= 2 && bytes[0].is_ascii_alphabetic();
    at = 0;
    while at < bytes.len() {
        good = good && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_');
        at += 1;
    }
    if !good {
        return Err(LimitError(
            "an environment variable's name has at least 2 characters: a letter, then letters, digits and `_`",
        ));
    }
    Ok(value)
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

constant! {
    /// [`check_memory_mib`] for a constant.
    memory_mib(u32) by check_memory_mib
}
constant! {
    /// [`check_timeout_seconds`] for a constant.
    timeout_seconds(u32) by check_timeout_seconds
}
constant! {
    /// [`check_ephemeral_storage_mib`] for a constant.
    ephemeral_storage_mib(u32) by check_ephemeral_storage_mib
}
constant! {
    /// [`check_log_retention_days`] for a constant.
    log_retention_days(u16) by check_log_retention_days
}
constant! {
    /// [`check_description`] for a constant.
    description(&'static str) by check_description
}
constant! {
    /// [`check_name`] for a constant.
    name(&'static str) by check_name
}
constant! {
    /// [`check_stage_name`] for a constant.
    stage_name(&'static str) by check_stage_name
}
constant! {
    /// [`check_account`] for a constant.
    account(&'static str) by check_account
}
constant! {
    /// [`check_environment_name`] for a constant.
    environment_name(&'static str) by check_environment_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_ends() {
        assert!(check_memory_mib(127).is_err() && check_memory_mib(128).is_ok());
        assert!(check_memory_mib(10_240).is_ok() && check_memory_mib(10_241).is_err());
        assert!(check_timeout_seconds(0).is_err() && check_timeout_seconds(1).is_ok());
        assert!(check_timeout_seconds(900).is_ok() && check_timeout_seconds(901).is_err());
        assert!(check_ephemeral_storage_mib(511).is_err() && check_ephemeral_storage_mib(512).is_ok());
        assert!(check_ephemeral_storage_mib(10_240).is_ok() && check_ephemeral_storage_mib(10_241).is_err());
    }

    #[test]
    fn retention_lists_what_it_takes() {
        for days in LOG_RETENTION_DAYS {
            assert_eq!(check_log_retention_days(*days), Ok(*days));
        }
        let message = check_log_retention_days(2).expect_err("2 is not offered").to_string();
        for days in LOG_RETENTION_DAYS {
            assert!(message.contains(&days.to_string()), "{days}");
        }
    }

    #[test]
    fn descriptions_count_characters() {
        assert!(check_description(&"é".repeat(256)).is_ok());
        assert!(check_description(&"é".repeat(257)).is_err());
    }

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

    #[test]
    fn constants_are_checked_by_the_same_rules() {
        const MEMORY: u32 = memory_mib(256);
        assert_eq!(MEMORY, 256);
        let panic = std::panic::catch_unwind(|| memory_mib(64)).expect_err("64 is too little");
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        assert_eq!(text, check_memory_mib(64).err().map(LimitError::message));
    }
}
