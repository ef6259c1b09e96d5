//! ARNs that are written down, and not made by CloudFormation.
//!
//! Owns [`Arn`] and its parts; the rule is in [`limits`](super::limits). An ARN that only CloudFormation knows is a
//! [`Value`].

use std::borrow::Cow;
use std::fmt;

use super::limits::{LimitError, arn, check_arn};
use super::{EnvironmentValue, Value};

/// An ARN: `arn:partition:service:region:account:resource`. [`arn!`](crate::arn) makes one that the compiler checks.
///
/// It goes wherever a `Value<String>` does:
///
/// ```
/// use gordon::prelude::*;
///
/// let dead = arn!("arn:aws:sqs:eu-west-1:111111111111:dead");
/// assert_eq!((dead.service(), dead.region(), dead.resource()), ("sqs", Some("eu-west-1"), "dead"));
/// let slash = Function::new("slash").dead_letter(DeadLetter::queue(dead));
///
/// let given = Arn::try_from(std::env::var("QUEUE").unwrap_or_default());
/// assert!(given.is_err(), "no ARN was given");
/// ```
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Arn(Cow<'static, str>);

impl Arn {
    /// An ARN.
    ///
    /// # Panics
    ///
    /// When it is none; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(Cow::Borrowed(arn(text)))
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition, such as `aws`.
    #[must_use]
    pub fn partition(&self) -> &str {
        self.part(1)
    }

    /// The service, such as `sqs`.
    #[must_use]
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The region, such as `eu-west-1`, where the ARN has one.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        Some(self.part(3)).filter(|region| !region.is_empty())
    }

    /// The account, 12 digits (or `aws` for what is AWS's own), where the ARN has one.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        Some(self.part(4)).filter(|account| !account.is_empty())
    }

    /// The resource, in the service's own form: `queue`, `table/cities`, `function:slash:current`.
    #[must_use]
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    fn part(&self, at: usize) -> &str {
        // The rule saw to it that there are six.
        self.0.splitn(6, ':').nth(at).unwrap_or_default()
    }
}

impl TryFrom<String> for Arn {
    type Error = LimitError;

    fn try_from(text: String) -> Result<Self, LimitError> {
        check_arn(&text)?;
        Ok(Self(Cow::Owned(text)))
    }
}

impl TryFrom<&str> for Arn {
    type Error = LimitError;

    fn try_from(text: &str) -> Result<Self, LimitError> {
        Self::try_from(text.to_owned())
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Arn> for Value<String> {
    fn from(arn: Arn) -> Self {
        Self::from(arn.0.into_owned())
    }
}

impl From<&Arn> for Value<String> {
    fn from(arn: &Arn) -> Self {
        Self::from(arn.as_str())
    }
}

impl EnvironmentValue for Arn {
    fn into_environment_value(self) -> Option<Value<String>> {
        Some(self.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_has_its_parts() {
        const QUEUE: Arn = Arn::new("arn:aws:sqs:eu-west-1:111111111111:queue");
        assert_eq!(QUEUE.partition(), "aws");
        assert_eq!(QUEUE.account(), Some("111111111111"));
        let role = Arn::try_from("arn:aws-cn:iam::111111111111:role/a:b").expect("an ARN");
        assert_eq!((role.partition(), role.service(), role.region()), ("aws-cn", "iam", None));
        assert_eq!(role.resource(), "role/a:b");
        assert_eq!(Arn::try_from("arn:aws:s3:::bucket").expect("an ARN").account(), None);
        assert_eq!(Value::from(&role).literal(), Some(&"arn:aws-cn:iam::111111111111:role/a:b".into()));
    }

    #[test]
    fn what_is_no_arn_has_no_value() {
        assert!(Arn::try_from("arn:aws:sqs:eu-west-1:1111:queue").is_err());
        assert!(Arn::try_from(String::from("queue")).is_err());
        assert!(std::panic::catch_unwind(|| Arn::new("queue")).is_err());
    }
}
