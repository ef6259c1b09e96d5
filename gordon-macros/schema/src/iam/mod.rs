//! IAM's actions, resource types and condition keys, as AWS's Service Authorization Reference lists them.
//!
//! Owns the packed list ([`Service`]) and, in [`judge`], the rules of a statement by it. Opening a service reads that
//! service alone. Must not know where a statement was written.
//!
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

pub mod arn;
mod condition;
mod global;
pub mod judge;

use std::collections::BTreeMap;

use miniz_oxide::inflate::decompress_to_vec;

/// A line about the data, a line for each service (name, offset, length), an empty line, and the services, deflated.
const PACKED: &[u8] = include_bytes!("../../data/iam.bin");

/// The day of the list, such as `2026-10-27`.
#[must_use]
pub fn date() -> &'static str {
    head().lines().next().and_then(|line| line.split(' ').next()).unwrap_or_default()
}

/// The names of all services, in alphabetical order.
pub fn services() -> impl Iterator<Item = &'static str> {
    index().map(|(name, _, _)| name)
}

/// The text before the packed services.
fn head() -> &'static str {
    let end = PACKED.windows(2).position(|pair| pair == b"\n\n").unwrap_or_default();
    std::str::from_utf8(&PACKED[..end]).unwrap_or_default()
}

fn index() -> impl Iterator<Item = (&'static str, usize, usize)> {
    head().lines().skip(1).filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    })
}

/// One service, such as `dynamodb`.
#[derive(Debug)]
pub struct Service {
    /// The prefix of its actions.
    pub name: &'static str,
    keys: Vec<String>,
    resources: Vec<String>,
    actions: Vec<String>,
}

impl Service {
    /// The service of a prefix, whatever its case.
    #[must_use]
    pub fn open(prefix: &str) -> Option<Self> {
        let (name, at, length) = index().find(|(name, _, _)| name.eq_ignore_ascii_case(prefix))?;
        let start = head().len() + 2 + at;
        let text = String::from_utf8(decompress_to_vec(PACKED.get(start..start + length)?).ok()?).ok()?;
        let mut service = Self { name, keys: Vec::new(), resources: Vec::new(), actions: Vec::new() };
        for line in text.lines() {
            let Some((kind, rest)) = line.split_once('\t') else { continue };
            let list = match kind {
                "k" => &mut service.keys,
                "r" => &mut service.resources,
                _ => &mut service.actions,
            };
            list.push(rest.to_owned());
        }
        Some(service)
    }

    /// Its actions, in alphabetical order.
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        self.actions.iter().map(|line| Action { service: self, line })
    }

    /// An action by its name without the prefix, whatever its case.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<Action<'_>> {
        self.actions().find(|action| action.name().eq_ignore_ascii_case(name))
    }

    /// The actions that a pattern of `*` and `?` matches.
    pub fn matching(&self, pattern: &str) -> impl Iterator<Item = Action<'_>> {
        let pattern = pattern.to_ascii_lowercase();
        self.actions().filter(move |action| arn::matches(&pattern, &action.name().to_ascii_lowercase()))
    }

    /// The types of resource that its actions act on.
    pub fn resource_types(&self) -> impl Iterator<Item = ResourceType<'_>> {
        self.resources.iter().map(|line| ResourceType { line })
    }

    fn key(&self, at: usize) -> Option<Key<'_>> {
        self.keys.get(at).map(|line| Key::read(line))
    }
}

/// How much an action may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Names things.
    List,
    /// Reads things.
    Read,
    /// Changes things.
    Write,
    /// Changes who may do what.
    Permissions,
    /// Changes tags.
    Tagging,
}

/// An action of a service.
#[derive(Clone, Copy, Debug)]
pub struct Action<'s> {
    service: &'s Service,
    line: &'s str,
}

impl<'s> Action<'s> {
    /// Its name without the prefix, such as `GetItem`.
    #[must_use]
    pub fn name(&self) -> &'s str {
        self.field(0)
    }

    /// How much it may do.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.field(1) {
            "L" => Level::List,
            "R" => Level::Read,
            "P" => Level::Permissions,
            "T" => Level::Tagging,
            _ => Level::Write,
        }
    }

    /// The types of resource that it acts on; none where AWS takes only `*`.
    pub fn resource_types(&self) -> impl Iterator<Item = ResourceType<'s>> + use<'s> {
        let service = self.service;
        indices(self.field(2)).filter_map(|at| service.resources.get(at).map(|line| ResourceType { line }))
    }

    /// The condition keys of its requests and of its resources; the global ones are not among them.
    pub fn keys(&self) -> impl Iterator<Item = Key<'s>> + use<'s> {
        let service = self.service;
        let own = indices(self.field(3));
        let of_resources = self.resource_types().flat_map(|resource| indices(field(resource.line, 1)));
        own.chain(of_resources).filter_map(|at| service.key(at))
    }

    fn field(&self, at: usize) -> &'s str {
        field(self.line, at)
    }
}

/// A type of resource.
#[derive(Clone, Copy, Debug)]
pub struct ResourceType<'s> {
    line: &'s str,
}

impl<'s> ResourceType<'s> {
    /// AWS's word for it, such as `table`.
    #[must_use]
    pub fn name(&self) -> &'s str {
        field(self.line, 0)
    }

    /// The forms of its ARN, such as `arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}`.
    pub fn arns(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        self.line.split('\t').skip(2)
    }
}

/// A condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key<'s> {
    /// Its name; `${…}` in it stands for any text, as in `aws:ResourceTag/${TagKey}`.
    pub name: &'s str,
    /// What it is compared with.
    pub kind: KeyKind,
}

/// What the value of a condition key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Text.
    Text,
    /// An ARN.
    Arn,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// A time.
    Date,
    /// An IP address.
    Ip,
}

impl<'s> Key<'s> {
    fn read(line: &'s str) -> Self {
        let (name, kind) = line.split_once('\t').unwrap_or((line, ""));
        let kind = match kind.as_bytes().first() {
            Some(b'a') => KeyKind::Arn,
            Some(b'b') => KeyKind::Bool,
            Some(b'n') => KeyKind::Number,
            Some(b'd') => KeyKind::Date,
            Some(b'i') => KeyKind::Ip,
            _ => KeyKind::Text,
        };
        Self { name, kind }
    }

    /// Whether this is the key that was written, whatever its case.
    #[must_use]
    pub fn is(&self, written: &str) -> bool {
        let Some((before, rest)) = self.name.split_once("${") else {
            return self.name.eq_ignore_ascii_case(written);
        };
        let after = rest.split_once('}').map_or("", |(_, after)| after);
        let written = written.to_ascii_lowercase();
        let inner = written.strip_prefix(&before.to_ascii_lowercase());
        let after = after.split("${").next().unwrap_or_default().to_ascii_lowercase();
        inner.is_some_and(|inner| inner.len() > after.len() && inner.contains(&after))
    }
}

/// The services opened so far.
#[derive(Debug, Default)]
pub struct Catalog {
    opened: BTreeMap<String, Option<Service>>,
}

impl Catalog {
    /// Opens a service, once.
    pub fn open(&mut self, prefix: &str) {
        self.opened.entry(prefix.to_ascii_lowercase()).or_insert_with(|| Service::open(prefix));
    }

    /// A service that was opened.
    #[must_use]
    pub fn get(&self, prefix: &str) -> Option<&Service> {
        self.opened.get(&prefix.to_ascii_lowercase())?.as_ref()
    }
}

fn field(line: &str, at: usize) -> &str {
    line.split('\t').nth(at).unwrap_or_default()
}

fn indices(list: &str) -> impl Iterator<Item = usize> {
    list.split(' ').filter_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_opens_and_is_whole() {
        let (mut count, mut actions) = (0, 0);
        for name in services() {
            let service = Service::open(name).unwrap_or_else(|| panic!("{name} does not open"));
            assert_eq!(service.name, name);
            for resource in service.resource_types() {
                assert!(resource.arns().count() > 0, "{name} {}", resource.name());
                for pattern in resource.arns() {
                    assert!(arn::Text::of_aws(pattern).is_arn(), "{name} {pattern}");
                }
            }
            for action in service.actions() {
                // Both lists are indices: a wrong one would be left out silently.
                assert_eq!(action.resource_types().count(), indices(field(action.line, 2)).count());
                assert!(indices(field(action.line, 3)).all(|at| service.key(at).is_some()), "{name} {}", action.name());
                actions += 1;
            }
            count += 1;
        }
        assert!(count >= 457 && actions > 22_000, "{count} services, {actions} actions");
        assert_eq!(date().len(), "2026-10-27".len());
    }

    #[test]
    fn an_action_has_its_resources_keys_and_level() {
        let dynamodb = Service::open("DynamoDB").expect("DynamoDB");
        let query = dynamodb.action("query").expect("Query");
        assert_eq!((query.name(), query.level()), ("Query", Level::Read));
        let types: Vec<&str> = query.resource_types().map(|resource| resource.name()).collect();
        assert_eq!(types, ["index", "table"]);
        assert!(query.keys().any(|key| key.is("dynamodb:LeadingKeys")));
        assert!(query.keys().any(|key| key.is("aws:ResourceTag/team")), "of the table");
        assert_eq!(dynamodb.action("ListTables").expect("ListTables").resource_types().count(), 0);
        assert!(dynamodb.action("Foo").is_none());
        assert_eq!(dynamodb.matching("GetI*").map(|action| action.name()).collect::<Vec<_>>(), ["GetItem"]);
    }

    #[test]
    fn a_key_stands_for_any_text_in_its_middle() {
        let key = |name| Key { name, kind: KeyKind::Text };
        assert!(key("aws:ResourceTag/${TagKey}").is("aws:resourcetag/Team"));
        assert!(!key("aws:ResourceTag/${TagKey}").is("aws:ResourceTag/"));
        assert!(!key("aws:ResourceTag/${TagKey}").is("aws:RequestTag/Team"));
        let middle = key("codebuild:secondarySources/${sourceIdentifier}.auth.type");
        assert!(middle.is("codebuild:secondarySources/x.auth.type"));
        assert!(!middle.is("codebuild:secondarySources/x.auth"));
        assert!(key("s3:prefix").is("s3:Prefix") && !key("s3:prefix").is("s3:prefixes"));
    }
}
