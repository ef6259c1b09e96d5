//! Rules that are made of rules: one of several, not, if.
//!
//! Owns what is said where no alternative holds: what the nearest one lacks, or which properties to choose from.

use super::Outcome::{Broken, Holds, Unknown};
use super::problem::Problem;
use super::{Issue, Judge, Outcome};
use crate::node::Node;
use crate::rule::{Keyword, Rule};

/// Names of properties that stand or fall together, one list an alternative.
type Groups = Vec<Vec<&'static str>>;

impl<'n, N: Node> Judge<'n, N> {
    pub(super) fn one_of(&mut self, rules: &'static [Rule], node: &'n N) -> Outcome {
        let tried = self.tried(rules, node);
        let holding: Vec<&Rule> =
            rules.iter().zip(&tried).filter(|(_, (outcome, _))| *outcome == Holds).map(|(rule, _)| rule).collect();
        match holding.len() {
            2.. => {
                let groups: Groups = holding.iter().map(|rule| required(rule)).collect();
                self.add(node, Problem::ManyOf { groups })
            }
            _ if tried.iter().any(|(outcome, _)| *outcome == Unknown) => Unknown,
            1 => Holds,
            _ => self.none_of(rules, tried, true, node),
        }
    }

    pub(super) fn any_of(&mut self, rules: &'static [Rule], node: &'n N) -> Outcome {
        let mut tried = Vec::with_capacity(rules.len());
        for rule in rules {
            let found = self.attempt(rule, node);
            if found.0 == Holds {
                return Holds;
            }
            tried.push(found);
        }
        if tried.iter().any(|(outcome, _)| *outcome == Unknown) {
            return Unknown;
        }
        self.none_of(rules, tried, false, node)
    }

    fn tried(&mut self, rules: &'static [Rule], node: &'n N) -> Vec<(Outcome, Vec<Issue<'n, N>>)> {
        rules.iter().map(|rule| self.attempt(rule, node)).collect()
    }

    /// No alternative holds.
    fn none_of(
        &mut self,
        rules: &'static [Rule],
        tried: Vec<(Outcome, Vec<Issue<'n, N>>)>,
        exactly: bool,
        node: &'n N,
    ) -> Outcome {
        let here = self.path.len();
        // Every alternative only wants properties that are not there: any of them will do.
        let missing = |issue: &Issue<'n, N>| match issue.problem {
            Problem::Required { name } if issue.path.len() == here => Some(name),
            _ => None,
        };
        let groups: Option<Groups> =
            tried.iter().map(|(_, issues)| issues.iter().map(missing).collect::<Option<Vec<_>>>()).collect();
        if let Some(groups) = groups {
            // Alternatives of which a part is there come before those of which nothing is.
            let begun: Groups = rules
                .iter()
                .zip(&groups)
                .filter(|(rule, group)| group.len() < required(rule).len())
                .map(|(_, group)| group.clone())
                .collect();
            let groups = if begun.is_empty() { groups } else { begun };
            return match groups.as_slice() {
                [one] => one.iter().fold(Broken, |_, name| self.add(node, Problem::Required { name })),
                _ => self.add(node, Problem::NoneOf { groups, exactly }),
            };
        }
        // Every alternative is of another type.
        let types = tried.iter().map(|(_, issues)| match issues.as_slice() {
            [Issue { problem: Problem::Type(types), path, .. }] if path.len() == here => Some(*types),
            _ => None,
        });
        if let Some(types) = types.reduce(|one, other| Some(one?.and(other?))).flatten() {
            return self.add(node, Problem::Type(types));
        }
        // Every alternative is about the value itself: what is allowed in words says more than another pattern of it.
        let itself = tried.iter().all(|(_, issues)| matches!(issues.as_slice(), [issue] if issue.path.len() == here));
        if itself {
            let problems = || tried.iter().flat_map(|(_, issues)| issues).map(|issue| &issue.problem);
            let forms = problems().map(|problem| match problem {
                Problem::Format(names) => names.first().copied(),
                _ => None,
            });
            if let Some(names) = forms.collect::<Option<Vec<_>>>() {
                return self.add(node, Problem::Format(names));
            }
            let values = problems().find_map(|problem| match problem {
                Problem::Enum(values) => Some(*values),
                _ => None,
            });
            if let Some(values) = values {
                return self.add(node, Problem::Enum(values));
            }
        }
        let nearest = tried.into_iter().map(|(_, issues)| issues).min_by_key(|issues| {
            issues.iter().map(|issue| issue.problem.distance(issue.path.len().saturating_sub(here))).sum::<usize>()
        });
        self.issues.extend(nearest.unwrap_or_default());
        Broken
    }

    pub(super) fn not(&mut self, rule: &'static Rule, node: &'n N) -> Outcome {
        match self.attempt(rule, node).0 {
            Broken => Holds,
            Unknown => Unknown,
            Holds => {
                let names = unwanted(rule);
                // The first of them that is there says where.
                let key = node.entries().map(|(key, _)| key).find(|key| names.contains(key));
                match key {
                    Some(key) => self.add_for_key(node, key, Problem::Unwanted),
                    None => self.add(node, Problem::Not),
                }
            }
        }
    }

    pub(super) fn condition(&mut self, [when, then, other]: &'static [Rule; 3], node: &'n N) -> Outcome {
        let before = self.issues.len();
        let outcome = match self.attempt(when, node).0 {
            Holds => self.rule(then, node),
            Broken => self.rule(other, node),
            Unknown => Unknown,
        };
        for issue in &mut self.issues[before..] {
            issue.because.push((when, node));
        }
        outcome
    }
}

/// The properties that a rule asks for.
fn required(rule: &Rule) -> Vec<&'static str> {
    let names = rule.keywords().iter().filter_map(|keyword| match keyword {
        Keyword::Required(names) => Some(names),
        _ => None,
    });
    names.flatten().copied().collect()
}

/// The properties that a rule asks for, or one of its alternatives.
fn unwanted(rule: &Rule) -> Vec<&'static str> {
    let mut names = required(rule);
    for keyword in rule.keywords() {
        if let Keyword::AnyOf(rules) | Keyword::OneOf(rules) = keyword {
            names.extend(rules.iter().flat_map(required));
        }
    }
    names
}
