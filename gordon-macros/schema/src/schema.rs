//! A resource type's schema: what its properties may be, which of them AWS sets, and where the type exists.
//!
//! Owns looking things up in the packed data, each read when it is first asked for and kept. Judging is
//! [`judge`](Schema::judge)'s module.

use std::sync::OnceLock;

use crate::expected::{self, Property};
use crate::judge;
use crate::node::{Finding, Node};
use crate::pack::{self, Reader, Row};
use crate::rule::{Keyword, Rule};
use crate::words;

/// The schema of a resource type.
#[derive(Debug)]
pub struct Schema {
    row: Row,
    /// Whether the service takes tags, which have rules of their own.
    pub(crate) taggable: bool,
    life: Option<Life>,
    read_only: Vec<&'static str>,
    create_only: Vec<&'static str>,
    conditional_create_only: Vec<&'static str>,
    write_only: Vec<&'static str>,
    identifier: Vec<&'static str>,
    /// Properties that `aws cloudformation package` replaces when they are a path.
    pub(crate) packaged: Vec<&'static str>,
    /// Rules of cfn-lint's for a part of the properties: a path, and the number of a rule.
    pub(crate) extras: Vec<(&'static str, usize)>,
    pub(crate) rules: Rules,
}

/// Rules that refer to one another by number, each read when it is first needed. The first is that of the whole.
#[derive(Debug)]
pub(crate) struct Rules {
    rules: Vec<(Reader, OnceLock<Rule>)>,
}

/// How a service comes to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// How far it is.
    pub end: End,
    /// The day from which it is so, or from which the service will be shut down, such as `2026-10-30`; not always known.
    pub date: Option<&'static str>,
}

/// How far the end of a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It gets nothing new.
    /// <https://docs.aws.amazon.com/general/latest/gr/maintenance_services.html>
    Maintenance,
    /// It will be shut down. <https://docs.aws.amazon.com/general/latest/gr/sunset_services.html>
    Sunset,
    /// It is shut down: its resources cannot be made.
    /// <https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html>
    ShutDown,
}

/// Every type's name, sorted.
///
/// ```
/// assert!(gordon_schema::schema::types().any(|name| name == "AWS::Lambda::Function"));
/// ```
pub fn types() -> impl ExactSizeIterator<Item = &'static str> {
    pack::rows().map(Row::name)
}

/// The schema of a type, such as `AWS::DynamoDB::Table`.
///
/// ```
/// let table = gordon_schema::schema::find("AWS::DynamoDB::Table").expect("AWS has tables");
/// assert!(table.create_only().contains(&"TableName"));
/// assert!(gordon_schema::schema::find("AWS::DynamoDB::Tabel").is_none());
/// ```
#[must_use]
pub fn find(type_name: &str) -> Option<&'static Schema> {
    static READ: OnceLock<Vec<OnceLock<Schema>>> = OnceLock::new();
    let row = pack::find(type_name)?;
    let read = READ.get_or_init(|| (0..pack::count()).map(|_| OnceLock::new()).collect());
    Some(read.get(row.number)?.get_or_init(|| Schema::read(row)))
}

/// The type that a wrong name was meant to be, if one is near.
///
/// ```
/// use gordon_schema::schema::closest_type;
/// assert_eq!(closest_type("AWS::DynamoDb::Tabel"), Some("AWS::DynamoDB::Table"));
/// assert_eq!(closest_type("AWS::Lamda::Function"), Some("AWS::Lambda::Function"));
/// assert_eq!(closest_type("Nonsense"), None);
/// ```
#[must_use]
pub fn closest_type(name: &str) -> Option<&'static str> {
    let part = |name: &str, at: usize| name.split("::").nth(at).unwrap_or_default().to_owned();
    let mut services: Vec<&str> = types().filter_map(|name| name.split("::").nth(1)).collect();
    services.dedup();
    let service = words::closest(&part(name, 1), services)?;
    let of = || types().filter(|name| name.split("::").nth(1) == Some(service));
    let wanted = words::closest(&part(name, 2), of().filter_map(|name| name.split("::").nth(2)))?;
    of().find(|name| name.split("::").nth(2) == Some(wanted))
}

/// All regions that the data knows, such as `eu-west-1`, sorted.
pub fn regions() -> impl Iterator<Item = &'static str> {
    pack::regions()
}

/// The version of cfn-lint that the data comes from, and the date of AWS's schemas in it.
#[must_use]
pub fn source() -> &'static str {
    pack::source()
}

impl Schema {
    fn read(row: Row) -> Schema {
        let mut from = row.entry();
        let taggable = from.byte() != 0;
        let end = match from.byte() {
            1 => Some(End::Maintenance),
            2 => Some(End::Sunset),
            3 => Some(End::ShutDown),
            _ => None,
        };
        let date = from.text();
        let life = end.map(|end| Life { end, date: (!date.is_empty()).then_some(date) });
        let mut list = || from.many(Reader::text);
        let (read_only, create_only, conditional_create_only) = (list(), list(), list());
        let (write_only, identifier, packaged) = (list(), list(), list());
        let extras = from.many(|from| (from.text(), from.number()));
        let rules = Rules::read(&mut from);
        Schema {
            row,
            taggable,
            life,
            read_only,
            create_only,
            conditional_create_only,
            write_only,
            identifier,
            packaged,
            extras,
            rules,
        }
    }

    /// The type's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.row.name()
    }

    /// The regions in which the type exists.
    ///
    /// ```
    /// let alexa = gordon_schema::schema::find("Alexa::ASK::Skill");
    /// let table = gordon_schema::schema::find("AWS::DynamoDB::Table").expect("AWS has tables");
    /// assert!(table.regions().any(|region| region == "eu-west-1"));
    /// ```
    pub fn regions(&self) -> impl Iterator<Item = &'static str> {
        let bits = self.row.regions();
        pack::regions().enumerate().filter_map(move |(at, region)| (bits >> at & 1 == 1).then_some(region))
    }

    /// Properties that AWS sets, and a template must not, as paths such as `StreamArn` or `Endpoint/Address`; an item
    /// of a list is `*`.
    #[must_use]
    pub fn read_only(&self) -> &[&'static str] {
        &self.read_only
    }

    /// Properties whose change replaces the resource, as paths.
    #[must_use]
    pub fn create_only(&self) -> &[&'static str] {
        &self.create_only
    }

    /// Properties some of whose changes replace the resource, as paths.
    #[must_use]
    pub fn conditional_create_only(&self) -> &[&'static str] {
        &self.conditional_create_only
    }

    /// Properties that AWS takes and does not show again, such as passwords, as paths.
    #[must_use]
    pub fn write_only(&self) -> &[&'static str] {
        &self.write_only
    }

    /// Properties that identify the resource together, as paths: what `Ref` returns is made of them.
    #[must_use]
    pub fn identifier(&self) -> &[&'static str] {
        &self.identifier
    }

    /// How the service of the type comes to an end, if it does.
    ///
    /// ```
    /// use gordon_schema::schema::{End, find};
    /// let end = |name| find(name).and_then(|schema| schema.life()).map(|life| life.end);
    /// assert_eq!(end("AWS::DynamoDB::Table"), None);
    /// assert_eq!(end("AWS::IoTAnalytics::Channel"), Some(End::ShutDown));
    /// ```
    #[must_use]
    pub fn life(&self) -> Option<Life> {
        self.life
    }

    /// What is expected at a path of property names; an item of a list is `*` or its number.
    ///
    /// ```
    /// use gordon_schema::expected::Expected;
    /// let table = gordon_schema::schema::find("AWS::DynamoDB::Table").expect("AWS has tables");
    /// let key = table.property(&["KeySchema", "0", "KeyType"]).expect("a property");
    /// assert_eq!(key.expected, Expected::Text);
    /// assert!(key.required);
    /// assert!(table.property(&["BilingMode"]).is_none());
    /// ```
    #[must_use]
    pub fn property(&self, path: &[&str]) -> Option<Property> {
        expected::property(self, path)
    }

    /// Reports everything that is wrong with a resource's properties. A resource without `Properties` is one whose
    /// properties are an empty object.
    ///
    /// The rule of a finding is a keyword of JSON Schema, or one of these: `readOnly` (AWS sets the property),
    /// `packaged` (a path that `aws cloudformation package` would upload; for templates that go through it, no mistake),
    /// `lifecycle` (the service was shut down), and `limit` (nested more than some 30 deep, or of more than some
    /// 500,000 values, and not judged in full).
    ///
    /// A value that is not known yet breaks a rule only where it does so whatever it turns out to be. A branch of a choice
    /// counts as one that can be taken: whoever knows that a condition holds here leaves the other branch out.
    pub fn judge<'n, N: Node>(&'static self, properties: &'n N, report: &mut dyn FnMut(Finding<'n, N>)) {
        judge::properties(self, properties, report);
    }
}

impl Rules {
    pub(crate) fn read(from: &mut Reader) -> Rules {
        Rules { rules: from.many(|from| (from.part(), OnceLock::new())) }
    }

    /// The names of the properties of what a rule allows.
    pub(crate) fn names(&self, rule: &Rule) -> Vec<&'static str> {
        let mut names = Vec::new();
        for keyword in rule.keywords() {
            match keyword {
                Keyword::Reference(number) => {
                    names.extend(self.get(*number).keywords().iter().flat_map(Keyword::names))
                }
                keyword => names.extend(keyword.names()),
            }
        }
        names
    }

    /// The rule of a number.
    pub(crate) fn get(&self, number: usize) -> &Rule {
        static NONE: Rule = Rule::All(Vec::new());
        self.rules.get(number).map_or(&NONE, |(from, read)| read.get_or_init(|| Rule::read(&mut from.clone())))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::pattern::Pattern;
    use crate::rule::Other;

    /// The rules inside a rule.
    fn inside(rule: &Rule) -> Vec<&Rule> {
        let mut found = Vec::new();
        for keyword in rule.keywords() {
            match keyword {
                Keyword::Properties { named, patterns, other } => {
                    found.extend(named.iter().map(|(_, rule)| rule));
                    found.extend(patterns.iter().map(|(_, rule)| rule));
                    if let Other::Rule(rule) = other {
                        found.push(rule);
                    }
                }
                Keyword::Each { first, other } => {
                    found.extend(first);
                    if let Other::Rule(rule) = other {
                        found.push(rule);
                    }
                }
                Keyword::OneOf(rules) | Keyword::AnyOf(rules) | Keyword::AllOf(rules) => found.extend(rules),
                Keyword::Not(rule) | Keyword::Names(rule) | Keyword::Contains(rule) => found.push(rule),
                Keyword::If(rules) => found.extend(rules.iter()),
                Keyword::NeedsRule(named) => found.extend(named.iter().map(|(_, rule)| rule)),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn every_rule_of_every_type_can_be_read() {
        let (mut rules, mut patterns) = (0, BTreeSet::new());
        for name in types() {
            let schema = find(name).expect("a type of the list");
            assert!(!schema.identifier().is_empty(), "{name} has nothing that identifies it");
            let count = schema.rules.rules.len();
            assert!(schema.extras.iter().all(|(_, number)| *number < count), "{name}");
            for (from, _) in &schema.rules.rules {
                let mut from = *from;
                let root = Rule::read(&mut from);
                assert!(from.is_empty(), "{name}: bytes are left");
                let mut open = vec![&root];
                while let Some(rule) = open.pop() {
                    rules += 1;
                    open.extend(inside(rule));
                    for keyword in rule.keywords() {
                        match keyword {
                            Keyword::Reference(number) => assert!(*number < count, "{name}"),
                            Keyword::Pattern(pattern) => drop(patterns.insert(pattern.text)),
                            Keyword::Properties { named, patterns: some, .. } => {
                                assert!(named.is_sorted_by_key(|(name, _)| *name), "{name}");
                                patterns.extend(some.iter().map(|(pattern, _)| pattern.text));
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        assert!(rules > 1, "{rules}");
        // Each pattern is one that is understood.
        assert!(patterns.len() > 3_000, "{}", patterns.len());
        let unread: Vec<_> =
            patterns.iter().filter_map(|text| Pattern::new(text).err().map(|error| (text, error))).collect();
        assert!(unread.is_empty(), "{unread:#?}");
    }

    #[test]
    fn what_a_schema_says_beside_its_rules() {
        let table = find("AWS::DynamoDB::Table").expect("tables");
        assert_eq!(table.read_only(), ["Arn", "StreamArn"]);
        assert_eq!(table.create_only(), ["ImportSourceSpecification", "TableName"]);
        assert_eq!(table.conditional_create_only(), ["KeySchema"]);
        assert_eq!(table.identifier(), ["TableName"]);
        let user = find("AWS::IAM::User").expect("users");
        assert_eq!(user.write_only(), ["LoginProfile/Password"]);
        assert_eq!(find("AWS::Lambda::Function").expect("functions").packaged, ["Code"]);
    }

    #[test]
    fn some_types_are_not_everywhere() {
        let of = |name| find(name).expect("a type").regions().collect::<Vec<_>>();
        assert!(of("AWS::Lambda::Function").len() == regions().count());
        assert!(of("AWS::CloudFront::Distribution").contains(&"us-east-1"));
        let apps = of("AWS::AppRunner::Service");
        assert!(apps.contains(&"eu-west-1") && !apps.contains(&"af-south-1"), "{apps:?}");
    }

    #[test]
    fn a_type_with_a_slip_is_recognised() {
        let cases = [
            ("AWS::DynamoDB::Tabel", Some("AWS::DynamoDB::Table")),
            ("AWS::Dynamodb::Table", Some("AWS::DynamoDB::Table")),
            ("AWS::Lambda::Functions", Some("AWS::Lambda::Function")),
            ("AWS::SQS::Que", None),
            ("Custom::Thing", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(closest_type(name), expected, "{name}");
        }
    }
}
