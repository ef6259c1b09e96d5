//! Outputs: their attributes and values.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>

use super::finding::Findings;
use super::rules::{INVALID_OUTPUT, INVALID_SECTION};
use super::sections::description;
use super::template::Template;
use super::tree::{Data, Tree};
use gordon_schema::node::{Kind, Node, Shape};

const ATTRIBUTES: [&str; 4] = ["Condition", "Description", "Export", "Value"];
/// In bytes.
const MOST_DESCRIPTION: usize = 1024;

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    for (key, output) in &template.outputs.entries {
        let Data::Object(attributes) = &output.data else {
            if output.is_literal() {
                let message = format!("the output `{}` is an object, and this is {}", key.name, output.what());
                findings.add(&INVALID_SECTION, output, message).help("give it a `Value`");
            }
            continue;
        };
        for (attribute, value) in attributes {
            match attribute.name.as_str() {
                "Description" => description(value, MOST_DESCRIPTION, findings),
                "Value" => text("Value", value, findings),
                "Export" => export(value, findings),
                // `conditions` looks at it.
                "Condition" => {}
                other => {
                    let help = findings.near(other, ATTRIBUTES).map_or_else(
                        || format!("an output has {}", ATTRIBUTES.join(", ")),
                        |near| format!("did you mean `{near}`?"),
                    );
                    findings
                        .entry(&INVALID_OUTPUT, output, attribute, format!("an output has no `{other}`"))
                        .help(help);
                }
            }
        }
        if output.field("Value").is_none() {
            findings.add(&INVALID_OUTPUT, output, format!("the output `{}` has no `Value`", key.name));
        }
    }
}

fn export(export: &Tree, findings: &mut Findings) {
    let Data::Object(entries) = &export.data else {
        if export.is_literal() {
            findings
                .add(&INVALID_OUTPUT, export, format!("`Export` is an object, and this is {}", export.what()))
                .help("write `Export: {Name: …}`");
        }
        return;
    };
    for (key, _) in entries.iter().filter(|(key, _)| key.name != "Name") {
        findings
            .entry(&INVALID_OUTPUT, export, key, format!("`Export` has no `{}`", key.name))
            .help("`Export` has `Name` only");
    }
    match export.field("Name") {
        Some(name) => text("Name", name, findings),
        None => drop(findings.add(&INVALID_OUTPUT, export, "`Export` has no `Name`")),
    }
}

/// A value that must come out as text.
fn text(name: &str, value: &Tree, findings: &mut Findings) {
    match value.kind() {
        Kind::Choice => value.items().for_each(|branch| text(name, branch, findings)),
        Kind::Null | Kind::Object | Kind::List => wrong(name, value, value.what(), findings),
        Kind::Unknown(Some(Shape::List)) => wrong(name, value, "a list", findings),
        Kind::Unknown(Some(Shape::Object)) => wrong(name, value, "an object", findings),
        _ => {}
    }
}

fn wrong(name: &str, value: &Tree, what: &str, findings: &mut Findings) {
    findings
        .add(&INVALID_OUTPUT, value, format!("`{name}` is text, and this is {what}"))
        .help("a list becomes text with `Fn::Join`");
}
