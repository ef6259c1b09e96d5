//! The network that functions run in.
//!
//! Owns a VPC's security groups and subnets as a function needs them; lookups are made at apply.

use super::{Place, Value};

/// Security groups and subnets for functions.
///
/// A function in a VPC reaches the internet only through a NAT gateway, and AWS services through it or VPC endpoints.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html>
#[derive(Clone, Debug)]
pub struct Vpc {
    pub(crate) name: String,
    pub(crate) security_groups: Vec<Value<String>>,
    pub(crate) subnets: Vec<Value<String>>,
    pub(crate) place: Place,
}

impl Vpc {
    /// A VPC by a name of your own, which messages use.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), security_groups: Vec::new(), subnets: Vec::new(), place: Place::caller() }
    }

    /// Adds a security group, by ID (`sg-…`); 1 to 5.
    #[must_use]
    pub fn security_group(mut self, id: impl Into<Value<String>>) -> Self {
        self.security_groups.push(id.into());
        self
    }

    /// Adds a subnet, by ID (`subnet-…`); 1 to 16, better in several availability zones.
    #[must_use]
    pub fn subnet(mut self, id: impl Into<Value<String>>) -> Self {
        self.subnets.push(id.into());
        self
    }
}
