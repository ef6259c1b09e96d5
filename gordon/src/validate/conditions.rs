//! Conditions, and the assertions of `Rules`: expressions that are true or false.
//!
//! Owns the forms of condition functions, the names of conditions wherever they stand, and circles among them.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>

use std::collections::{HashMap, HashSet};

use super::finding::{Findings, Part};
use super::function::{Family, Function};
use super::graph::circles;
use super::rules::{
    CIRCULAR_CONDITION, INVALID_CONDITION, INVALID_RULE, INVALID_SECTION, MISPLACED_FUNCTION, UNDEFINED_CONDITION,
    UNUSED_CONDITION,
};
use super::template::Template;
use super::tree::{Call, Data, Key, Tree};

/// Functions that a condition's operands may be.
const OPERANDS: [Function; 9] = [
    Function::Ref,
    Function::FindInMap,
    Function::Sub,
    Function::Join,
    Function::Select,
    Function::Split,
    Function::Length,
    Function::ToJsonString,
    Function::Transform,
];

/// Names of conditions that were used, each with the value that names it.
#[derive(Debug, Default)]
pub(super) struct Used<'t> {
    names: HashSet<&'t str>,
}

pub(super) fn check<'t>(template: &Template<'t>, findings: &mut Findings) {
    let mut used = Used::default();
    let index: HashMap<&str, usize> = template.conditions.names().enumerate().map(|(at, name)| (name, at)).collect();
    let mut edges: Vec<Vec<usize>> = Vec::new();
    for (_, condition) in &template.conditions.entries {
        let mut names = Vec::new();
        expression(condition, Where::Conditions, &mut names, findings);
        for name in &names {
            used.name(template, name, findings);
        }
        edges.push(names.iter().filter_map(|name| index.get(name.text()?).copied()).collect());
    }
    for circle in circles(&edges) {
        let entries = &template.conditions.entries;
        let Some(tree) = template.conditions.tree else { break };
        let mut way: Vec<&str> = circle.iter().map(|&at| entries[at].0.name.as_str()).collect();
        way.push(way[0]);
        findings
            .entry(&CIRCULAR_CONDITION, tree, entries[circle[0]].0, "conditions depend on one another in a circle")
            .help(format!("the circle is {}", way.join(" → ")));
    }
    for (key, rule) in &template.rules.entries {
        assertions(key, rule, findings);
    }
    for section in [&template.resources, &template.outputs] {
        for (_, entry) in &section.entries {
            if let Some(name) = entry.field("Condition") {
                used.name(template, name, findings);
            }
        }
    }
    choices(template, template.root, &mut used, findings);
    if template.transforms.other {
        return;
    }
    for (key, _) in &template.conditions.entries {
        if !used.names.contains(key.name.as_str())
            && let Some(tree) = template.conditions.tree
        {
            findings
                .entry(&UNUSED_CONDITION, tree, key, format!("nothing uses the condition `{}`", key.name))
                .help("remove it, or name it in a `Condition` or in `Fn::If`");
        }
    }
}

/// The conditions of every `Fn::If`, and those that `Fn::ForEach` has in what it repeats.
fn choices<'t>(template: &Template<'t>, tree: &'t Tree, used: &mut Used<'t>, findings: &mut Findings) {
    if let Some(Call { function: Function::If, argument, .. }) = tree.as_call()
        && let Some(name) = argument.list().and_then(<[_]>::first)
    {
        used.name(template, name, findings);
    }
    if let Data::Opaque(entries) = &tree.data {
        for (key, value) in entries {
            if key.name.starts_with("Fn::ForEach::") {
                repeated(value, used);
            }
        }
    }
    for child in tree.children() {
        choices(template, child, used, findings);
    }
}

/// In what a loop repeats, any `Condition` may be the name of one.
fn repeated<'t>(tree: &'t Tree, used: &mut Used<'t>) {
    used.names.extend(tree.field("Condition").and_then(Tree::text));
    tree.children().for_each(|child| repeated(child, used));
}

impl<'t> Used<'t> {
    fn name(&mut self, template: &Template<'t>, name: &'t Tree, findings: &mut Findings) {
        let Some(text) = name.text() else {
            if name.is_literal() {
                let message = format!("a condition is named by text, and this is {}", name.what());
                findings.add(&INVALID_CONDITION, name, message).help("define it in `Conditions`, and write its name");
            }
            return;
        };
        self.names.insert(text);
        if template.conditions.has(text) || template.conditions.open || template.is_open() || text.contains("${") {
            return;
        }
        let near = findings.near(text, template.conditions.names());
        findings.add(&UNDEFINED_CONDITION, name, format!("there is no condition `{text}`")).help(
            near.map_or_else(|| "define it in `Conditions`".to_owned(), |near| format!("did you mean `{near}`?")),
        );
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Conditions,
    Rules,
}

/// An expression; collects the conditions that it names.
fn expression<'t>(tree: &'t Tree, at: Where, names: &mut Vec<&'t Tree>, findings: &mut Findings) {
    match &tree.data {
        Data::Call(call) => match (call.function, at) {
            (Function::And | Function::Or, _) => {
                operands(tree, call, 2..=10, findings)
                    .iter()
                    .for_each(|operand| expression(operand, at, names, findings));
            }
            (Function::Not, _) => {
                operands(tree, call, 1..=1, findings)
                    .iter()
                    .for_each(|operand| expression(operand, at, names, findings));
            }
            (Function::Equals, _) => {
                operands(tree, call, 2..=2, findings).iter().for_each(|operand| value(operand, at, findings));
            }
            (Function::Contains | Function::EachMemberIn | Function::EachMemberEquals, Where::Rules) => {
                operands(tree, call, 2..=2, findings).iter().for_each(|operand| value(operand, at, findings));
            }
            (Function::Transform, _) => {}
            (function, _) => {
                findings
                    .at(
                        &INVALID_CONDITION,
                        tree,
                        Part::Function,
                        format!("`{}` is neither true nor false", function.name()),
                    )
                    .help("compare it with something: `Fn::Equals`");
            }
        },
        Data::Object(entries) => match entries.as_slice() {
            [(key, name)] if key.name == "Condition" => names.push(name),
            _ => not_an_expression(tree, findings),
        },
        Data::Opaque(_) => {}
        Data::Bool(_) if at == Where::Rules => {}
        _ => not_an_expression(tree, findings),
    }
}

fn not_an_expression(tree: &Tree, findings: &mut Findings) {
    findings
        .add(&INVALID_CONDITION, tree, format!("a condition is a condition function, and this is {}", tree.what()))
        .help("use `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, or `Condition` with the name of another");
}

/// The operands of a condition function, where they are as many as it takes.
fn operands<'t>(
    tree: &'t Tree,
    call: &'t Call,
    wanted: std::ops::RangeInclusive<usize>,
    findings: &mut Findings,
) -> &'t [Tree] {
    let name = call.function.name();
    let (least, most) = (*wanted.start(), *wanted.end());
    let count = if least == most { format!("{least}") } else { format!("{least} to {most}") };
    let Some(items) = call.argument.list() else {
        let message = format!("`{name}` takes a list of {count}, and this is {}", call.argument.what());
        findings.add(&INVALID_CONDITION, &call.argument, message);
        return &[];
    };
    if !wanted.contains(&items.len()) {
        findings.at(
            &INVALID_CONDITION,
            tree,
            Part::Function,
            format!("`{name}` takes {count}, and here are {}", items.len()),
        );
    }
    items
}

/// What is compared: a literal, or a function that CloudFormation knows before it makes anything.
fn value(tree: &Tree, at: Where, findings: &mut Findings) {
    if let Some(call) = tree.as_call() {
        let allowed = OPERANDS.contains(&call.function)
            || at == Where::Rules && call.function.family() == Family::Rule
            || at == Where::Rules && call.function.family() == Family::Condition;
        if !allowed {
            let place = if at == Where::Rules { "a rule" } else { "a condition" };
            findings
                .at(
                    &MISPLACED_FUNCTION,
                    tree,
                    Part::Function,
                    format!("`{}` cannot be in {place}", call.function.name()),
                )
                .help("conditions know parameters and mappings only: nothing exists yet when they are decided");
            return;
        }
    }
    tree.children().for_each(|child| value(child, at, findings));
}

/// A rule: `Assertions`, each with an `Assert`, and perhaps a `RuleCondition`.
fn assertions(key: &Key, rule: &Tree, findings: &mut Findings) {
    let Data::Object(entries) = &rule.data else {
        if rule.is_literal() {
            let message = format!("the rule `{}` is an object, and this is {}", key.name, rule.what());
            findings.add(&INVALID_SECTION, rule, message).help("give it `Assertions`");
        }
        return;
    };
    // Rules name no conditions.
    let mut names = Vec::new();
    for (entry, value) in entries {
        match entry.name.as_str() {
            "RuleCondition" => expression(value, Where::Rules, &mut names, findings),
            "Assertions" => match value.list() {
                Some(list) => list.iter().for_each(|assertion| self::assertion(assertion, &mut names, findings)),
                None => {
                    findings.add(&INVALID_RULE, value, format!("`Assertions` is a list, and this is {}", value.what()));
                }
            },
            other => {
                findings
                    .entry(&INVALID_RULE, rule, entry, format!("a rule has no `{other}`"))
                    .help("a rule has `RuleCondition` and `Assertions`");
            }
        }
    }
    if rule.field("Assertions").is_none() {
        findings
            .add(&INVALID_RULE, rule, format!("the rule `{}` has no `Assertions`", key.name))
            .help("give it a list of assertions, each with `Assert` and `AssertDescription`");
    }
}

fn assertion<'t>(tree: &'t Tree, names: &mut Vec<&'t Tree>, findings: &mut Findings) {
    match tree.field("Assert") {
        Some(assert) => expression(assert, Where::Rules, names, findings),
        None => {
            findings.add(&INVALID_RULE, tree, "an assertion has no `Assert`").help("write what must be true");
        }
    }
}
