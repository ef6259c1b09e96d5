//! Durable functions: executions that outlive an invocation.
//!
//! Owns their limits; what code does with them is AWS's SDK.

use super::{Place, Value};

/// Makes a function durable: an execution may take up to 366 days over many invocations, with checkpoints between them.
/// The role may keep checkpoints of the function's own executions.
///
/// A function is durable from its creation on, or never: one that exists needs another name to become it. Runtimes are
/// Node.js from 22, Python from 3.13 and Java from 17, or a container image.
///
/// ```
/// use gordon::prelude::*;
///
/// let order = Function::new("order").durable(Durable::for_seconds(7 * 86_400).retention_days(30));
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html>
#[derive(Clone, Debug)]
pub struct Durable {
    pub(crate) execution_timeout: u32,
    pub(crate) retention_days: Option<u32>,
    pub(crate) kms_key: Option<Value<String>>,
    pub(crate) place: Place,
}

impl Durable {
    /// Executions that take at most so many seconds, 1 to 31,622,400, all their invocations together.
    #[track_caller]
    #[must_use]
    pub fn for_seconds(seconds: u32) -> Self {
        Self { execution_timeout: seconds, retention_days: None, kms_key: None, place: Place::caller() }
    }

    /// Days that the history of a finished execution is kept, 1 to 90; 14 unless set.
    #[must_use]
    pub fn retention_days(mut self, days: u32) -> Self {
        self.retention_days = Some(days);
        self
    }

    /// The KMS key, by ARN, that the executions' data is encrypted with. The role may use it; the key's own policy must
    /// let it, too.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/durable-encryption.html>
    #[must_use]
    pub fn kms_key(mut self, arn: impl Into<Value<String>>) -> Self {
        self.kms_key = Some(arn.into());
        self
    }
}
