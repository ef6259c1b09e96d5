//! Rules of lists: what the items are, how many there are, and that no two are alike.

use std::collections::HashSet;

use super::Outcome::{Broken, Holds, Unknown};
use super::problem::Problem;
use super::{Judge, Outcome, Step, value};
use crate::node::{Kind, Node};
use crate::rule::{Keyword, Other};

impl<'n, N: Node> Judge<'n, N> {
    pub(super) fn of_list(&mut self, keyword: &'static Keyword, node: &'n N) -> Outcome {
        match keyword {
            Keyword::Items { least, most } => {
                let (sure, maybe) = self.count(node.items());
                self.counted(sure, maybe, *least, *most, node, |found, bound, few| Problem::Items { found, bound, few })
            }
            Keyword::Each { first, other } => {
                let mut worst = Holds;
                for (place, item) in node.items().enumerate() {
                    // AWS's `items` hold of the items that cfn-lint's `prefixItems` say more of, too.
                    let first = first.get(place);
                    if let Some(rule) = first {
                        worst = worst.max(self.within(Step::Item(place), |judge| judge.rule(rule, item)));
                    }
                    worst = worst.max(match other {
                        Other::Rule(rule) => self.within(Step::Item(place), |judge| judge.rule(rule, item)),
                        Other::None if first.is_none() => self.add(item, Problem::Never),
                        Other::None | Other::Any => Holds,
                    });
                }
                worst
            }
            Keyword::Unique => self.unique(node, Vec::new()),
            Keyword::UniqueKeys(keys) => self.unique(node, keys.clone()),
            Keyword::MostUnique(most) => {
                let different: HashSet<String> = node.items().filter_map(|item| self.text_of(item)).collect();
                if different.len() <= *most {
                    return Holds;
                }
                self.add(node, Problem::Items { found: different.len(), bound: *most, few: false })
            }
            Keyword::Contains(rule) => {
                let mut best = Broken;
                for item in node.items() {
                    best = best.min(self.attempt(rule, item).0);
                }
                if best == Broken { self.add(node, Problem::Contains) } else { best }
            }
            Keyword::Enum { .. } | Keyword::Const(_) => self.of_scalar(keyword, node, Kind::List),
            _ => Holds,
        }
    }

    /// Judges a number of things of which some may be left out by a condition.
    pub(super) fn counted(
        &mut self,
        sure: usize,
        maybe: usize,
        least: Option<usize>,
        most: Option<usize>,
        node: &'n N,
        problem: impl Fn(usize, usize, bool) -> Problem,
    ) -> Outcome {
        match (least, most) {
            (Some(least), _) if sure + maybe < least => self.add(node, problem(sure + maybe, least, true)),
            (_, Some(most)) if sure > most => self.add(node, problem(sure, most, false)),
            _ if maybe > 0 => Unknown,
            _ => Holds,
        }
    }

    /// No two items are alike in these properties, or in all where there are none. Items that are not known are not
    /// compared.
    fn unique(&mut self, node: &'n N, keys: Vec<&'static str>) -> Outcome {
        let (mut seen, mut outcome) = (HashSet::new(), Holds);
        for (place, item) in node.items().enumerate() {
            let item = self.branch(item);
            let text = if keys.is_empty() {
                self.text_of(item)
            } else {
                keys.iter()
                    .map(|key| self.text_of(item.get(key)?))
                    .collect::<Option<Vec<_>>>()
                    .map(|all| all.join("\n"))
            };
            let Some(text) = text else {
                outcome = Unknown;
                continue;
            };
            if !seen.insert(text) {
                let problem = Problem::Twice { keys: keys.clone() };
                return self.within(Step::Item(place), |judge| judge.add(item, problem));
            }
        }
        outcome
    }

    /// A value as text that is the same for like values; nothing where part of it is not known.
    fn text_of(&mut self, node: &'n N) -> Option<String> {
        let (mut text, node) = (String::new(), self.branch(node));
        value::write(node, true, &mut text, &mut self.left, 0).then_some(text)
    }
}
