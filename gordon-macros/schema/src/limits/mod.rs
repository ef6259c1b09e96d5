//! The limits of Lambda, each written once.
//!
//! Every rule is a `const fn` that returns a `Result`, which the checks of a whole project use (and the macros, for
//! literals that they can see), and a twin that panics with the same words, which macros call in a `const` item so that
//! a constant that breaks the rule does not compile. Must not know where a value came from.

mod arn;
mod names;
mod path;
mod runtimes;

use std::fmt;

pub use arn::{arn, check_arn};
pub use names::*;
pub use path::{check_mount_path, check_role_path, check_route, check_route_path, mount_path, role_path, route};
pub use runtimes::{check_durable, check_snap_start, durable, snap_start};

/// A value that its rule does not allow. It prints the rule, in words that a user can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitError(&'static str);

impl LimitError {
    /// The rule that was broken, as one phrase without a full stop.
    #[must_use]
    pub const fn new(rule: &'static str) -> Self {
        Self(rule)
    }

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
    ($name:ident($type:ty) by $rule:ident) => {
        #[doc = concat!("[`", stringify!($rule), "`] for a constant.")]
        ///
        /// # Panics
        ///
        /// When the rule is broken; in a constant, that is an error of the compiler at the caller.
        #[track_caller]
        #[must_use]
        pub const fn $name(value: $type) -> $type {
            match $rule(value) {
                Ok(value) => value,
                Err(error) => panic!("{}", error.message()),
            }
        }
    };
}
use constant;

/// Rules of numbers: each a pair of functions, and a line of [`NUMBERS`].
macro_rules! numbers {
    ($($(#[$doc:meta])* $check:ident $name:ident($least:literal to $most:literal) $rule:literal;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            ///
            #[doc = concat!("When it is not within ", stringify!($least), " and ", stringify!($most), ".")]
            pub const fn $check(value: u32) -> Checked<u32> {
                within(value, $least, $most, $rule)
            }
            constant!($name(u32) by $check);
        )*

        /// Every rule with the least and the most.
        #[cfg(test)]
        const NUMBERS: &[(Rule, u32, u32)] = &[$(($check, $least, $most)),*];
    };
}

#[cfg(test)]
type Rule = fn(u32) -> Checked<u32>;

const fn within(value: u32, least: u32, most: u32, rule: &'static str) -> Checked<u32> {
    if value < least || value > most { Err(LimitError(rule)) } else { Ok(value) }
}

numbers! {
    /// Memory of a function, in MiB.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
    check_memory_mib memory_mib(128 to 10240) "a function's memory is 128 to 10240 MiB";

    /// Memory of a function on managed instances, in MiB.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#lambda-CreateFunction-request-MemorySize>
    check_managed_memory_mib managed_memory_mib(2048 to 32768)
        "the memory of a function on managed instances is 2048 to 32768 MiB";

    /// Time that an invocation may take, in seconds.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
    check_timeout_seconds timeout_seconds(1 to 900) "a function's timeout is 1 to 900 seconds";

    /// Time that an invocation may take on managed instances, in seconds. Only asynchronous calls and event source
    /// mappings get more than 900.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#lambda-CreateFunction-request-Timeout>
    check_managed_timeout_seconds managed_timeout_seconds(1 to 5400)
        "the timeout of a function on managed instances is 1 to 5400 seconds";

    /// Size of a function's `/tmp`, in MiB.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html>
    check_ephemeral_storage_mib ephemeral_storage_mib(512 to 10240)
        "a function's ephemeral storage is 512 to 10240 MiB";

    /// Percent of the instances kept ready that are to be in use.
    ///
    /// <https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-lambda.html>
    check_utilization utilization(10 to 90) "the utilization to aim at is 10 to 90 percent";

    /// Times that Lambda tries an asynchronous event again.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html>
    check_retries retries(0 to 2) "Lambda tries an asynchronous event again 0 to 2 times";

    /// Seconds that an asynchronous event waits for the function at most.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html>
    check_max_event_age_seconds max_event_age_seconds(60 to 21600)
        "an asynchronous event is kept for 60 to 21600 seconds";

    /// Seconds that a durable execution may take, all its invocations together.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_DurableConfig.html>
    check_durable_timeout_seconds durable_timeout_seconds(1 to 31622400)
        "a durable execution takes 1 to 31622400 seconds (366 days)";

    /// Days that the history of a durable execution is kept.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_DurableConfig.html>
    check_durable_retention_days durable_retention_days(1 to 90)
        "the history of a durable execution is kept for 1 to 90 days";

    /// Calls that one execution environment on managed instances handles at a time.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_LambdaManagedInstancesCapacityProviderConfig.html>
    check_environment_concurrency environment_concurrency(1 to 1600)
        "an execution environment handles 1 to 1600 calls at a time";

    /// Execution environments of a function on managed instances.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_FunctionScalingConfig.html>
    check_execution_environments execution_environments(0 to 15000)
        "a function has 0 to 15000 execution environments";
}

/// Instances that are kept ready; an account's quota is the most.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html>
///
/// # Errors
///
/// When it is 0.
pub const fn check_provisioned_concurrency(value: u32) -> Checked<u32> {
    match value {
        0 => Err(LimitError("provisioned concurrency is of at least 1 instance; leave it out for none")),
        _ => Ok(value),
    }
}
constant!(provisioned_concurrency(u32) by check_provisioned_concurrency);

/// GiB of memory for each virtual processor of a function on managed instances.
///
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-capacityproviderconfig.html>
///
/// # Errors
///
/// When it is none of 2, 4 and 8.
pub const fn check_memory_gib_per_vcpu(value: u32) -> Checked<u32> {
    match value {
        2 | 4 | 8 => Ok(value),
        _ => Err(LimitError("a virtual processor has 2, 4 or 8 GiB of memory")),
    }
}
constant!(memory_gib_per_vcpu(u32) by check_memory_gib_per_vcpu);

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
constant!(log_retention_days(u16) by check_log_retention_days);

/// Description of a function.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>
///
/// # Errors
///
/// When it has more than 256 characters.
pub const fn check_description(value: &str) -> Checked<&str> {
    if characters(value) > 256 {
        return Err(LimitError(
            "a function's description has at most 256 characters; shorten the doc comment's first paragraph, or give \
             `description`",
        ));
    }
    Ok(value)
}
constant!(description(&'static str) by check_description);

/// Description of an alias or a layer.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html>
///
/// # Errors
///
/// When it has more than 256 characters.
pub const fn check_short_text(value: &str) -> Checked<&str> {
    if characters(value) > 256 { Err(LimitError("a description has at most 256 characters")) } else { Ok(value) }
}
constant!(short_text(&'static str) by check_short_text);

/// Licence of a layer: an SPDX identifier, a URL, or the text itself.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html>
///
/// # Errors
///
/// When it has more than 512 characters.
pub const fn check_license(value: &str) -> Checked<&str> {
    if characters(value) > 512 {
        return Err(LimitError("a licence has at most 512 characters: give its SPDX identifier, or a URL"));
    }
    Ok(value)
}
constant!(license(&'static str) by check_license);

/// The number of characters of a text.
const fn characters(value: &str) -> usize {
    let bytes = value.as_bytes();
    let (mut at, mut characters) = (0, 0);
    while at < bytes.len() {
        // Every byte of UTF-8 but the continuing ones begins a character.
        if bytes[at] & 0b1100_0000 != 0b1000_0000 {
            characters += 1;
        }
        at += 1;
    }
    characters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_ends() {
        for (rule, least, most) in NUMBERS {
            assert!(rule(*least).is_ok() && rule(*most).is_ok());
            let broken: Vec<LimitError> = [least.checked_sub(1), most.checked_add(1)]
                .into_iter()
                .flatten()
                .filter_map(|n| rule(n).err())
                .collect();
            assert_eq!(broken.len(), if *least == 0 { 1 } else { 2 });
            for error in broken {
                assert!(error.message().contains(&format!("{least} to {most}")), "{error}");
            }
        }
        assert!(check_provisioned_concurrency(0).is_err() && check_provisioned_concurrency(1).is_ok());
        assert!([1, 3, 16].into_iter().all(|gib| check_memory_gib_per_vcpu(gib).is_err()));
        assert!([2, 4, 8].into_iter().all(|gib| check_memory_gib_per_vcpu(gib).is_ok()));
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
        assert!(check_description(&"é".repeat(256)).is_ok() && check_short_text(&"é".repeat(256)).is_ok());
        assert!(check_description(&"é".repeat(257)).is_err() && check_short_text(&"é".repeat(257)).is_err());
        assert!(check_license(&"é".repeat(512)).is_ok() && check_license(&"é".repeat(513)).is_err());
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
