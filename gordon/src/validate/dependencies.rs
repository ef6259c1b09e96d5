//! What resources wait for: circles, and dependencies that are said twice.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html>

use std::collections::{HashMap, HashSet};

use super::finding::Findings;
use super::graph::circles;
use super::rules::{CIRCULAR_DEPENDENCY, REDUNDANT_DEPENDENCY};
use super::template::Template;
use super::tree::{Span, Tree};
use super::uses::{Origin, Uses};

/// Circles among resources, and dependencies that are said twice.
pub(super) fn check(template: &Template<'_>, uses: &Uses<'_>, findings: &mut Findings) {
    let index: HashMap<&str, usize> = template.resources.names().enumerate().map(|(at, name)| (name, at)).collect();
    let resources = &template.resources;
    let serverless = |at: usize| {
        resources.entries[at]
            .1
            .field("Type")
            .and_then(Tree::text)
            .is_some_and(|kind| kind.starts_with("AWS::Serverless::"))
    };
    // To each resource, where it is named.
    let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); resources.entries.len()];
    for used in &uses.names {
        // A parameter of the same name is what is meant, if anything.
        if let (Origin::Resource(from), Some(&to)) = (used.from, index.get(used.name))
            && !template.parameters.has(used.name)
        {
            edges[from].push((to, used.tree.span));
        }
    }
    for (from, (_, resource)) in resources.entries.iter().enumerate() {
        let Some(depends_on) = resource.field("DependsOn") else { continue };
        let referred: HashSet<usize> = edges[from].iter().map(|(to, _)| *to).collect();
        for target in depends_on.list().unwrap_or(std::slice::from_ref(depends_on)) {
            let Some(&to) = target.text().and_then(|name| index.get(name)) else { continue };
            if to == from {
                continue;
            }
            if referred.contains(&to) {
                let name = &resources.entries[to].0.name;
                findings
                    .add(&REDUNDANT_DEPENDENCY, target, format!("the resource refers to `{name}` anyway"))
                    .help("remove it: CloudFormation waits for what a resource refers to");
            }
            edges[from].push((to, target.span));
        }
    }
    // A transform makes several resources of one, which may untie the knot.
    for (from, list) in edges.iter_mut().enumerate() {
        list.retain(|(to, _)| !serverless(from) && !serverless(*to));
    }
    let graph: Vec<Vec<usize>> = edges.iter().map(|list| list.iter().map(|(to, _)| *to).collect()).collect();
    let Some(tree) = resources.tree else { return };
    for circle in circles(&graph) {
        let name = |at: usize| resources.entries[at].0.name.as_str();
        let mut way: Vec<&str> = circle.iter().map(|&at| name(at)).collect();
        way.push(way[0]);
        let finding = findings.entry(
            &CIRCULAR_DEPENDENCY,
            tree,
            resources.entries[circle[0]].0,
            format!("resources depend on one another in a circle: {}", way.join(" → ")),
        );
        finding.help(
            "take one reference out: build a name in place of a `Ref`, or move the link to a resource of its own",
        );
        for (step, &from) in circle.iter().enumerate() {
            let to = circle[(step + 1) % circle.len()];
            if let Some((_, span)) = edges[from].iter().find(|(other, _)| *other == to) {
                finding.related(*span, format!("`{}` depends on `{}`", name(from), name(to)));
            }
        }
    }
}
