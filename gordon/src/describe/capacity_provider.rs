//! Managed instances: functions on EC2 instances of one's own account.
//!
//! Owns how a function uses a capacity provider; the provider itself is a resource.

use super::{Place, Value};

/// Runs a function on Lambda Managed Instances, which a capacity provider makes in a VPC of its own.
///
/// Such a function has 2,048 to 32,768 MiB of memory, and its execution environments handle several calls at a time, so
/// its code must be ready for that. A function that exists cannot move to managed instances, or away from them: give it
/// another name.
///
/// ```
/// use gordon::prelude::*;
///
/// let provider = arn!("arn:aws:lambda:eu-west-1:111111111111:capacity-provider:shared");
/// let busy = Function::new("busy")
///     .memory(4096)
///     .capacity_provider(CapacityProvider::arn(provider).memory_gib_per_vcpu(4).concurrency(64).environments(3, 100));
/// ```
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html>
#[derive(Clone, Debug)]
pub struct CapacityProvider {
    pub(crate) arn: Value<String>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) memory_gib_per_vcpu: Option<u32>,
    pub(crate) environments: Option<(u32, u32)>,
    pub(crate) latest_published: bool,
    pub(crate) place: Place,
}

impl CapacityProvider {
    /// A capacity provider, by ARN.
    #[track_caller]
    #[must_use]
    pub fn arn(arn: impl Into<Value<String>>) -> Self {
        Self {
            arn: arn.into(),
            concurrency: None,
            memory_gib_per_vcpu: None,
            environments: None,
            latest_published: false,
            place: Place::caller(),
        }
    }

    /// Calls that one execution environment handles at a time, 1 to 1,600; AWS's choice for the runtime unless set.
    #[must_use]
    pub fn concurrency(mut self, calls: u32) -> Self {
        self.concurrency = Some(calls);
        self
    }

    /// GiB of memory for each virtual processor: 2, 4 or 8.
    #[must_use]
    pub fn memory_gib_per_vcpu(mut self, gib: u32) -> Self {
        self.memory_gib_per_vcpu = Some(gib);
        self
    }

    /// Execution environments of the version that `current` points to, at least and at most, 0 to 15,000. Lambda keeps 3
    /// unless this says otherwise.
    #[must_use]
    pub fn environments(mut self, least: u32, most: u32) -> Self {
        self.environments = Some((least, most));
        self
    }

    /// Publishes each change to `$LATEST.PUBLISHED`, too, which then has execution environments of its own, with the same
    /// bounds. Gordon's triggers do not call it.
    #[must_use]
    pub fn publish_to_latest_published(mut self) -> Self {
        self.latest_published = true;
        self
    }
}
