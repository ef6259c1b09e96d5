//! Mappings: two levels of keys over values.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>

use super::finding::Findings;
use super::rules::{INVALID_MAPPING, INVALID_SECTION, TOO_MANY};
use super::sections::name;
use super::template::Template;
use super::tree::{Data, Tree};

const MOST_ATTRIBUTES: usize = 200;

pub(super) fn check(template: &Template<'_>, findings: &mut Findings) {
    for (key, mapping) in &template.mappings.entries {
        let Some(keys) = level(mapping, &format!("the mapping `{}`", key.name), findings) else { continue };
        for (top, attributes) in keys {
            let allowed: fn(char) -> bool = |c| c.is_ascii_alphanumeric() || c == '.' || c == '-' || c == '_';
            name(mapping, top, "a mapping's key", allowed, findings);
            let what = format!("`{}` of the mapping `{}`", top.name, key.name);
            for (attribute, value) in level(attributes, &what, findings).unwrap_or_default() {
                let good = |value: &Tree| value.scalar().is_some();
                if !good(value) && !value.list().is_some_and(|items| items.iter().all(good)) {
                    let message = format!(
                        "`{}` is text, a number, a boolean or a list of them, and this is {}",
                        attribute.name,
                        value.what()
                    );
                    findings
                        .add(&INVALID_MAPPING, value, message)
                        .help("mappings take no functions and no third level");
                }
            }
        }
    }
}

/// The entries of a level, where it is one.
fn level<'t>(tree: &'t Tree, what: &str, findings: &mut Findings) -> Option<&'t [(super::tree::Key, Tree)]> {
    match &tree.data {
        Data::Object(entries) => {
            if entries.is_empty() {
                findings.add(&INVALID_MAPPING, tree, format!("{what} is empty")).help("give it at least one key");
            } else if entries.len() > MOST_ATTRIBUTES {
                findings
                    .add(&TOO_MANY, tree, format!("{what} has {} keys", entries.len()))
                    .help(format!("CloudFormation takes at most {MOST_ATTRIBUTES}"));
            }
            Some(entries)
        }
        // `Fn::Transform` brings it from elsewhere, `Fn::ForEach` makes it.
        Data::Opaque(_) | Data::Call(_) => None,
        _ => {
            findings
                .add(&INVALID_SECTION, tree, format!("{what} is an object, and this is {}", tree.what()))
                .help("a mapping is two levels of keys over values");
            None
        }
    }
}
