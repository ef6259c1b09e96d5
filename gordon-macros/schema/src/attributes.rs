//! What CloudFormation returns of each resource type: the attributes that `Fn::GetAtt` takes.
//!
//! Owns the list of types with their attributes, and how each is called in Rust.

use crate::{case, pack};

/// The JSON type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// A list of texts.
    Texts,
    /// Anything else.
    Json,
}

/// A type with its attributes.
#[derive(Clone, Debug)]
pub struct Type<'a> {
    /// Such as `AWS::DynamoDB::Table`.
    pub name: &'a str,
    attributes: &'a str,
}

impl<'a> Type<'a> {
    /// The attributes by CloudFormation's names, such as `StreamArn` or `Endpoint.Address`.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, Shape)> + use<'a> {
        self.attributes.split(' ').filter_map(|word| {
            let (name, shape) = word.rsplit_once(':')?;
            let shape = match shape {
                "s" => Shape::Text,
                "i" => Shape::Integer,
                "n" => Shape::Number,
                "b" => Shape::Bool,
                "l" => Shape::Texts,
                _ => Shape::Json,
            };
            Some((name, shape))
        })
    }

    /// The module and the name of the type in Rust: `dynamodb` and `Table`.
    #[must_use]
    pub fn path(&self) -> (String, &'a str) {
        let mut parts = self.name.split("::").skip(1);
        let service = parts.next().unwrap_or_default().to_lowercase();
        (service, parts.next().unwrap_or_default())
    }
}

/// Every type, in alphabetical order.
pub fn types() -> impl Iterator<Item = Type<'static>> {
    pack::rows().map(|row| Type { name: row.name(), attributes: row.attributes() })
}

/// The method that gives an attribute: `StreamArn` is `stream_arn`, `Endpoint.Address` is `endpoint_address`.
#[must_use]
pub fn method(attribute: &str) -> String {
    let name = case::snake(&attribute.replace('.', "_"));
    // The only word of Rust's among them.
    if name == "type" { "type_".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_table_is_found_with_its_attributes() {
        let table = types().find(|found| found.name == "AWS::DynamoDB::Table").expect("tables");
        assert_eq!(table.path(), ("dynamodb".to_owned(), "Table"));
        let methods: Vec<(String, Shape)> = table.attributes().map(|(name, shape)| (method(name), shape)).collect();
        assert_eq!(methods, [("arn".to_owned(), Shape::Text), ("stream_arn".to_owned(), Shape::Text)]);
    }

    #[test]
    fn all_attributes_are_there() {
        assert_eq!(types().map(|found| found.attributes().count()).sum::<usize>(), 5603);
    }

    #[test]
    fn every_name_is_rusts_and_no_two_are_alike() {
        let letters = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let mut paths = BTreeSet::new();
        for found in types() {
            let (module, name) = found.path();
            assert!(letters(&module) && letters(name) && !name.is_empty(), "{}", found.name);
            assert!(paths.insert((module, name)), "{} is there twice", found.name);
            let mut methods = BTreeSet::new();
            for (attribute, _) in found.attributes() {
                let method = method(attribute);
                assert!(letters(&method), "{} {attribute}", found.name);
                assert!(!OWN.contains(&method.as_str()), "{} {attribute} is a method of every resource", found.name);
                assert!(methods.insert(method), "{} {attribute} is there twice", found.name);
            }
        }
    }

    /// Methods that every `Resource` has, and grants (`gordon::describe::grants`) that some have.
    const OWN: &[&str] = &[
        "add_steps",
        "attribute",
        "back_up",
        "cancel_steps",
        "change_records",
        "clone",
        "condition",
        "create",
        "creation_policy",
        "decrypt",
        "delete",
        "deletion_policy",
        "depends_on",
        "encrypt",
        "into",
        "invoke",
        "list",
        "manage",
        "manage_lifecycle",
        "metadata",
        "modify_fleet",
        "modify_groups",
        "protect",
        "publish",
        "purge",
        "put",
        "query",
        "read",
        "read_details",
        "read_path",
        "read_write",
        "receive",
        "reconfigure",
        "reference",
        "restore",
        "rotate",
        "run_task",
        "search",
        "send",
        "send_bounce",
        "send_templated",
        "sign",
        "sign_in",
        "start",
        "stop",
        "stream_read",
        "subscribe",
        "terminate",
        "update_endpoints",
        "update_policy",
        "update_replace_policy",
        "verify",
        "write",
        "write_details",
    ];
}
