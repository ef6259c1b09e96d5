//! Checks a resource by AWS's schema of its type.
//!
//! Owns where each finding points, and what type each expression must have. The rules are `gordon_schema`'s, with one of
//! its own: CloudFormation takes a number in quotes, and `resource!` does not.

use std::ptr;

use gordon_schema::attributes;
use gordon_schema::expected::Expected;
use gordon_schema::node::Finding;
use gordon_schema::schema::{self, Schema};
use proc_macro2::Span;

use super::parse::{TypeName, Written};
use super::tree::{Data, Datum};
use crate::diag::Diagnostics;

/// Records every mistake, and gives expressions their types. Returns the type that was meant, if it is known.
pub(super) fn validate(written: &mut Written, diag: &mut Diagnostics) -> Option<&'static Schema> {
    let kind = written.kind.as_ref()?;
    let Some(schema) = schema::find(&kind.text) else {
        let meant = schema::closest_type(&kind.text);
        if written.sure {
            diag.over(&kind.tokens, unknown(kind, meant));
        }
        return meant.and_then(schema::find);
    };
    let mut findings: Vec<Finding<'_, Datum>> = Vec::new();
    schema.judge(&written.properties, &mut |finding| findings.push(finding));
    let mut mistakes = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        if !follows(finding, &findings[..at], diag.len() > 0) && !explained(finding, &findings) {
            mistakes.push((place(finding), message(finding, schema)));
        }
    }
    let wrong: Vec<*const Datum> = findings.iter().map(|finding| ptr::from_ref(finding.node)).collect();
    expressions(&mut written.properties, schema, &mut Vec::new(), &wrong, &mut mistakes);
    mistakes.sort_by_key(|(span, _)| (span.start().line, span.start().column));
    mistakes.iter().for_each(|(span, message)| diag.at(*span, message));
    Some(schema)
}

/// One mistake is one message: of several that a literal or an item makes the first; and what could not be read may be
/// what is missing.
fn follows(finding: &Finding<'_, Datum>, before: &[Finding<'_, Datum>], unread: bool) -> bool {
    let said = before.iter().any(|other| ptr::eq(other.node, finding.node) && other.key.is_none());
    match finding.rule {
        "required" => unread,
        "uniqueItems" => said,
        _ => said && !matches!(finding.node.data, Data::Object(_)),
    }
}

/// Another finding of the same object says it better: what is missing is there under another name, or what excludes what
/// is named.
fn explained(finding: &Finding<'_, Datum>, all: &[Finding<'_, Datum>]) -> bool {
    let beside = |explains: &dyn Fn(&Finding<'_, Datum>) -> bool| {
        all.iter().any(|other| ptr::eq(other.node, finding.node) && explains(other))
    };
    match finding.rule {
        "required" => beside(&|other| other.rule == "additionalProperties" && other.help.contains("did you mean")),
        "oneOf" => beside(&|other| other.rule == "dependentExcluded"),
        _ => false,
    }
}

fn unknown(kind: &TypeName, meant: Option<&str>) -> String {
    let text = &kind.text;
    let way_out = "`Resource::untyped` takes it";
    if text.starts_with("Custom::") || text == "AWS::CloudFormation::CustomResource" {
        return format!("`{text}` is a custom resource, whose properties nobody knows: {way_out}");
    }
    if text.starts_with("AWS::Serverless::") {
        return format!("`{text}` is SAM's: here functions, their triggers and APIs are `Function` and `App`");
    }
    match meant {
        Some(meant) => format!("there is no resource type `{text}`; did you mean `{meant}`?"),
        None => format!("there is no resource type `{text}` in the schemas of {}: {way_out}", schema::source()),
    }
}

fn message(finding: &Finding<'_, Datum>, schema: &Schema) -> String {
    let message = &finding.message;
    if finding.rule == "readOnly" {
        let mut all =
            attributes::types().filter(|found| found.name == schema.name()).flat_map(|found| found.attributes());
        return match all.find(|(name, _)| *name == finding.path) {
            Some((name, _)) => format!("{message}: leave it out, and read it with `.{}()`", attributes::method(name)),
            None => format!("{message}: leave it out"),
        };
    }
    match finding.help.as_str() {
        "" => message.clone(),
        help => format!("{message}; {help}"),
    }
}

/// The key that a finding is about, or the value; of what is missing, whose it is.
fn place(finding: &Finding<'_, Datum>) -> Span {
    let key = finding.key.as_ref().and_then(|key| match &finding.node.data {
        Data::Object(entries) => entries.iter().find(|entry| entry.key == *key),
        _ => None,
    });
    match key {
        Some(entry) => entry.span,
        None if finding.node.is_nested() => finding.node.owner,
        None => finding.node.span,
    }
}

/// Gives the expressions in a value their types, and finds literals that are of another type.
fn expressions(
    datum: &mut Datum,
    schema: &Schema,
    path: &mut Vec<String>,
    wrong: &[*const Datum],
    mistakes: &mut Vec<(Span, String)>,
) {
    let this = ptr::from_ref(datum);
    let property = |path: &[String]| schema.property(&path.iter().map(String::as_str).collect::<Vec<_>>());
    match &mut datum.data {
        Data::Object(entries) => {
            for entry in entries {
                path.push(entry.key.clone());
                expressions(&mut entry.value, schema, path, wrong, mistakes);
                path.pop();
            }
        }
        Data::List(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                path.push(at.to_string());
                expressions(item, schema, path, wrong, mistakes);
                path.pop();
            }
        }
        Data::Rust(expression) => {
            if let Some(property) = property(path) {
                expression.of = property.expected;
                expression.required = property.required;
            }
        }
        literal => {
            if !wrong.contains(&this)
                && let Some(property) = property(path)
                && let Some(mistake) = in_other_words(literal, &property.expected)
            {
                mistakes.push((datum.span, mistake));
            }
        }
    }
}

/// A literal that CloudFormation would take for one of the type that it wants.
fn in_other_words(literal: &Data, expected: &Expected) -> Option<String> {
    let dynamic = |text: &str| text.contains("{{resolve:");
    Some(match (literal, expected) {
        (Data::Number(_, digits), Expected::Text) => {
            format!("a number stands where text belongs; write `\"{digits}\"`")
        }
        (Data::Bool(is), Expected::Text) => {
            format!("`{is}` stands where text belongs; write `\"{is}\"`")
        }
        (Data::Text(text), Expected::Integer | Expected::Number) if !dynamic(text) => {
            format!("text stands where a number belongs; write `{}`", text.trim())
        }
        (Data::Text(text), Expected::Bool) if !dynamic(text) => {
            format!("text stands where `true` or `false` belongs; write `{}`", text.to_lowercase())
        }
        _ => return None,
    })
}
