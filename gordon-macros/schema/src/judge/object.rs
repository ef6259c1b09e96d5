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
    /// A condition says so.
    Maybe,
    /// A macro of CloudFormation's may add it.
    Open,
}

impl<'n, N: Node> Judge<'n, N> {
    pub(super) fn of_object(&mut self, keyword: &'static Keyword, node: &'n N) -> Outcome {
        match keyword {
            Keyword::Properties { named, patterns, other } => self.entries(named, patterns, other, node),
            Keyword::Required(names) => names.iter().fold(Holds, |worst, name| {
                worst.max(match there(node, name) {
                    There::Yes => Holds,
                    There::Open => Unknown,
                    There::Maybe if self.trials > 0 => Unknown,
                    found => self.add(node, Problem::Required { name, maybe: found == There::Maybe }),
                })
            }),
            Keyword::Size { least, most } => {
                let (sure, maybe) = value::count(node.entries().map(|(_, value)| value));
                self.counted(sure, maybe, *least, *most, node, |found, bound, few| Problem::Size { found, bound, few })
            }
            Keyword::Length { least, most, object: true, .. } => self.json_of(node, *least, *most),
            Keyword::Needs(needs) => needs.iter().fold(Holds, |worst, (name, others)| {
                others.iter().fold(worst, |worst, other| {
                    worst.max(match (there(node, name), there(node, other)) {
                        (There::No | There::Open, _) | (_, There::Yes) => Holds,
                        (_, There::Open) | (There::Maybe, There::Maybe) => Unknown,
                        (There::Yes, There::No) => self.add(node, Problem::Needs { name, other }),
                        _ if self.trials > 0 => Unknown,
                        _ => self.add(node, Problem::Needs { name, other }),
                    })
                })
            }),
            Keyword::NeedsRule(rules) => rules.iter().fold(Holds, |worst, (name, rule)| {
                worst.max(match there(node, name) {
                    There::Yes => self.rule(rule, node),
                    There::Maybe => Unknown,
                    There::No | There::Open => Holds,
                })
            }),
            Keyword::Excludes(excludes) => excludes.iter().fold(Holds, |worst, (name, others)| {
                others.iter().fold(worst, |worst, other| worst.max(self.excluded(name, other, node)))
            }),
            Keyword::RequiredXor(names) => self.some_of(names, true, node),
            Keyword::RequiredOr(names) => self.some_of(names, false, node),
            Keyword::Names(rule) => node.entries().fold(Holds, |worst, (key, _)| worst.max(self.name(rule, key, node))),
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
        match (rule, value.kind()) {
            (Rule::All(keywords), _) if keywords.is_empty() => Holds,
            (_, Kind::Absent) => Holds,
            (Rule::Never, Kind::Choice) if self.trials > 0 => Unknown,
            (Rule::Never, _) => self.add_for_key(node, key, Problem::Never),
            _ => self.within(Step::Key(key), |judge| judge.rule(rule, value)),
        }
    }

    fn excluded(&mut self, name: &'static str, other: &'static str, node: &'n N) -> Outcome {
        match (there(node, name), there(node, other)) {
            (There::No | There::Open, _) | (_, There::No | There::Open) => Holds,
            (There::Maybe, There::Maybe) => Unknown,
            (There::Maybe, _) | (_, There::Maybe) if self.trials > 0 => Unknown,
            _ => {
                // Each of a pair may exclude the other: the first finding says it.
                let known = self.issues.iter().any(|issue| {
                    issue.path.len() == self.path.len() + 1
                        && issue.path.starts_with(&self.path)
                        && matches!(issue.problem, Problem::Excludes { name: a, other: b } if a == other && b == name)
                });
                let key = node.entries().map(|(key, _)| key).find(|key| *key == other);
                match key {
                    Some(key) if !known => self.add_for_key(node, key, Problem::Excludes { name, other }),
                    _ => Broken,
                }
            }
        }
    }

    /// Exactly one, or at least one, of these properties.
    fn some_of(&mut self, names: &'static [&'static str], exactly: bool, node: &'n N) -> Outcome {
        let (mut sure, mut maybe, mut open) = (0, 0, false);
        for name in names {
            match there(node, name) {
                There::Yes => sure += 1,
                There::Maybe => maybe += 1,
                There::Open => open = true,
                There::No => {}
            }
        }
        let (none, many) = match (sure, maybe) {
            (0, 0) => (!open, false),
            // One condition leaves none, or one too many.
            (0, 1) => (!open, false),
            (1, 1) => (false, exactly),
            _ => (false, exactly && sure > 1),
        };
        let some = || names.iter().map(|name| vec![*name]).collect();
        match (none, many) {
            (false, false) if sure == 0 => Unknown,
            (false, false) => Holds,
            _ if maybe > 0 && self.trials > 0 => Unknown,
            (true, _) => self.add(node, Problem::NoneOf { groups: some(), exactly }),
            (_, true) => self.add(node, Problem::ManyOf { groups: some() }),
        }
    }

    fn name(&mut self, rule: &'static Rule, key: &'n str, node: &'n N) -> Outcome {
        let text = Name(key);
        let mut judge = Judge::new(self.rules);
        let outcome = judge.rule(rule, &text);
        if let (Broken, Some(issue)) = (outcome, judge.issues.first()) {
            let (message, help) = issue.problem.words(Kind::Text(key), None, "");
            self.add_for_key(node, key, Problem::Name { message, help });
        }
        outcome
    }

    /// The length of an object as the JSON that a service gets.
    fn json_of(&mut self, node: &'n N, least: Option<usize>, most: Option<usize>) -> Outcome {
        let mut text = String::new();
        let known = value::write(node, &mut text, &mut self.left, 0);
        let found = text.chars().count();
        match (least, most) {
            (Some(bound), _) if known && found < bound => self.add(node, Problem::Length { found, bound, short: true }),
            (_, Some(bound)) if found > bound => self.add(node, Problem::Length { found, bound, short: false }),
            _ if known => Holds,
            _ => Unknown,
        }
    }

    /// Does something with each value at a path in which `*` stands for each item of a list and each entry of an object,
    /// and with what holds it.
    pub(super) fn each_at(
        &mut self,
        node: &'n N,
        path: &str,
        act: &mut dyn FnMut(&mut Self, Option<(&'n N, Step<'n>)>, &'n N),
    ) {
        let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
        self.walk(node, None, &steps, act);
    }

    fn walk(
        &mut self,
        node: &'n N,
        parent: Option<(&'n N, Step<'n>)>,
        steps: &[&str],
        act: &mut dyn FnMut(&mut Self, Option<(&'n N, Step<'n>)>, &'n N),
    ) {
        if node.kind() == Kind::Choice && self.depth < super::DEEPEST {
            self.depth += 1;
            node.items().for_each(|branch| self.walk(branch, parent, steps, act));
            self.depth -= 1;
            return;
        }
        let Some((step, rest)) = steps.split_first() else { return act(self, parent, node) };
        if *step == "*" {
            for (place, item) in node.items().enumerate() {
                self.within(Step::Item(place), |judge| judge.walk(item, Some((node, Step::Item(place))), rest, act));
            }
        }
        for (key, value) in node.entries().filter(|(key, _)| key == step || *step == "*") {
            self.within(Step::Key(key), |judge| judge.walk(value, Some((node, Step::Key(key))), rest, act));
        }
    }
}

/// Whether a key is no property but a macro of CloudFormation's, which may add any.
fn is_macro(key: &str) -> bool {
    key == "Fn::Transform" || key.starts_with("Fn::ForEach")
}

fn there<N: Node>(node: &N, name: &str) -> There {
    match node.get(name) {
        Some(value) => here(value, 0),
        None if node.entries().any(|(key, _)| is_macro(key)) => There::Open,
        None => There::No,
    }
}

fn here<N: Node>(value: &N, depth: usize) -> There {
    match value.kind() {
        Kind::Absent => There::No,
        Kind::Choice if depth < super::DEEPEST => {
            let mut branches = value.items().map(|branch| here(branch, depth + 1));
            let first = branches.next().unwrap_or(There::No);
            if branches.all(|branch| branch == first) { first } else { There::Maybe }
        }
        _ => There::Yes,
    }
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
