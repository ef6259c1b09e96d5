//! Rules of objects: which properties there are, and which go together.
//!
//! Owns what it means that a property may or may not be there.

use super::Outcome::{Broken, Holds, Unknown};
use super::problem::Problem;
use super::{Judge, Outcome, Step, value};
use crate::node::{Kind, Node};
use crate::rule::{Keyword, Named, Other, Patterns, Rule};

/// Whether a property is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum There {
    Yes,
    No,
    /// A condition says so, or a macro of CloudFormation's may add it.
    Maybe,
}

impl<'n, N: Node> Judge<'n, N> {
    pub(super) fn of_object(&mut self, keyword: &'static Keyword, node: &'n N) -> Outcome {
        match keyword {
            Keyword::Properties { named, patterns, other } => self.entries(named, patterns, other, node),
            Keyword::Required(names) => worst_of(names, |name| match self.there(node, name) {
                There::Yes => Holds,
                There::No => self.add(node, Problem::Required { name }),
                There::Maybe => Unknown,
            }),
            Keyword::Size { least, most } => {
                let (sure, maybe) = self.count(node.entries().map(|(_, value)| value));
                self.counted(sure, maybe, *least, *most, node, |found, bound, few| Problem::Size { found, bound, few })
            }
            Keyword::Length { least, most, object: true, .. } => self.json_of(node, *least, *most),
            Keyword::Needs(needs) => worst_of(needs, |(name, others)| {
                worst_of(others, |other| match (self.there(node, name), self.there(node, other)) {
                    (There::No, _) | (_, There::Yes) => Holds,
                    (There::Yes, There::No) => self.add(node, Problem::Needs { name, other }),
                    _ => Unknown,
                })
            }),
            Keyword::NeedsRule(rules) => worst_of(rules, |(name, rule)| match self.there(node, name) {
                There::Yes => self.rule(rule, node),
                There::No => Holds,
                There::Maybe => Unknown,
            }),
            Keyword::Excludes(excludes) => {
                worst_of(excludes, |(name, others)| worst_of(others, |other| self.excluded(name, other, node)))
            }
            Keyword::RequiredXor(names) => self.some_of(names, true, node),
            Keyword::RequiredOr(names) => self.some_of(names, false, node),
            Keyword::Names(rule) => {
                let keys = node.entries().map(|(key, _)| key).filter(|key| !is_macro(key));
                keys.fold(Holds, |worst, key| worst.max(self.name(rule, key, node)))
            }
            Keyword::Enum { .. } | Keyword::Const(_) => self.of_scalar(keyword, node, Kind::Object),
            _ => Holds,
        }
    }

    fn entries(
        &mut self,
        named: &'static Named,
        patterns: &'static Patterns,
        other: &'static Other,
        node: &'n N,
    ) -> Outcome {
        let mut worst = Holds;
        for (key, value) in node.entries() {
            let mut is_known = false;
            if let Ok(found) = named.binary_search_by(|(name, _)| (*name).cmp(key)) {
                is_known = true;
                worst = worst.max(self.entry(&named[found].1, key, value, node));
            }
            for (pattern, rule) in patterns {
                if pattern.found_in(key) != Some(false) {
                    is_known = true;
                    worst = worst.max(self.entry(rule, key, value, node));
                }
            }
            worst = worst.max(match other {
                _ if is_known || is_macro(key) => Holds,
                Other::Any => Holds,
                Other::None => self.add_for_key(node, key, Problem::Stranger { named, patterns }),
                Other::Rule(rule) => self.entry(rule, key, value, node),
            });
        }
        worst
    }

    fn entry(&mut self, rule: &'static Rule, key: &'n str, value: &'n N, node: &'n N) -> Outcome {
        match rule {
            Rule::All(keywords) if keywords.is_empty() => Holds,
            Rule::All(_) => self.within(Step::Key(key), |judge| judge.rule(rule, value)),
            Rule::Never => match self.here(value, 0) {
                There::Yes => self.add_for_key(node, key, Problem::Never),
                There::No => Holds,
                There::Maybe => Unknown,
            },
        }
    }

    fn excluded(&mut self, name: &'static str, other: &'static str, node: &'n N) -> Outcome {
        match (self.there(node, name), self.there(node, other)) {
            (There::No, _) | (_, There::No) => Holds,
            (There::Yes, There::Yes) => {
                // Each of a pair may exclude the other: the first finding says it.
                let known = self.issues.iter().any(|issue| {
                    issue.path.split_last().is_some_and(|(_, path)| path == self.path)
                        && matches!(issue.problem, Problem::Excludes { name: a, other: b } if a == other && b == name)
                });
                let key = node.entries().map(|(key, _)| key).find(|key| *key == other);
                match key {
                    Some(key) if !known => self.add_for_key(node, key, Problem::Excludes { name, other }),
                    _ => Broken,
                }
            }
            _ => Unknown,
        }
    }

    /// Exactly one, or at least one, of these properties.
    fn some_of(&mut self, names: &'static [&'static str], exactly: bool, node: &'n N) -> Outcome {
        let found: Vec<There> = names.iter().map(|name| self.there(node, name)).collect();
        let count = |which| found.iter().filter(|there| **there == which).count();
        let groups = || names.iter().map(|name| vec![*name]).collect();
        match (count(There::Yes), count(There::Maybe)) {
            (0, 0) => self.add(node, Problem::NoneOf { groups: groups(), exactly }),
            (2.., _) if exactly => self.add(node, Problem::ManyOf { groups: groups() }),
            (0, _) => Unknown,
            (_, 1..) if exactly => Unknown,
            _ => Holds,
        }
    }

    fn name(&mut self, rule: &'static Rule, key: &'n str, node: &'n N) -> Outcome {
        let text = Name(key);
        let mut judge = Judge::new(self.rules);
        let outcome = judge.rule(rule, &text);
        if let (Broken, Some(issue)) = (outcome, judge.issues.first()) {
            let problem = Problem::Name(Box::new(issue.problem.clone()));
            self.add_for_key(node, key, problem);
        }
        outcome
    }

    fn there(&self, node: &'n N, name: &str) -> There {
        match node.get(name) {
            Some(value) => self.here(value, 0),
            None if node.entries().any(|(key, _)| is_macro(key)) => There::Maybe,
            None => There::No,
        }
    }

    fn here(&self, value: &'n N, depth: usize) -> There {
        let value = self.branch(value);
        match value.kind() {
            Kind::Absent => There::No,
            Kind::Choice if depth < super::DEEPEST => {
                let mut branches = value.items().map(|branch| self.here(branch, depth + 1));
                let first = branches.next().unwrap_or(There::No);
                if branches.all(|branch| branch == first) { first } else { There::Maybe }
            }
            _ => There::Yes,
        }
    }

    /// How many are there for sure, and how many only where a condition says so.
    pub(super) fn count(&self, values: impl Iterator<Item = &'n N>) -> (usize, usize) {
        values.fold((0, 0), |(sure, maybe), value| match self.here(value, 0) {
            There::Yes => (sure + 1, maybe),
            There::Maybe => (sure, maybe + 1),
            There::No => (sure, maybe),
        })
    }

    /// The length of an object as the JSON that a service gets.
    fn json_of(&mut self, node: &'n N, least: Option<usize>, most: Option<usize>) -> Outcome {
        let mut text = String::new();
        let known = value::write(node, false, &mut text, &mut self.left, 0);
        let found = text.chars().count();
        match (least, most) {
            (Some(bound), _) if known && found < bound => self.add(node, Problem::Length { found, bound, short: true }),
            (_, Some(bound)) if found > bound => self.add(node, Problem::Length { found, bound, short: false }),
            _ if known => Holds,
            _ => Unknown,
        }
    }
}

/// The worst that is said of some things.
fn worst_of<T>(things: &'static [T], mut outcome: impl FnMut(&'static T) -> Outcome) -> Outcome {
    things.iter().fold(Holds, |worst, thing| worst.max(outcome(thing)))
}

/// Whether a key is no property but a macro of CloudFormation's, which may add any.
fn is_macro(key: &str) -> bool {
    key == "Fn::Transform" || key.starts_with("Fn::ForEach")
}

/// The name of a property as a value of its own.
#[derive(Debug)]
struct Name<'a>(&'a str);

impl Node for Name<'_> {
    fn kind(&self) -> Kind<'_> {
        Kind::Text(self.0)
    }

    fn items(&self) -> impl Iterator<Item = &Self> {
        std::iter::empty()
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        std::iter::empty()
    }
}
