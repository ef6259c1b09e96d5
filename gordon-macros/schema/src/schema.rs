//! A resource type's schema: what its properties may be, which of them AWS sets, and where the type exists.
//!
//! Owns looking things up in the packed data, each read when it is first asked for and kept. Judging is
//! [`judge`](Schema::judge)'s module.

use std::sync::OnceLock;

use crate::expected::{self, Property};
use crate::judge;
use crate::node::{Finding, Node};
use crate::pack::{self, Reader, Row};
use crate::rule::Rule;
use crate::words;

/// The schema of a resource type.
#[derive(Debug)]
pub struct Schema {
    row: Row,
    /// Whether the service takes tags, which have rules of their own.
    pub(crate) taggable: bool,
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
        let mut list = || from.many(Reader::text);
        let (read_only, create_only, conditional_create_only) = (list(), list(), list());
        let (write_only, identifier, packaged) = (list(), list(), list());
        let extras = from.many(|from| (from.text(), from.number()));
        let rules = Rules::read(&mut from);
        Schema {
            row,
            taggable,
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

    /// Reports everything that is wrong with a resource's properties, in the order in which they are written.
    ///
    /// A resource without `Properties` is judged as one whose properties are an empty object.
    pub fn judge<'n, N: Node>(&'static self, properties: &'n N, report: &mut dyn FnMut(Finding<'n, N>)) {
        judge::properties(self, properties, report);
    }
}

impl Rules {
    pub(crate) fn read(from: &mut Reader) -> Rules {
        Rules { rules: from.many(|from| (from.part(), OnceLock::new())) }
    }

    /// The rule of a number.
    pub(crate) fn get(&self, number: usize) -> &Rule {
        static NONE: Rule = Rule::All(Vec::new());
        self.rules.get(number).map_or(&NONE, |(from, read)| read.get_or_init(|| Rule::read(&mut from.clone())))
    }
}
