//! What type a property has, for whoever has to type an expression that stands there.
//!
//! Owns reading a type out of a rule; must not judge values.

use crate::rule::{Keyword, Other, Rule, Types};
use crate::schema::{Rules, Schema};

/// What a schema says of one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its type.
    pub expected: Expected,
    /// Whether what holds it must have it.
    pub required: bool,
    /// Whether AWS sets it, and a template must not.
    pub read_only: bool,
    /// Whether its change replaces the resource.
    pub create_only: bool,
}

/// The type of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// A list of these.
    List(Box<Expected>),
    /// An object.
    Object,
    /// One of several types, or one that the schema does not name.
    Any,
}

/// How many references and alternatives are followed: recursive rules end here.
const DEEPEST: u8 = 12;

pub(crate) fn property(schema: &Schema, path: &[&str]) -> Option<Property> {
    let rules = &schema.rules;
    let mut at = vec![rules.get(0)];
    let mut required = false;
    for step in path {
        required = at.iter().any(|rule| requires(rules, rule, step, 0));
        let mut next = Vec::new();
        for rule in at {
            step_into(rules, rule, step, &mut next, 0);
        }
        if next.is_empty() {
            return None;
        }
        at = next;
    }
    let pointer = path.iter().map(|step| if step.parse::<usize>().is_ok() { "*" } else { step });
    let pointer = pointer.collect::<Vec<_>>().join("/");
    Some(Property {
        expected: of_all(rules, &at, 0),
        required,
        read_only: schema.read_only().contains(&pointer.as_str()),
        create_only: schema.create_only().contains(&pointer.as_str()),
    })
}

/// Rules that hold of the same value as this one: itself, what it refers to, and its alternatives.
fn beside<'r>(rules: &'r Rules, rule: &'r Rule, depth: u8, visit: &mut dyn FnMut(&'r Rule)) {
    visit(rule);
    if depth == DEEPEST {
        return;
    }
    for keyword in rule.keywords() {
        match keyword {
            Keyword::Reference(number) => beside(rules, rules.get(*number), depth + 1, visit),
            Keyword::OneOf(some) | Keyword::AnyOf(some) | Keyword::AllOf(some) => {
                some.iter().for_each(|rule| beside(rules, rule, depth + 1, visit));
            }
            _ => {}
        }
    }
}

/// Whether a name is required: by the rule itself or by what it refers to, not by one of its alternatives.
fn requires(rules: &Rules, rule: &Rule, name: &str, depth: u8) -> bool {
    depth < DEEPEST
        && rule.keywords().iter().any(|keyword| match keyword {
            Keyword::Required(names) => names.contains(&name),
            Keyword::Reference(number) => requires(rules, rules.get(*number), name, depth + 1),
            Keyword::AllOf(some) => some.iter().any(|rule| requires(rules, rule, name, depth + 1)),
            _ => false,
        })
}

fn step_into<'r>(rules: &'r Rules, rule: &'r Rule, step: &str, into: &mut Vec<&'r Rule>, depth: u8) {
    beside(rules, rule, depth, &mut |rule| {
        for keyword in rule.keywords() {
            match keyword {
                Keyword::Properties { named, patterns, other } => {
                    if let Ok(found) = named.binary_search_by(|(name, _)| (*name).cmp(step)) {
                        into.push(&named[found].1);
                    } else if !patterns.is_empty() {
                        into.extend(patterns.iter().map(|(_, rule)| rule));
                    } else if let Other::Rule(rule) = other {
                        into.push(rule);
                    }
                }
                Keyword::Each { first, other } if step == "*" || step.parse::<usize>().is_ok() => {
                    let place = step.parse::<usize>().unwrap_or(usize::MAX);
                    into.extend(first.get(place));
                    if let Other::Rule(rule) = other {
                        into.push(rule);
                    }
                }
                _ => {}
            }
        }
    });
}

fn of_all(rules: &Rules, all: &[&Rule], depth: u8) -> Expected {
    let (mut types, mut items): (Option<Types>, Vec<&Rule>) = (None, Vec::new());
    for rule in all {
        beside(rules, rule, 0, &mut |rule| {
            for keyword in rule.keywords() {
                match keyword {
                    Keyword::Type(found) => types = Some(types.map_or(*found, |types| types.and(*found))),
                    Keyword::Each { other: Other::Rule(rule), .. } => items.push(rule),
                    _ => {}
                }
            }
        });
    }
    match types {
        Some(Types::TEXT) => Expected::Text,
        Some(Types::INTEGER) => Expected::Integer,
        Some(Types::NUMBER) => Expected::Number,
        Some(Types::BOOL) => Expected::Bool,
        Some(Types::OBJECT) => Expected::Object,
        Some(Types::LIST) if depth == DEEPEST || items.is_empty() => Expected::List(Box::new(Expected::Any)),
        Some(Types::LIST) => Expected::List(Box::new(of_all(rules, &items, depth + 1))),
        _ => Expected::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::find;

    #[test]
    fn types_of_properties() {
        let list = |of| Expected::List(Box::new(of));
        let cases = [
            ("AWS::Lambda::Function", "Timeout", Expected::Integer),
            ("AWS::Lambda::Function", "Code/S3Bucket", Expected::Text),
            ("AWS::Lambda::Function", "Code", Expected::Object),
            ("AWS::Lambda::Function", "VpcConfig/SubnetIds", list(Expected::Text)),
            ("AWS::Lambda::Function", "VpcConfig/SubnetIds/*", Expected::Text),
            ("AWS::DynamoDB::Table", "AttributeDefinitions", list(Expected::Object)),
            // A list, and an object that AWS has kept from before.
            ("AWS::DynamoDB::Table", "KeySchema", Expected::Any),
            ("AWS::DynamoDB::Table", "KeySchema/0/KeyType", Expected::Text),
            ("AWS::CloudWatch::Alarm", "Threshold", Expected::Number),
            ("AWS::SQS::Queue", "FifoQueue", Expected::Bool),
            ("AWS::SQS::Queue", "RedrivePolicy", Expected::Any),
            (
                "AWS::WAFv2::WebACL",
                "Rules/0/Statement/NotStatement/Statement/AndStatement/Statements",
                list(Expected::Object),
            ),
        ];
        for (name, path, expected) in cases {
            let path: Vec<&str> = path.split('/').collect();
            let found = property(find(name).expect("a type"), &path);
            assert_eq!(found.map(|found| found.expected), Some(expected), "{name} {path:?}");
        }
    }

    #[test]
    fn what_else_is_said() {
        let function = find("AWS::Lambda::Function").expect("functions");
        let of = |path: &[&str]| property(function, path).expect("a property");
        assert!(of(&["Role"]).required && !of(&["Timeout"]).required);
        assert!(of(&["Arn"]).read_only && !of(&["Role"]).read_only);
        assert!(of(&["FunctionName"]).create_only && !of(&["Role"]).create_only);
        assert!(property(function, &["Tiemout"]).is_none());
        assert!(property(function, &["Timeout", "Deeper"]).is_none());
    }
}
