//! Any CloudFormation template, checked: its structure, its references, and every resource against AWS's own schema.
//!
//! Owns what a template must be, whoever wrote it: what `synth` makes is checked here as `gordon validate FILE` checks
//! any. Must not do I/O, know Gordon's model, or print.
//!
//! ```
//! use gordon::validate::{Options, json};
//!
//! let template = serde_json::json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topik" } } });
//! let findings = json(&template, &Options::default());
//! assert_eq!(findings[0].rule, "unknown-type");
//! assert_eq!(findings[0].path, "Resources.Topic.Type");
//! assert_eq!(findings[0].help.as_deref(), Some("did you mean `AWS::SNS::Topic`?"));
//! ```

mod attributes;
mod call;
mod conditions;
mod dependencies;
mod finding;
mod function;
mod graph;
mod identifiers;
#[cfg(feature = "cli")]
mod json;
mod logic;
mod lookups;
mod mappings;
mod outputs;
mod parameters;
mod properties;
#[cfg(feature = "cli")]
mod read;
mod references;
mod resolve;
mod resources;
mod rules;
mod sections;
mod substitution;
mod template;
// They are templates as text.
#[cfg(all(test, feature = "cli"))]
mod tests;
mod tree;
mod uses;
#[cfg(feature = "cli")]
mod yaml;

use serde_json::Value as Json;

pub use finding::Finding;
use finding::Findings;
#[cfg(feature = "cli")]
pub(crate) use read::MOST_READ;
pub use rules::{RULES, Rule, table};
use template::Template;
use tree::Tree;
pub use tree::{Position, Span};

/// What CloudFormation takes of a template, in bytes.
#[cfg(feature = "cli")]
const MOST_BYTES: usize = 1_000_000;
/// What it takes in a call, rather than from S3.
#[cfg(feature = "cli")]
const MOST_BYTES_OF_A_CALL: usize = 51_200;

/// What a template is checked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The regions that it is for: each must have every type. None to check without regions.
    pub regions: Vec<String>,
}

/// Checks a template that is JSON already.
#[must_use]
pub fn json(template: &Json, options: &Options) -> Vec<Finding> {
    match Tree::from_json(template) {
        Some(tree) => check(tree, Findings::default(), options),
        None => vec![Finding::of_text(
            &rules::TOO_COMPLEX,
            None,
            format!("values nest deeper than {} levels", tree::MOST_DEPTH),
        )],
    }
}

/// The finding that a file cannot be read, for the reason that the system gives.
#[cfg(feature = "cli")]
pub(crate) fn unreadable(reason: &str) -> Finding {
    let mut finding = Finding::of_text(&rules::UNREADABLE_FILE, None, format!("cannot read it: {reason}"));
    finding.help("check the name and the permissions");
    finding
}

/// Whether a text is meant as a template: of the files in a folder, these are checked.
#[cfg(feature = "cli")]
pub(crate) fn is_template(text: &[u8]) -> bool {
    match read::read(text).0 {
        Some(tree) => {
            tree.field("AWSTemplateFormatVersion").is_some() || tree.field("Resources").is_some_and(has_types)
        }
        None => text.windows(VERSION.len()).any(|part| part == VERSION.as_bytes()),
    }
}

/// What most templates say, and no other file.
#[cfg(feature = "cli")]
const VERSION: &str = "AWSTemplateFormatVersion";

#[cfg(feature = "cli")]
fn has_types(resources: &Tree) -> bool {
    resources.fields().unwrap_or_default().iter().any(|(_, resource)| resource.field("Type").is_some())
}

/// Checks the text of a template: YAML with short forms (`!Sub`), or JSON.
///
/// Whatever the bytes are, there is an answer, in bounded time and memory. Of more than 4 MB, nothing is read.
#[cfg(feature = "cli")]
#[must_use]
pub fn text(template: &[u8], options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    let size = template.len();
    if size > MOST_BYTES {
        let size = if size > MOST_READ { format!("more than {MOST_READ}") } else { size.to_string() };
        let mut finding = Finding::of_text(&rules::TEMPLATE_SIZE, None, format!("the template has {size} bytes"));
        finding.help(format!("CloudFormation takes at most {MOST_BYTES}: move resources to nested stacks"));
        findings.push(finding);
    } else if size > MOST_BYTES_OF_A_CALL {
        let mut finding = Finding::of_text(&rules::LARGE_TEMPLATE, None, format!("the template has {size} bytes"));
        finding.help(format!("beyond {MOST_BYTES_OF_A_CALL}, CloudFormation takes it from S3 only"));
        findings.push(finding);
    }
    if size > MOST_READ {
        return findings;
    }
    let (tree, more) = read::read(template);
    findings.extend(more);
    if let Some(tree) = tree {
        // SAM expands aliases and merge keys itself.
        if template::Transforms::of(&tree).serverless {
            findings.retain(|finding| ![rules::YAML_ALIAS.name, rules::YAML_MERGE.name].contains(&finding.rule));
        }
        findings.extend(check(tree, Findings::default(), options));
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}

fn check(mut root: Tree, mut findings: Findings, options: &Options) -> Vec<Finding> {
    let region = match options.regions.as_slice() {
        [only] => Some(only.as_str()),
        _ => None,
    };
    resolve::resolve(&mut root, region);
    let template = Template::of(&root);
    sections::check(&template, &mut findings);
    parameters::check(&template, &mut findings);
    mappings::check(&template, &mut findings);
    conditions::check(&template, &mut findings);
    resources::check(&template, &mut findings);
    outputs::check(&template, &mut findings);
    call::check(&template, &mut findings);
    references::check(&template, &mut findings);
    substitution::check(&template, &mut findings);
    identifiers::check(&template, &mut findings);
    properties::check(&template, &options.regions, &mut findings);
    findings.done(&root)
}
