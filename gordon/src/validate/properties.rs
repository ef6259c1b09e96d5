//! Resources' properties, against AWS's own schemas, and the regions that have their types.
//!
//! Owns which rule of ours a keyword of a schema is; what the schemas say is for `gordon_schema` to know.

use gordon_schema::schema::{self, Schema};

use super::finding::{Findings, Part};
use super::rules::{
    LOCAL_PATH, MISSING_PROPERTY, NOT_ALLOWED, OUT_OF_RANGE, READ_ONLY_PROPERTY, REPEATED_ITEM, Rule, TOO_COMPLEX,
    UNAVAILABLE_TYPE, UNKNOWN_PROPERTY, WRONG_COMBINATION, WRONG_LENGTH, WRONG_PATTERN, WRONG_TYPE,
};
use super::template::{Template, is_custom};
use super::tree::{Data, Tree};
use crate::check::Severity;

pub(super) fn check(template: &Template<'_>, regions: &[String], findings: &mut Findings) {
    // A macro may rewrite any property.
    if template.is_open() {
        return;
    }
    for (_, resource) in &template.resources.entries {
        let Some(kind) = resource.field("Type") else { continue };
        let Some(schema) = kind.text().filter(|name| !is_custom(name)).and_then(schema::find) else { continue };
        available(schema, kind, regions, findings);
        match resource.fields().and_then(|fields| fields.iter().find(|(key, _)| key.name == "Properties")) {
            Some((key, properties)) => judge(schema, properties, (resource, Part::Entry(key)), findings),
            None => judge(schema, &Tree::new(kind.span, Data::Object(Vec::new())), (resource, Part::Whole), findings),
        }
    }
}

/// `whole` is where what concerns all properties is shown.
fn judge(schema: &'static Schema, properties: &Tree, whole: (&Tree, Part<'_>), findings: &mut Findings) {
    let mut found = Vec::new();
    schema.judge(properties, &mut |finding| found.push(finding));
    for finding in found {
        let (node, rule) = (finding.node, rule(finding.rule));
        let key =
            finding.key.as_deref().and_then(|name| node.value().fields()?.iter().find(|(key, _)| key.name == name));
        let (at, part) = match key {
            Some((key, _)) => (node, Part::Entry(key)),
            None if std::ptr::eq(node, properties) => whole,
            None => (node, Part::Whole),
        };
        let added = findings.at(rule, at, part, finding.message);
        added.help(finding.help);
        if node.value().assumed {
            // It need not be so: whoever deploys may give the parameter another value.
            added.severity = Severity::Warning;
            added.message.push_str(", which a parameter may be");
        }
    }
}

fn available(schema: &Schema, kind: &Tree, regions: &[String], findings: &mut Findings) {
    for region in regions {
        if !schema.regions().any(|known| known == region) {
            findings
                .add(&UNAVAILABLE_TYPE, kind, format!("`{}` does not exist in `{region}`", schema.name()))
                .help("use another type, or deploy to another region");
        }
    }
}

/// The rule of a schema's keyword.
fn rule(keyword: &str) -> &'static Rule {
    match keyword {
        "additionalProperties" => &UNKNOWN_PROPERTY,
        "required" => &MISSING_PROPERTY,
        "readOnly" => &READ_ONLY_PROPERTY,
        "type" => &WRONG_TYPE,
        "packaged" => &LOCAL_PATH,
        "enum" | "const" => &NOT_ALLOWED,
        "pattern" | "format" | "propertyNames" => &WRONG_PATTERN,
        "minimum" | "maximum" | "multipleOf" => &OUT_OF_RANGE,
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => &WRONG_LENGTH,
        "uniqueItems" => &REPEATED_ITEM,
        "limit" => &TOO_COMPLEX,
        _ => &WRONG_COMBINATION,
    }
}
