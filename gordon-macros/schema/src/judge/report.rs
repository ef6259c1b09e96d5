//! What is said in the end: one finding a mistake, with what brought it about.
//!
//! Owns which issues are worth a word: a value of the wrong type does not also miss its pattern, and what follows from a
//! wrong value is not wrong itself.

use std::collections::{HashMap, HashSet};
use std::ptr;

use super::problem::{self, Problem};
use super::{Issue, Step, value};
use crate::node::{Finding, Kind, Node};
use crate::rule::{Keyword, Rule};
use crate::schema::Schema;
use crate::words;

/// More reasons than this explain nothing.
const MOST_REASONS: usize = 3;

/// Why a condition holds, in words, each with the value that is named.
type Reasons<'n, N> = Vec<(String, Option<&'n N>)>;

pub(super) fn report<'n, N: Node>(
    schema: &'static Schema,
    issues: Vec<Issue<'n, N>>,
    report: &mut dyn FnMut(Finding<'n, N>),
) {
    let all = All::of(&issues);
    let mut said = HashSet::new();
    for (at, issue) in issues.iter().enumerate() {
        let reasons = reasons(issue);
        if all.explain(at, issue, &reasons) {
            continue;
        }
        let is_path = issue.problem.is_type() && matches!(issue.node.kind(), Kind::Text(_));
        let is_packaged = matches!(issue.path.as_slice(), [Step::Key(key)] if schema.packaged.contains(key));
        let problem = if is_path && is_packaged { &Problem::Packaged } else { &issue.problem };
        let (message, mut help) = problem.words(issue.node.kind(), issue.key, schema);
        if (1..=MOST_REASONS).contains(&reasons.len()) {
            let reasons: Vec<&str> = reasons.iter().map(|(reason, _)| reason.as_str()).collect();
            help = joined(&help, &format!("since {}", reasons.join(" and ")));
        }
        if issue.assumed {
            help = joined("in one branch of a condition", &help);
        }
        // Two rules may say the same of one value: a property's and its alternative's.
        if said.insert((ptr::from_ref(issue.node), issue.key, message.clone())) {
            let (key, path) = (issue.key.map(str::to_owned), problem::path(&issue.path));
            report(Finding { node: issue.node, key, path, rule: problem.rule(), message, help });
        }
    }
}

/// What the issues say of one another.
struct All<'i, N> {
    /// Of each value that is wrong itself, the issue that says most: its rank, and its number.
    values: HashMap<*const N, (usize, usize)>,
    /// Objects, each with the keys in it that are no properties.
    strangers: HashMap<*const N, Vec<&'i str>>,
    /// Objects in which one property excludes another.
    pairs: HashSet<*const N>,
}

impl<'i, N: Node> All<'i, N> {
    fn of(issues: &[Issue<'i, N>]) -> Self {
        let mut all = All { values: HashMap::new(), strangers: HashMap::new(), pairs: HashSet::new() };
        for (at, issue) in issues.iter().enumerate() {
            let node = ptr::from_ref(issue.node);
            if let Some(rank) = issue.problem.rank() {
                let best = all.values.entry(node).or_insert((rank, at));
                *best = (*best).min((rank, at));
            }
            match (&issue.problem, issue.key) {
                (Problem::Stranger { .. }, Some(key)) => all.strangers.entry(node).or_default().push(key),
                (Problem::Excludes { .. }, _) => drop(all.pairs.insert(node)),
                _ => {}
            }
        }
        all
    }

    /// Whether another issue says better what this one says.
    fn explain(&self, at: usize, issue: &Issue<'i, N>, reasons: &Reasons<'i, N>) -> bool {
        let node = ptr::from_ref(issue.node);
        // What follows from a wrong value is not wrong itself.
        let follows = |(_, value): &(String, Option<&N>)| {
            value.is_some_and(|value| self.values.contains_key(&ptr::from_ref(value)))
        };
        let itself = match &issue.problem {
            // It is there, under a name that is nearly right.
            Problem::Required { name } => {
                let strangers = self.strangers.get(&node);
                strangers.is_some_and(|keys| keys.iter().any(|key| words::closest(key, [*name]).is_some()))
            }
            Problem::ManyOf { .. } => self.pairs.contains(&node),
            problem => problem.rank().is_some() && self.values.get(&node).is_some_and(|(_, best)| *best != at),
        };
        itself || reasons.iter().any(follows)
    }
}

/// Why the rule of an issue holds, beside what it is an issue with.
fn reasons<'n, N: Node>(issue: &Issue<'n, N>) -> Reasons<'n, N> {
    let mut reasons = Vec::new();
    for &(when, node) in &issue.because {
        gather(when, node, "", &mut reasons, 0);
    }
    let own = issue.key.map_or(Some(issue.node), |key| issue.node.get(key));
    reasons.retain(|(_, value)| !value.is_some_and(|value| own.is_some_and(|own| ptr::eq(own, value))));
    reasons
}

fn joined(one: &str, other: &str) -> String {
    match (one, other) {
        ("", only) | (only, "") => only.to_owned(),
        _ => format!("{one}; {other}"),
    }
}

/// Which properties made a condition hold, or not hold, in words such as `` `BillingMode` is not set ``, with their values.
fn gather<'n, N: Node>(when: &Rule, node: &'n N, within: &str, reasons: &mut Reasons<'n, N>, depth: usize) {
    for keyword in when.keywords().iter().filter(|_| depth < 8) {
        match keyword {
            Keyword::Properties { named, .. } => {
                named.iter().for_each(|(name, rule)| one(name, Some(rule), node, within, reasons, depth));
            }
            Keyword::Required(names) => names.iter().for_each(|name| one(name, None, node, within, reasons, depth)),
            Keyword::Not(rule) => gather(rule, node, within, reasons, depth + 1),
            Keyword::AnyOf(rules) | Keyword::OneOf(rules) | Keyword::AllOf(rules) => {
                rules.iter().for_each(|rule| gather(rule, node, within, reasons, depth + 1));
            }
            _ => {}
        }
    }
}

fn one<'n, N: Node>(
    name: &str,
    rule: Option<&Rule>,
    node: &'n N,
    within: &str,
    reasons: &mut Reasons<'n, N>,
    depth: usize,
) {
    let path = if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") };
    let value = node.get(name);
    match value {
        // What is inside says more than that it is there.
        Some(inside) if inside.kind() == Kind::Object => {
            if let Some(rule) = rule {
                return gather(rule, inside, &path, reasons, depth + 1);
            }
            // Its rule has been looked at, or will be.
            if reasons.iter().any(|(reason, _)| reason.starts_with(&format!("`{path}."))) {
                return;
            }
        }
        _ => {}
    }
    let is = match value.map(Node::kind) {
        None | Some(Kind::Absent) => "is not set".to_owned(),
        Some(kind) => {
            value::text(kind).map_or_else(|| "is set".to_owned(), |text| format!("is `{}`", problem::cut(&text)))
        }
    };
    let reason = format!("`{path}` {is}");
    if !reasons.iter().any(|(known, _)| *known == reason) {
        reasons.push((reason, value));
    }
}
