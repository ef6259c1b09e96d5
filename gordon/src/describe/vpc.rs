//! The network that functions run in.
//!
//! Owns a VPC's security groups and subnets as a function needs them; lookups are made at apply.

use serde_json::Value as Json;

use super::{Place, Value};

/// Security groups and subnets for functions.
///
/// A function in a VPC reaches the internet only through a NAT gateway, and AWS services through it or VPC endpoints.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html>
#[derive(Clone, Debug)]
pub struct Vpc {
    pub(crate) name: String,
    pub(crate) security_groups: Ids,
    pub(crate) subnets: Ids,
    pub(crate) ipv6: bool,
    pub(crate) place: Place,
}

/// IDs, one by one, or as a list that only CloudFormation knows.
#[derive(Clone, Debug)]
pub(crate) enum Ids {
    Each(Vec<Value<String>>),
    List(Value<Vec<String>>),
}

impl Ids {
    fn push(&mut self, id: Value<String>) {
        match self {
            Self::Each(ids) => ids.push(id),
            Self::List(_) => *self = Self::Each(vec![id]),
        }
    }

    /// How many there are, where that is known.
    pub(crate) fn count(&self) -> Option<usize> {
        match self {
            Self::Each(ids) => Some(ids.len()),
            Self::List(_) => None,
        }
    }

    pub(crate) fn json(&self) -> Json {
        match self {
            Self::Each(ids) => ids.iter().map(|id| id.json().clone()).collect(),
            Self::List(list) => list.json().clone(),
        }
    }
}

impl Vpc {
    /// A VPC by a name of your own, which messages use.
    #[track_caller]
    #[must_use]
    pub fn new(name: &str) -> Self {
        let none = || Ids::Each(Vec::new());
        Self { name: name.to_owned(), security_groups: none(), subnets: none(), ipv6: false, place: Place::caller() }
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

    /// All security groups, as a list that is known at apply: another stack's output, or what a
    /// [`Lookup`](super::Lookup) finds. It takes the place of those that were added one by one.
    ///
    /// ```
    /// use gordon::prelude::*;
    ///
    /// let network = Vpc::new("net")
    ///     .security_groups(split(",", import_value("network-security-groups")))
    ///     .subnets(Param::lookup(Lookup::subnets(Filter::tag("Tier", "private"))).list());
    /// ```
    #[must_use]
    pub fn security_groups(mut self, ids: impl Into<Value<Vec<String>>>) -> Self {
        self.security_groups = Ids::List(ids.into());
        self
    }

    /// All subnets, as a list that is known at apply. It takes the place of those that were added one by one.
    #[must_use]
    pub fn subnets(mut self, ids: impl Into<Value<Vec<String>>>) -> Self {
        self.subnets = Ids::List(ids.into());
        self
    }

    /// Lets the functions send IPv6 traffic, where the subnets are dual-stack.
    #[must_use]
    pub fn ipv6(mut self, allowed: bool) -> Self {
        self.ipv6 = allowed;
        self
    }
}
