//! What a template's values refer to: parameters, resources, attributes.
//!
//! Owns that names are defined and used, and that a resource which may not be there is not taken for granted.

use std::collections::HashSet;

use super::finding::Findings;
use super::function::Function;
use super::rules::{CONDITIONAL_REFERENCE, UNDEFINED_REFERENCE, UNKNOWN_ATTRIBUTE, UNUSED_MAPPING, UNUSED_PARAMETER};
use super::template::Template;
use super::tree::{Call, Tree};
use super::uses::{Origin, Part, Use, Uses};
use super::{attributes, dependencies, lookups};

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html>
pub(super) const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

pub(super) fn check<'t>(template: &Template<'t>, findings: &mut Findings) {
    let uses = Uses::of(template);
    for used in &uses.names {
        if !used.looped && used.from != Origin::Elsewhere && !used.name.contains("${") {
            defined(template, used, findings);
        }
    }
    lookups::check(template, &uses, findings);
    unused(template, &uses, findings);
    conditional(template, &uses, findings);
    dependencies::check(template, &uses, findings);
}

/// That a name is one of the template's, and an attribute one of its type's.
fn defined(template: &Template<'_>, used: &Use<'_>, findings: &mut Findings) {
    let name = used.name;
    if used.part == Part::Itself {
        if name.starts_with("AWS::") {
            if !PSEUDO.contains(&name) {
                let help = findings.near(name, PSEUDO).map_or_else(
                    || format!("there are {}", PSEUDO.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                findings
                    .add(&UNDEFINED_REFERENCE, used.tree, format!("there is no pseudo parameter `{name}`"))
                    .help(help);
            }
            return;
        }
        if template.parameters.has(name) || template.parameters.open {
            return;
        }
    }
    if used.from == Origin::Condition {
        let what = if template.resources.has(name) { "a resource" } else { "no parameter" };
        if !template.is_open() && used.part == Part::Itself {
            let help = near(findings, name, template.parameters.names());
            findings
                .add(
                    &UNDEFINED_REFERENCE,
                    used.tree,
                    format!("a condition refers to parameters, and `{name}` is {what}"),
                )
                .help(help);
        }
        return;
    }
    let Some(resource) = template.resources.get(name) else {
        if template.has_unseen_resources() || template.is_in_module(name) {
            return;
        }
        let message = match used.part {
            Part::Itself => format!("there is no resource and no parameter `{name}`"),
            _ if template.parameters.has(name) => format!("`{name}` is a parameter, which has no attributes"),
            _ => format!("there is no resource `{name}`"),
        };
        let mut known: Vec<&str> = template.resources.names().collect();
        if used.part == Part::Itself {
            known.extend(template.parameters.names().chain(PSEUDO));
        }
        let help = near(findings, name, known.into_iter());
        findings.add(&UNDEFINED_REFERENCE, used.tree, message).help(help);
        return;
    };
    if let Part::Attribute(attribute) = used.part
        && let Some(kind) = resource.field("Type").and_then(Tree::text)
        && !attribute.contains("${")
        && let Some(Err(known)) = attributes::attribute(kind, attribute)
    {
        let help = match findings.near(attribute, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it has none; `Ref` may give what you want".to_owned(),
            None => format!("it has {}", known.join(", ")),
        };
        findings.add(&UNKNOWN_ATTRIBUTE, used.tree, format!("`{kind}` has no attribute `{attribute}`")).help(help);
    }
}

/// "Did you mean", where there is something to mean.
pub(super) fn near<'a>(findings: &mut Findings, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    findings
        .near(name, known)
        .map_or_else(|| "define it, or correct the name".to_owned(), |near| format!("did you mean `{near}`?"))
}

fn unused(template: &Template<'_>, uses: &Uses<'_>, findings: &mut Findings) {
    // A macro may use anything.
    if template.is_open() {
        return;
    }
    let used: HashSet<&str> = uses.names.iter().map(|used| used.name).collect();
    // A rule may look at all parameters of a type.
    let all = uses.unseen || template.root.field("Rules").is_some_and(has_all);
    for (key, _) in &template.parameters.entries {
        if !used.contains(key.name.as_str())
            && !all
            && let Some(tree) = template.parameters.tree
        {
            findings
                .entry(&UNUSED_PARAMETER, tree, key, format!("nothing refers to the parameter `{}`", key.name))
                .help("remove it, or refer to it");
        }
    }
    let names: Option<HashSet<&str>> =
        uses.lookups.iter().map(|(arguments, _)| arguments.first().and_then(Tree::text)).collect();
    // Nobody knows which mapping a name that is computed means.
    let Some(names) = names.filter(|names| !names.iter().any(|name| name.contains("${"))) else { return };
    for (key, _) in &template.mappings.entries {
        // SAM reads mappings for itself.
        if !names.contains(key.name.as_str())
            && !template.transforms.serverless
            && let Some(tree) = template.mappings.tree
        {
            findings
                .entry(&UNUSED_MAPPING, tree, key, format!("no `Fn::FindInMap` looks into the mapping `{}`", key.name))
                .help("remove it");
        }
    }
}

fn has_all(tree: &Tree) -> bool {
    let all = |call: &Call| matches!(call.function, Function::RefAll | Function::ValueOfAll);
    tree.as_call().is_some_and(all) || tree.children().any(has_all)
}

/// References without a condition to resources that have one.
fn conditional(template: &Template<'_>, uses: &Uses<'_>, findings: &mut Findings) {
    for used in &uses.names {
        let from = match used.from {
            Origin::Resource(at) => template.resources.entries[at].1,
            Origin::Output(at) => template.outputs.entries[at].1,
            Origin::Condition | Origin::Elsewhere => continue,
        };
        if used.chosen || used.looped || from.field("Condition").is_some() {
            continue;
        }
        let condition = template.resources.get(used.name).and_then(|resource| resource.field("Condition")?.text());
        if let Some(condition) = condition {
            findings
                .add(
                    &CONDITIONAL_REFERENCE,
                    used.tree,
                    format!("`{}` is there only under the condition `{condition}`", used.name),
                )
                .help(format!("choose with `Fn::If` and `{condition}`, or give this the same condition"));
        }
    }
}
