//! Things that exist already, found by name or tag.
//!
//! Owns what is looked for; who looks is `apply`.

use std::fmt;

/// Something in the account that apply finds. None, or more than one where one is wanted, stops apply with a list of what
/// there is.
///
/// ```
/// use gordon::prelude::*;
///
/// let table = Param::lookup(Lookup::dynamodb_table(Match::prefix("{stage}-cities-")));
/// let subnets = Param::lookup(Lookup::subnets(Filter::tag("Tier", "private").in_vpc(Filter::default_one()))).list();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    pub(crate) what: What,
}

/// What is looked for, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    DynamodbTable(Match),
    DynamodbStream(Match),
    KinesisStream(Match),
    KinesisStreamArn(Match),
    Vpc(Filter),
    Subnets(Filter),
    SecurityGroups(Filter),
}

/// How a name is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub(crate) by: MatchBy,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MatchBy {
    Name(String),
    Prefix(String),
    Suffix(String),
    Pattern(String),
}

impl Match {
    /// The whole name.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self { by: MatchBy::Name(name.to_owned()) }
    }

    /// What the name begins with.
    #[must_use]
    pub fn prefix(prefix: &str) -> Self {
        Self { by: MatchBy::Prefix(prefix.to_owned()) }
    }

    /// What the name ends in.
    #[must_use]
    pub fn suffix(suffix: &str) -> Self {
        Self { by: MatchBy::Suffix(suffix.to_owned()) }
    }

    /// A regular expression that the whole name matches.
    #[must_use]
    pub fn pattern(pattern: &str) -> Self {
        Self { by: MatchBy::Pattern(pattern.to_owned()) }
    }
}

impl fmt::Display for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.by {
            MatchBy::Name(name) => write!(f, "is `{name}`"),
            MatchBy::Prefix(prefix) => write!(f, "begins with `{prefix}`"),
            MatchBy::Suffix(suffix) => write!(f, "ends in `{suffix}`"),
            MatchBy::Pattern(pattern) => write!(f, "matches `{pattern}`"),
        }
    }
}

/// How a part of a network is known. Several conditions must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub(crate) default: bool,
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) vpc: Option<Box<Self>>,
}

impl Filter {
    /// The default one: the account's default VPC, a VPC's default security group, the default subnets.
    #[must_use]
    pub fn default_one() -> Self {
        Self { default: true, ..Self::default() }
    }

    /// A tag and its value.
    #[must_use]
    pub fn tag(key: &str, value: &str) -> Self {
        Self::default().and_tag(key, value)
    }

    /// Another tag and its value.
    #[must_use]
    pub fn and_tag(mut self, key: &str, value: &str) -> Self {
        self.tags.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Only in the VPC that this filter finds.
    #[must_use]
    pub fn in_vpc(mut self, vpc: Self) -> Self {
        self.vpc = Some(Box::new(vpc));
        self
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> =
            self.tags.iter().map(|(key, value)| format!("has the tag `{key}={value}`")).collect();
        if self.default {
            parts.push("is the default".to_owned());
        }
        if let Some(vpc) = &self.vpc {
            parts.push(format!("is in the VPC that {vpc}"));
        }
        f.write_str(&parts.join(" and "))
    }
}

impl Lookup {
    /// The name of a DynamoDB table.
    #[must_use]
    pub fn dynamodb_table(name: Match) -> Self {
        Self { what: What::DynamodbTable(name) }
    }

    /// The ARN of the latest stream of a DynamoDB table.
    #[must_use]
    pub fn dynamodb_stream(table: Match) -> Self {
        Self { what: What::DynamodbStream(table) }
    }

    /// The name of a Kinesis stream.
    #[must_use]
    pub fn kinesis_stream(name: Match) -> Self {
        Self { what: What::KinesisStream(name) }
    }

    /// The ARN of a Kinesis stream.
    #[must_use]
    pub fn kinesis_stream_arn(name: Match) -> Self {
        Self { what: What::KinesisStreamArn(name) }
    }

    /// The ID of a VPC.
    #[must_use]
    pub fn vpc(filter: Filter) -> Self {
        Self { what: What::Vpc(filter) }
    }

    /// The IDs of all subnets that the filter finds, at least one.
    #[must_use]
    pub fn subnets(filter: Filter) -> Self {
        Self { what: What::Subnets(filter) }
    }

    /// The IDs of all security groups that the filter finds, at least one.
    #[must_use]
    pub fn security_groups(filter: Filter) -> Self {
        Self { what: What::SecurityGroups(filter) }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.what, What::Subnets(_) | What::SecurityGroups(_))
    }

    pub(crate) fn key(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::DynamodbTable(name) => write!(f, "DynamoDB table whose name {name}"),
            What::DynamodbStream(name) => write!(f, "stream of the DynamoDB table whose name {name}"),
            What::KinesisStream(name) => write!(f, "Kinesis stream whose name {name}"),
            What::KinesisStreamArn(name) => write!(f, "ARN of the Kinesis stream whose name {name}"),
            What::Vpc(filter) => write!(f, "VPC that {filter}"),
            What::Subnets(filter) => write!(f, "subnet that {filter}"),
            What::SecurityGroups(filter) => write!(f, "security group that {filter}"),
        }
    }
}
