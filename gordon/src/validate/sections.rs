//! The template's top: its sections, their names and their limits.
//!
//! Owns what holds for every section; each section's entries have a file of their own.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use super::finding::Findings;
use super::rules::{
    DUPLICATE_NAME, INVALID_DESCRIPTION, INVALID_NAME, INVALID_SECTION, INVALID_TEMPLATE, INVALID_TRANSFORM,
    INVALID_VERSION, MISSING_TRANSFORM, TOO_MANY, UNKNOWN_SECTION,
};
use super::template::{EXTENSIONS, SERVERLESS, Section, Template};
use super::tree::{Data, Key, Tree};

const SECTIONS: [&str; 12] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

/// In bytes.
const MOST_DESCRIPTION: usize = 1024;
/// In characters.
pub(super) const MOST_NAME: usize = 255;

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    let Some(fields) = template.root.fields() else {
        let what = template.root.what();
        findings
            .add(&INVALID_TEMPLATE, template.root, format!("a template is an object, and this is {what}"))
            .help("begin with a section `Resources`");
        return;
    };
    for (key, value) in fields {
        section(template, key, value, findings);
    }
    if template.resources.tree.is_none() && !template.is_open() {
        findings
            .add(&INVALID_TEMPLATE, template.root, "the template has no `Resources`")
            .help("a template must have at least one resource");
    } else if template.resources.tree.is_some_and(|tree| tree.fields().is_some_and(<[_]>::is_empty))
        && let Some(tree) = template.resources.tree
    {
        findings
            .add(&INVALID_TEMPLATE, tree, "`Resources` is empty")
            .help("a template must have at least one resource");
    }
    for (name, section, most) in [
        ("parameters", &template.parameters, 200),
        ("mappings", &template.mappings, 200),
        ("resources", &template.resources, 500),
        ("outputs", &template.outputs, 200),
    ] {
        limit(name, section, most, findings);
    }
    let letters: fn(char) -> bool = |letter| letter.is_ascii_alphanumeric();
    names(&template.parameters, "a parameter", letters, findings);
    names(&template.mappings, "a mapping", letters, findings);
    names(&template.resources, "a resource", letters, findings);
    names(&template.outputs, "an output", letters, findings);
    names(&template.rules, "a rule", letters, findings);
    names(&template.conditions, "a condition", |c| c.is_ascii_alphanumeric() || c == '&' || c == '_', findings);
    for (key, _) in &template.resources.entries {
        let Some(parameter) = template.parameters.key(&key.name) else { continue };
        if let Some(tree) = template.resources.tree {
            findings
                .entry(&DUPLICATE_NAME, tree, key, format!("`{}` is a resource and a parameter", key.name))
                .related(parameter.span, "the parameter")
                .help("give one of them another name: `Ref` could mean both");
        }
    }
}

fn section(template: &Template<'_>, key: &Key, value: &Tree, findings: &mut Findings) {
    match key.name.as_str() {
        "AWSTemplateFormatVersion" => {
            if value.text() != Some("2010-09-09") {
                let found = value.scalar().map_or_else(|| value.what().to_owned(), |text| format!("`{text}`"));
                findings
                    .add(
                        &INVALID_VERSION,
                        value,
                        format!("`AWSTemplateFormatVersion` is `2010-09-09`, and not {found}"),
                    )
                    .help("there is only this version; it can be left out");
            }
        }
        "Description" => description(value, MOST_DESCRIPTION, findings),
        "Transform" => transform(value, findings),
        "Globals" => {
            if !template.transforms.serverless && !template.is_open() {
                findings
                    .entry(
                        &MISSING_TRANSFORM,
                        template.root,
                        key,
                        format!("`Globals` needs the transform `{SERVERLESS}`"),
                    )
                    .help(format!("add `Transform: {SERVERLESS}`"));
            }
        }
        "Metadata" | "Hooks" => object(&key.name, value, findings),
        "Conditions" | "Mappings" | "Outputs" | "Parameters" | "Resources" | "Rules" => {
            object(&key.name, value, findings);
            for (entry, _) in value.fields().unwrap_or_default() {
                if entry.name.starts_with("Fn::ForEach::") && !template.transforms.extensions && !template.is_open() {
                    findings
                        .entry(
                            &MISSING_TRANSFORM,
                            value,
                            entry,
                            format!("`Fn::ForEach` needs the transform `{EXTENSIONS}`"),
                        )
                        .help(format!("add `Transform: {EXTENSIONS}`"));
                }
            }
        }
        "Fn::Transform" => {}
        name => {
            if template.is_open() {
                return;
            }
            let help = findings.near(name, SECTIONS).map_or_else(
                || format!("the sections are {}", SECTIONS.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            findings.entry(&UNKNOWN_SECTION, template.root, key, format!("there is no section `{name}`")).help(help);
        }
    }
}

fn object(name: &str, value: &Tree, findings: &mut Findings) {
    // `Fn::Transform` brings a section from elsewhere.
    if matches!(value.data, Data::Object(_) | Data::Opaque(_) | Data::Call(_)) {
        return;
    }
    findings.add(&INVALID_SECTION, value, format!("`{name}` is an object, and this is {}", value.what()));
}

/// A description: text of at most so many bytes.
pub(super) fn description(value: &Tree, most: usize, findings: &mut Findings) {
    match value.scalar() {
        None => {
            findings
                .add(&INVALID_DESCRIPTION, value, format!("a description is text, and this is {}", value.what()))
                .help("write the text itself: descriptions take no functions");
        }
        Some(text) if text.len() > most => {
            findings
                .add(&INVALID_DESCRIPTION, value, format!("the description has {} bytes", text.len()))
                .help(format!("CloudFormation takes at most {most}"));
        }
        Some(_) => {}
    }
}

fn transform(value: &Tree, findings: &mut Findings) {
    let each = value.list().unwrap_or(std::slice::from_ref(value));
    for transform in each {
        let named = transform.text().is_some() || transform.field("Name").is_some_and(|name| name.text().is_some());
        // `Fn::Transform` as the section's value is an object with one key that looks like a call.
        if !named && transform.as_call().is_none() {
            findings
                .add(&INVALID_TRANSFORM, transform, format!("a transform is a name, and this is {}", transform.what()))
                .help("write its name, a list of names, or an object with `Name` and `Parameters`");
        }
    }
}

fn limit(name: &str, section: &Section<'_>, most: usize, findings: &mut Findings) {
    let found = section.entries.len();
    if found > most
        && let Some(tree) = section.tree
    {
        let (key, _) = section.entries[most];
        findings
            .entry(&TOO_MANY, tree, key, format!("the template has {found} {name}"))
            .help(format!("CloudFormation takes at most {most}: divide the template, or use nested stacks"));
    }
}

fn names(section: &Section<'_>, what: &str, allowed: fn(char) -> bool, findings: &mut Findings) {
    let Some(tree) = section.tree else { return };
    for (key, _) in &section.entries {
        name(tree, key, what, allowed, findings);
    }
}

/// A name: letters and digits, at most 255.
pub(super) fn name(tree: &Tree, key: &Key, what: &str, allowed: fn(char) -> bool, findings: &mut Findings) {
    let length = key.name.chars().count();
    if length > MOST_NAME {
        findings
            .entry(&INVALID_NAME, tree, key, format!("the name of {what} has {length} characters"))
            .help(format!("CloudFormation takes at most {MOST_NAME}"));
    } else if let Some(letter) = key.name.chars().find(|&letter| !allowed(letter)) {
        findings
            .entry(&INVALID_NAME, tree, key, format!("`{}` is not the name of {what}: it has `{letter}`", key.name))
            .help("use letters and digits only");
    }
}
