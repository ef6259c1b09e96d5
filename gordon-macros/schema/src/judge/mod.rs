//! Judges a value by a schema.
//!
//! Owns the walk over value and rule together, and what becomes of values that are not known yet: a rule is broken only
//! where it is, whatever they turn out to be. Must not know words: `problem` has them.

mod combine;
mod format;
mod object;
mod problem;
mod value;

use std::collections::HashSet;
use std::sync::OnceLock;

use self::problem::Problem;
use crate::node::{Finding, Kind, Node, Shape};
use crate::pack;
use crate::rule::{Keyword, Other, Rule, Types};
use crate::schema::{Rules, Schema};

/// How deep rules and values may be nested: AWS's deepest is a third of it. Beyond, values are not judged, and that is
/// a finding.
const DEEPEST: usize = 96;

/// How many times a rule may meet a value in one resource. The largest real resources take a hundredth of it.
const MOST: usize = 2_000_000;

/// What a rule says of a value, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Holds,
    /// It depends on what is not known yet.
    Unknown,
    Broken,
}

use Outcome::{Broken, Holds, Unknown};

/// A step from a value to one inside.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step<'n> {
    Key(&'n str),
    Item(usize),
}

/// A broken rule, before it is put into words: most are dropped again with the alternative that they belong to.
#[derive(Debug)]
struct Issue<'n, N> {
    node: &'n N,
    key: Option<&'n str>,
    path: Vec<Step<'n>>,
    problem: Problem<'n>,
}

struct Judge<'n, N> {
    rules: &'static Rules,
    path: Vec<Step<'n>>,
    issues: Vec<Issue<'n, N>>,
    /// How many alternatives are being tried around the current value.
    trials: usize,
    depth: usize,
    left: usize,
}

/// What all types share.
struct Common {
    formats: Vec<(&'static str, &'static str)>,
    rules: Rules,
}

fn common() -> &'static Common {
    static READ: OnceLock<Common> = OnceLock::new();
    READ.get_or_init(|| {
        let mut from = pack::common();
        Common { formats: from.many(|from| (from.text(), from.text())), rules: Rules::read(&mut from) }
    })
}

/// Judges a resource's properties by all that its type says.
pub(crate) fn properties<'n, N: Node>(
    schema: &'static Schema,
    properties: &'n N,
    report: &mut dyn FnMut(Finding<'n, N>),
) {
    let mut judge = Judge::new(&schema.rules);
    judge.rule(schema.rules.get(0), properties);
    for (path, number) in &schema.extras {
        judge.each_at(properties, path, &mut |judge, _, node| {
            judge.rule(schema.rules.get(*number), node);
        });
    }
    if schema.taggable {
        judge.rules = &common().rules;
        judge.rule(judge.rules.get(0), properties);
    }
    for path in schema.read_only() {
        judge.each_at(properties, path, &mut |judge, parent, node| {
            if let (Some((parent, Step::Key(key))), false) = (parent, matches!(node.kind(), Kind::Absent)) {
                judge.add_for_key(parent, key, Problem::ReadOnly);
            }
        });
    }
    if judge.left == 0 {
        judge.add(properties, Problem::TooLarge);
    }
    let packaged = |path: &[Step<'_>]| matches!(path, [Step::Key(key)] if schema.packaged.contains(key));
    let mut seen = HashSet::new();
    for issue in judge.issues {
        let path = problem::path(&issue.path);
        let problem = if issue.problem.is_type() && packaged(&issue.path) && matches!(issue.node.kind(), Kind::Text(_))
        {
            Problem::Packaged
        } else {
            issue.problem
        };
        let (message, help) = problem.words(issue.node.kind(), issue.key, schema.name());
        // Two rules may say the same of one value: a property's and its alternative's.
        if seen.insert((path.clone(), message.clone())) {
            let key = issue.key.map(str::to_owned);
            report(Finding { node: issue.node, key, path, rule: problem.rule(), message, help });
        }
    }
}

impl<'n, N: Node> Judge<'n, N> {
    fn new(rules: &'static Rules) -> Self {
        Judge { rules, path: Vec::new(), issues: Vec::new(), trials: 0, depth: 0, left: MOST }
    }

    fn add(&mut self, node: &'n N, problem: Problem<'n>) -> Outcome {
        self.issues.push(Issue { node, key: None, path: self.path.clone(), problem });
        Broken
    }

    /// A problem of an entry's key; the path is the entry's.
    fn add_for_key(&mut self, node: &'n N, key: &'n str, problem: Problem<'n>) -> Outcome {
        let mut path = self.path.clone();
        if path.last() != Some(&Step::Key(key)) || !matches!(problem, Problem::ReadOnly) {
            path.push(Step::Key(key));
        }
        self.issues.push(Issue { node, key: Some(key), path, problem });
        Broken
    }

    /// Does something one step further in.
    fn within<T>(&mut self, step: Step<'n>, act: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let done = act(self);
        self.path.pop();
        done
    }

    /// Tries a rule: its issues are the caller's to keep or to drop.
    fn attempt(&mut self, rule: &'static Rule, node: &'n N) -> (Outcome, Vec<Issue<'n, N>>) {
        let before = self.issues.len();
        self.trials += 1;
        let outcome = self.rule(rule, node);
        self.trials -= 1;
        (outcome, self.issues.split_off(before))
    }

    fn rule(&mut self, rule: &'static Rule, node: &'n N) -> Outcome {
        if self.left == 0 || self.depth == DEEPEST {
            // Nothing more is judged: one finding says so.
            self.left = 0;
            return Unknown;
        }
        self.left -= 1;
        self.depth += 1;
        let outcome = match node.kind() {
            Kind::Absent => Holds,
            Kind::Choice => self.choice(rule, node),
            Kind::Text(text) if is_dynamic(text) => self.known(rule, node, Kind::Unknown(Some(Shape::Scalar))),
            kind => self.known(rule, node, kind),
        };
        self.depth -= 1;
        outcome
    }

    /// Each branch is judged for itself. Where an alternative is tried, branches that differ leave it open: a condition
    /// elsewhere may go with this one.
    fn choice(&mut self, rule: &'static Rule, node: &'n N) -> Outcome {
        let before = self.issues.len();
        let (mut best, mut worst) = (Broken, Holds);
        for branch in node.items() {
            let outcome = self.rule(rule, branch);
            best = best.min(outcome);
            worst = worst.max(outcome);
        }
        if self.trials > 0 && best != worst {
            self.issues.truncate(before);
            return Unknown;
        }
        worst
    }

    fn known(&mut self, rule: &'static Rule, node: &'n N, kind: Kind<'n>) -> Outcome {
        let Rule::All(keywords) = rule else { return self.add(node, Problem::Never) };
        let before = self.issues.len();
        let mut worst = Holds;
        for keyword in keywords {
            let outcome = self.keyword(keyword, node, kind);
            worst = worst.max(outcome);
            if outcome == Broken && matches!(keyword, Keyword::Type(_)) {
                // What else a value of the wrong type lacks helps nobody.
                self.issues.drain(before..self.issues.len() - 1);
                break;
            }
        }
        worst
    }

    fn keyword(&mut self, keyword: &'static Keyword, node: &'n N, kind: Kind<'n>) -> Outcome {
        match keyword {
            Keyword::Type(types) => return self.of_type(*types, node, kind),
            Keyword::OneOf(rules) => return self.one_of(rules, node),
            Keyword::AnyOf(rules) => return self.any_of(rules, node),
            Keyword::AllOf(rules) => return rules.iter().fold(Holds, |worst, rule| worst.max(self.rule(rule, node))),
            Keyword::Not(rule) => return self.not(rule, node),
            Keyword::If(rules) => return self.condition(rules, node),
            Keyword::Reference(number) => return self.rule(self.rules.get(*number), node),
            _ => {}
        }
        match kind {
            Kind::Unknown(_) => Unknown,
            Kind::Object => self.of_object(keyword, node),
            Kind::List => self.of_list(keyword, node),
            _ => self.of_scalar(keyword, node, kind),
        }
    }

    fn of_type(&mut self, types: Types, node: &'n N, kind: Kind<'n>) -> Outcome {
        let fits = match kind {
            Kind::Unknown(None) => return Unknown,
            Kind::Unknown(Some(Shape::Scalar)) => types.any(Types::SCALAR),
            Kind::Unknown(Some(Shape::List)) => types.any(Types::LIST),
            Kind::Unknown(Some(Shape::Object)) => types.any(Types::OBJECT),
            kind => {
                return if value::is(kind, types) { Holds } else { self.add(node, Problem::Type(types)) };
            }
        };
        if fits { Unknown } else { self.add(node, Problem::Type(types)) }
    }

    fn of_list(&mut self, keyword: &'static Keyword, node: &'n N) -> Outcome {
        match keyword {
            Keyword::Items { least, most } => {
                let (sure, maybe) = value::count(node.items());
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
    fn counted(
        &mut self,
        sure: usize,
        maybe: usize,
        least: Option<usize>,
        most: Option<usize>,
        node: &'n N,
        problem: impl Fn(usize, usize, bool) -> Problem<'n>,
    ) -> Outcome {
        // One condition can go either way. Several may exclude one another, so that only both ends together say anything.
        let (low, high) = if maybe <= 1 { (sure, sure + maybe) } else { (sure + maybe, sure) };
        if maybe > 0 && self.trials > 0 {
            return Unknown;
        }
        match (least, most) {
            (Some(least), _) if low < least => self.add(node, problem(low, least, true)),
            (_, Some(most)) if high > most => self.add(node, problem(high, most, false)),
            _ => Holds,
        }
    }

    /// No two items are alike in these properties, or in all where there are none. Items that are not known are not
    /// compared.
    fn unique(&mut self, node: &'n N, keys: Vec<&'static str>) -> Outcome {
        let mut seen = HashSet::new();
        for (place, item) in node.items().enumerate() {
            let text = if keys.is_empty() {
                self.text_of(item)
            } else {
                keys.iter()
                    .map(|key| self.text_of(item.get(key)?))
                    .collect::<Option<Vec<_>>>()
                    .map(|all| all.join("\n"))
            };
            if text.is_some_and(|text| !seen.insert(text)) {
                let problem = Problem::Twice { keys: keys.clone() };
                return self.within(Step::Item(place), |judge| judge.add(item, problem));
            }
        }
        Holds
    }

    /// A value as text that is the same for like values; nothing where part of it is not known.
    fn text_of(&mut self, node: &N) -> Option<String> {
        let mut text = String::new();
        value::write(node, &mut text, &mut self.left, 0).then_some(text)
    }

    fn of_scalar(&mut self, keyword: &'static Keyword, node: &'n N, kind: Kind<'n>) -> Outcome {
        let problem = match keyword {
            Keyword::Length { least, most, json, .. } => {
                let Kind::Text(text) = kind else { return Holds };
                let found = if *json { value::json_length(text) } else { Some(text.chars().count()) };
                let Some(found) = found else { return Holds };
                match (*least, *most) {
                    (Some(bound), _) if found < bound => Problem::Length { found, bound, short: true },
                    (_, Some(bound)) if found > bound => Problem::Length { found, bound, short: false },
                    _ => return Holds,
                }
            }
            Keyword::Range { least, most, exclusive } => {
                let Some(number) = value::number(kind) else { return Holds };
                let beyond = |bound: f64, other: f64| bound > other || (*exclusive && bound == other);
                match (*least, *most) {
                    (Some(bound), _) if beyond(bound, number) => {
                        Problem::Range { bound, low: true, exclusive: *exclusive }
                    }
                    (_, Some(bound)) if beyond(number, bound) => {
                        Problem::Range { bound, low: false, exclusive: *exclusive }
                    }
                    _ => return Holds,
                }
            }
            Keyword::Enum { values, any_case } => {
                if values.iter().any(|one| value::equal(kind, *one, *any_case)) {
                    return Holds;
                }
                Problem::Enum(values)
            }
            Keyword::Const(one) => {
                if value::equal(kind, *one, false) {
                    return Holds;
                }
                Problem::Enum(std::slice::from_ref(one))
            }
            Keyword::Pattern(pattern) => {
                let Some(text) = value::text(kind) else { return Holds };
                match pattern.found_in(&text) {
                    Some(true) => return Holds,
                    Some(false) => Problem::Pattern(pattern.text),
                    None => return Unknown,
                }
            }
            Keyword::MultipleOf(divisor) => {
                let Some(number) = value::number(kind) else { return Holds };
                if (number / divisor).fract() == 0.0 {
                    return Holds;
                }
                Problem::MultipleOf(*divisor)
            }
            Keyword::Format(name) => {
                let Kind::Text(text) = kind else { return Holds };
                match format::fits(name, text) {
                    Some(false) => Problem::Format(name),
                    Some(true) => return Holds,
                    None => return Unknown,
                }
            }
            _ => return Holds,
        };
        self.add(node, problem)
    }
}

/// Whether CloudFormation replaces the text, or a part of it, while it deploys.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
fn is_dynamic(text: &str) -> bool {
    text.split_once("{{resolve:").is_some_and(|(_, rest)| rest.contains("}}"))
}
