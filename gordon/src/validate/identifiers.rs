//! Resources that would be one: the same type, and the same in all that identifies them.
//!
//! Owns the comparison; what identifies a type is for its schema to say.

use std::collections::HashMap;

use gordon_schema::schema::{self, Schema};

use super::finding::Findings;
use super::rules::DUPLICATE_IDENTIFIER;
use super::template::Template;
use super::tree::Tree;

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    let mut seen: HashMap<(&str, Vec<String>), &str> = HashMap::new();
    for (key, resource) in &template.resources.entries {
        // Of two that have conditions, perhaps only one is ever there.
        if resource.field("Condition").is_some() {
            continue;
        }
        let Some(schema) = resource.field("Type").and_then(Tree::text).and_then(schema::find) else { continue };
        let Some(properties) = resource.field("Properties") else { continue };
        let Some((values, shown)) = identifier(schema, properties) else { continue };
        match seen.get(&(schema.name(), values.clone())) {
            Some(first) => {
                let message = format!("`{}` and `{first}` are both `{}`", key.name, values.join("` and `"));
                let names = schema.identifier().join("` and `");
                let finding = findings.add(&DUPLICATE_IDENTIFIER, shown, message);
                finding.help(format!("a stack cannot have two of a type with the same `{names}`"));
                if let Some(first) = template.resources.key(first) {
                    finding.related(first.span, "the first");
                }
            }
            None => drop(seen.insert((schema.name(), values), &key.name)),
        }
    }
}

/// The values that identify a resource, where all of them are written out; with the last of them.
fn identifier<'t>(schema: &Schema, properties: &'t Tree) -> Option<(Vec<String>, &'t Tree)> {
    let mut values = Vec::new();
    let mut last = None;
    for path in schema.identifier() {
        let value = path.split('/').try_fold(properties, |at, step| at.field(step))?;
        // Two references to the same thing are the same value.
        values.push(match value.as_call() {
            Some(call) => format!("{}({})", call.function.name(), call.argument.scalar()?),
            None => value.scalar()?,
        });
        last = Some(value);
    }
    Some((values, last?))
}
