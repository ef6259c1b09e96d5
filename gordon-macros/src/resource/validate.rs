//! Checks a resource by AWS's schema of its type.
//!
//! Owns where each finding points, and what type each expression must have. The rules are `gordon_schema`'s, with one of
//! its own: CloudFormation takes a number in quotes, and `resource!` does not.

use std::ptr;

use gordon_schema::expected::Expected;
use gordon_schema::node::Finding;
use gordon_schema::schema::{self, Schema};
use proc_macro2::Span;

use super::parse::{TypeName, Written};
use super::tree::{Data, Datum, Number};
use crate::diag::Diagnostics;

/// Records every mistake, and gives expressions their types. Returns the type that was meant, if it is known.
pub(super) fn validate(written: &mut Written, diag: &mut Diagnostics) -> Option<&'static Schema> {
    let kind = written.kind.as_ref()?;
    let Some(schema) = schema::find(&kind.text) else {
        let meant = schema::closest_type(&kind.text);
        diag.over(&kind.tokens, unknown(kind, meant));
        return meant.and_then(schema::find);
    };
    // Where something could not be read, it may be what is missing.
    let all_read = diag.len() == 0;
    let mut wrong = Vec::new();
    schema.judge(&written.properties, &mut |finding| {
        if all_read || finding.rule != "required" {
            diag.at(place(&finding), message(&finding));
            wrong.push(ptr::from_ref(finding.node));
        }
    });
    expressions(&mut written.properties, schema, &mut Vec::new(), &wrong, diag);
    Some(schema)
}

fn unknown(kind: &TypeName, meant: Option<&str>) -> String {
    let text = &kind.text;
    let way_out = "`Resource::untyped` takes any";
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

fn message(finding: &Finding<'_, Datum>) -> String {
    match finding.help.as_str() {
        "" => finding.message.clone(),
        help => format!("{}; {help}", finding.message),
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
    diag: &mut Diagnostics,
) {
    let this = ptr::from_ref(datum);
    let property = |path: &[String]| schema.property(&path.iter().map(String::as_str).collect::<Vec<_>>());
    match &mut datum.data {
        Data::Object(entries) => {
            for entry in entries {
                path.push(entry.key.clone());
                expressions(&mut entry.value, schema, path, wrong, diag);
                path.pop();
            }
        }
        Data::List(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                path.push(at.to_string());
                expressions(item, schema, path, wrong, diag);
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
                diag.at(datum.span, mistake);
            }
        }
    }
}

/// A literal that CloudFormation would take for one of the type that it wants.
fn in_other_words(literal: &Data, expected: &Expected) -> Option<String> {
    let (wanted, right) = match (literal, expected) {
        (Data::Number(_, digits), Expected::Text) => ("text", format!("\"{digits}\"")),
        (Data::Bool(is), Expected::Text) => ("text", format!("\"{is}\"")),
        (Data::Number(Number::Other(number), digits), Expected::Integer) if digits.contains('.') => {
            ("a whole number", format!("{number:.0}"))
        }
        (Data::Text(text), Expected::Integer | Expected::Number) if !text.contains("{{resolve:") => {
            ("a number", text.trim().to_owned())
        }
        (Data::Text(text), Expected::Bool) if !text.contains("{{resolve:") => {
            ("`true` or `false`", text.to_lowercase())
        }
        _ => return None,
    };
    Some(format!("expected {wanted}: `{right}`"))
}
