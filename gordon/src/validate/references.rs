//! What a template's values refer to: parameters, resources, attributes, mappings.
//!
//! Owns every use of a name by `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::FindInMap`, and what follows from them: what is not
//! defined, what is not used, and circles among resources.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::attributes;
use super::finding::Findings;
use super::function::Function;
use super::graph::circles;
use super::resolve::attribute_of;
use super::rules::{
    CIRCULAR_DEPENDENCY, CONDITIONAL_REFERENCE, REDUNDANT_DEPENDENCY, UNDEFINED_MAPPING, UNDEFINED_REFERENCE,
    UNKNOWN_ATTRIBUTE, UNUSED_MAPPING, UNUSED_PARAMETER,
};
use super::substitution::{self, Variable};
use super::template::Template;
use super::tree::{Call, Data, Span, Tree};

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

/// A use of a name.
#[derive(Debug)]
struct Use<'t> {
    /// The value that has the name.
    tree: &'t Tree,
    name: &'t str,
    /// The attribute, of `Fn::GetAtt` and `${Resource.Attribute}`.
    part: Part<'t>,
    from: From,
    /// Whether it is in a branch of `Fn::If`.
    chosen: bool,
    /// Whether it is in what a loop repeats, where names may be the loop's.
    looped: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'t> {
    /// `Ref`.
    Itself,
    Attribute(&'t str),
    /// An attribute that only CloudFormation knows.
    SomeAttribute,
}

/// Where a use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Resource(usize),
    Output(usize),
    /// Conditions and rules, which know parameters only.
    Condition,
    /// Anywhere else: nothing is resolved there, but a name is used.
    Elsewhere,
}

#[derive(Debug, Default)]
struct Uses<'t> {
    names: Vec<Use<'t>>,
    /// The arguments of each `Fn::FindInMap`.
    lookups: Vec<(&'t [Tree], bool)>,
    /// Whether names are used that only a transform knows.
    unseen: bool,
}

pub(super) fn check<'t>(template: &Template<'t>, findings: &mut Findings) {
    let uses = Uses::of(template);
    let index: HashMap<&str, usize> = template.resources.names().enumerate().map(|(at, name)| (name, at)).collect();
    for used in &uses.names {
        if !used.looped && used.from != From::Elsewhere && !used.name.contains("${") {
            defined(template, used, findings);
        }
    }
    lookups(template, &uses, findings);
    unused(template, &uses, findings);
    conditional(template, &uses, findings);
    dependencies(template, &uses, &index, findings);
}

impl<'t> Uses<'t> {
    fn of(template: &Template<'t>) -> Self {
        let mut uses = Self::default();
        let mut outputs = 0;
        let mut resources = 0;
        for (key, section) in template.root.fields().unwrap_or_default() {
            let whole = match key.name.as_str() {
                "Resources" | "Outputs" => None,
                "Conditions" | "Rules" => Some(From::Condition),
                _ => Some(From::Elsewhere),
            };
            let Some(entries) = section.fields().filter(|_| whole.is_none()) else {
                uses.collect(section, whole.unwrap_or(From::Elsewhere), false, false);
                continue;
            };
            // The order and the numbers are those of `Template`'s sections.
            for (name, entry) in entries {
                let looped = name.name.starts_with("Fn::");
                let from = if looped {
                    From::Elsewhere
                } else if key.name == "Resources" {
                    resources += 1;
                    From::Resource(resources - 1)
                } else {
                    outputs += 1;
                    From::Output(outputs - 1)
                };
                uses.collect(entry, from, false, looped);
            }
        }
        uses
    }

    fn collect(&mut self, tree: &'t Tree, from: From, chosen: bool, looped: bool) {
        match &tree.data {
            Data::Call(call) => {
                self.call(tree, call, from, chosen, looped);
                let chosen = chosen || call.function == Function::If;
                self.collect(&call.argument, from, chosen, looped);
            }
            Data::Opaque(entries) => {
                for (key, value) in entries {
                    self.unseen |= key.name == "Fn::Transform";
                    self.collect(value, from, chosen, looped || key.name.starts_with("Fn::ForEach::"));
                }
            }
            _ => tree.children().for_each(|child| self.collect(child, from, chosen, looped)),
        }
    }

    fn call(&mut self, tree: &'t Tree, call: &'t Call, from: From, chosen: bool, looped: bool) {
        let argument = &call.argument;
        let mut add = |name, part| self.names.push(Use { tree, name, part, from, chosen, looped });
        match call.function {
            Function::Ref => match argument.text() {
                Some(name) => add(name, Part::Itself),
                None => self.unseen = true,
            },
            Function::Transform => self.unseen = true,
            // Rules look at parameters by name.
            Function::ValueOf | Function::ValueOfAll => {
                if let Some(name) = argument.list().and_then(<[_]>::first).and_then(Tree::text) {
                    self.names.push(Use { tree, name, part: Part::Itself, from: From::Elsewhere, chosen, looped });
                }
            }
            Function::GetAtt => match attribute_of(argument) {
                Some((name, attribute)) => add(name, Part::Attribute(attribute)),
                None => {
                    if let Some([name, _]) = argument.list()
                        && let Some(name) = name.text()
                    {
                        add(name, Part::SomeAttribute);
                    }
                }
            },
            Function::Sub => {
                for Variable { name, attribute } in substitution::names(argument) {
                    add(name, attribute.map_or(Part::Itself, Part::Attribute));
                }
            }
            Function::FindInMap => {
                if let Some(arguments) = argument.list() {
                    self.lookups.push((arguments, looped));
                }
            }
            _ => {}
        }
    }
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
    if used.from == From::Condition {
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
fn near<'a>(findings: &mut Findings, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    findings
        .near(name, known)
        .map_or_else(|| "define it, or correct the name".to_owned(), |near| format!("did you mean `{near}`?"))
}

/// A mapping's keys.
#[derive(Debug)]
struct Rows<'t> {
    by_key: BTreeMap<&'t str, &'t Tree>,
    /// The attributes of all rows.
    attributes: BTreeSet<&'t str>,
    /// Whether a transform brings more.
    open: bool,
}

impl<'t> Rows<'t> {
    fn of(mapping: &'t Tree) -> Self {
        let mut rows = Self {
            by_key: BTreeMap::new(),
            attributes: BTreeSet::new(),
            open: !matches!(mapping.data, Data::Object(_)),
        };
        for (key, row) in mapping.fields().unwrap_or_default() {
            rows.by_key.insert(&key.name, row);
            rows.open |= !matches!(row.data, Data::Object(_));
            rows.attributes.extend(row.fields().unwrap_or_default().iter().map(|(key, _)| key.name.as_str()));
        }
        rows
    }
}

/// That mappings have the keys that are looked up.
fn lookups(template: &Template<'_>, uses: &Uses<'_>, findings: &mut Findings) {
    let mut known: HashMap<&str, Rows<'_>> = HashMap::new();
    for (arguments, looped) in &uses.lookups {
        // With a fourth argument, what is missing has a default.
        let [mapping, top, attribute] = arguments else { continue };
        let Some(name) = mapping.text().filter(|_| !looped) else { continue };
        let Some(found) = template.mappings.get(name) else {
            if !template.mappings.open && !template.is_open() {
                let help = near(findings, name, template.mappings.names());
                findings.add(&UNDEFINED_MAPPING, mapping, format!("there is no mapping `{name}`")).help(help);
            }
            continue;
        };
        let rows = known.entry(name).or_insert_with(|| Rows::of(found));
        if !rows.open {
            lookup(name, rows, top, attribute, findings);
        }
    }
}

fn lookup(name: &str, rows: &Rows<'_>, top: &Tree, attribute: &Tree, findings: &mut Findings) {
    let row = match top.scalar() {
        Some(key) => {
            let Some(row) = rows.by_key.get(key.as_str()) else {
                let help = near(findings, &key, rows.by_key.keys().copied());
                findings.add(&UNDEFINED_MAPPING, top, format!("the mapping `{name}` has no key `{key}`")).help(help);
                return;
            };
            Some(row)
        }
        None => None,
    };
    let Some(key) = attribute.scalar() else { return };
    let has = row.map_or_else(|| rows.attributes.contains(key.as_str()), |row| row.field(&key).is_some());
    if !has {
        let help = near(findings, &key, rows.attributes.iter().copied());
        findings.add(&UNDEFINED_MAPPING, attribute, format!("the mapping `{name}` has no `{key}` there")).help(help);
    }
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
            From::Resource(at) => template.resources.entries[at].1,
            From::Output(at) => template.outputs.entries[at].1,
            From::Condition | From::Elsewhere => continue,
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

/// Circles among resources, and dependencies that are said twice.
fn dependencies(template: &Template<'_>, uses: &Uses<'_>, index: &HashMap<&str, usize>, findings: &mut Findings) {
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
        if let (From::Resource(from), Some(&to)) = (used.from, index.get(used.name))
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
