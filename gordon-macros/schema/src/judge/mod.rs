//! Judges a value by a schema.
//!
//! Owns the walk over value and rule together, and what becomes of values that are not known yet: a rule is broken only
//! where it is, whatever they turn out to be. Must not know words: `problem` has them.

mod combine;
mod format;
mod object;
mod problem;
mod report;
mod value;

use std::collections::HashSet;
use std::sync::OnceLock;

use self::problem::Problem;
use crate::node::{Finding, Kind, Node, Shape};
use crate::pack;
use crate::rule::{Keyword, Other, Rule, Types};
use crate::schema::{End, Life, Rules, Schema};

/// How deep rules and values may be nested: AWS's deepest is a third of it. Beyond, values are not judged, and that is
/// a finding.
const DEEPEST: usize = 96;

/// How many times a rule may meet a value in one resource. The largest real resources take a hundredth of it.
const MOST: usize = 2_000_000;

/// How many branches of choices are looked at one at a time.
const MOST_CHOICES: usize = 200;

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
    problem: Problem,
    /// The conditions under which the rule holds, and what fulfils each.
    because: Vec<(&'static Rule, &'n N)>,
    /// Whether it is one only for a branch of a choice.
    assumed: bool,
}

struct Judge<'n, N> {
    rules: &'static Rules,
    path: Vec<Step<'n>>,
    issues: Vec<Issue<'n, N>>,
    /// How many alternatives are being tried around the current value.
    trials: usize,
    depth: usize,
    left: usize,
    /// Whether there are choices at all; most properties have none.
    has_choices: bool,
    /// The branch of a choice that is looked at, while what depends on the choice is found out.
    assumed: Option<(&'n N, &'n N)>,
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
    judge.has_choices = !choices(properties).is_empty();
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
    // A few are said to be read-only and yet to be set when the resource is made.
    for path in schema.read_only().iter().filter(|path| !schema.create_only().contains(path)) {
        judge.each_at(properties, path, &mut |judge, parent, node| {
            if let (Some((parent, Step::Key(key))), false) = (parent, matches!(node.kind(), Kind::Absent)) {
                judge.add_for_key(parent, key, Problem::ReadOnly);
            }
        });
    }
    if let Some(Life { end: End::ShutDown, date }) = schema.life() {
        judge.add(properties, Problem::ShutDown(date));
    }
    if judge.left == 0 {
        judge.add(properties, Problem::TooLarge);
    }
    report::report(schema, judge.issues, report);
}

impl<'n, N: Node> Judge<'n, N> {
    fn new(rules: &'static Rules) -> Self {
        Judge {
            rules,
            path: Vec::new(),
            issues: Vec::new(),
            trials: 0,
            depth: 0,
            left: MOST,
            has_choices: false,
            assumed: None,
        }
    }

    fn add(&mut self, node: &'n N, problem: Problem) -> Outcome {
        self.issues.push(Issue {
            node,
            key: None,
            path: self.path.clone(),
            problem,
            because: Vec::new(),
            assumed: false,
        });
        Broken
    }

    /// A problem of an entry's key; the path is the entry's.
    fn add_for_key(&mut self, node: &'n N, key: &'n str, problem: Problem) -> Outcome {
        let mut path = self.path.clone();
        if path.last() != Some(&Step::Key(key)) || !matches!(problem, Problem::ReadOnly) {
            path.push(Step::Key(key));
        }
        self.issues.push(Issue { node, key: Some(key), path, problem, because: Vec::new(), assumed: false });
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
        let node = self.branch(node);
        let outcome = match node.kind() {
            Kind::Absent => Holds,
            Kind::Choice => self.choice(rule, node),
            Kind::Text(text) if is_dynamic(text) => self.known(rule, node, Kind::Unknown(None)),
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
            let mut outcome = self.keyword(keyword, node, kind);
            if outcome == Unknown && self.has_choices && self.trials == 0 && self.assumed.is_none() {
                outcome = self.choose(keyword, node, kind);
            }
            worst = worst.max(outcome);
            if outcome == Broken && matches!(keyword, Keyword::Type(_)) {
                // What else a value of the wrong type lacks helps nobody.
                self.issues.drain(before..self.issues.len() - 1);
                break;
            }
        }
        worst
    }

    /// Whether a keyword is broken in one branch of one choice, whatever the other choices are: those may depend on the
    /// same condition, so that two branches together say nothing.
    fn choose(&mut self, keyword: &'static Keyword, node: &'n N, kind: Kind<'n>) -> Outcome {
        // What the inside of a value breaks is found where it is.
        if matches!(keyword, Keyword::Properties { .. } | Keyword::Each { .. } | Keyword::Reference(_)) {
            return Unknown;
        }
        let before = self.issues.len();
        for (choice, branch) in choices(node) {
            self.assumed = Some((choice, branch));
            let outcome = self.keyword(keyword, node, kind);
            self.assumed = None;
            if outcome == Broken {
                self.issues[before..].iter_mut().for_each(|issue| issue.assumed = true);
                return Broken;
            }
            self.issues.truncate(before);
        }
        Unknown
    }

    /// The value itself, or the branch of it that is assumed.
    fn branch(&self, node: &'n N) -> &'n N {
        self.assumed.filter(|(choice, _)| std::ptr::eq(*choice, node)).map_or(node, |(_, branch)| branch)
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
                let (sure, maybe) = self.count(node.items());
                self.counted(sure, maybe, *least, *most, node, |found, bound, few| Problem::Items { found, bound, few })
            }
            Keyword::Each { first, other } => {
                let mut worst = Holds;
                for (place, item) in node.items().enumerate() {
                    let outcome = match (first.get(place), other) {
                        (Some(rule), _) => self.within(Step::Item(place), |judge| judge.rule(rule, item)),
                        (None, Other::Rule(rule)) => self.within(Step::Item(place), |judge| judge.rule(rule, item)),
                        (None, Other::None) => self.add(item, Problem::Never),
                        (None, Other::Any) => Holds,
                    };
                    worst = worst.max(outcome);
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
    fn text_of(&mut self, node: &'n N) -> Option<String> {
        let (mut text, node) = (String::new(), self.branch(node));
        value::write(node, true, &mut text, &mut self.left, 0).then_some(text)
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
                match format::fits(name, text, &self.path) {
                    Some(false) => Problem::Format(vec![name]),
                    Some(true) => return Holds,
                    None => return Unknown,
                }
            }
            _ => return Holds,
        };
        self.add(node, problem)
    }
}

/// Choices and each of their branches, in a value and all that is inside it: the first few hundred.
fn choices<N: Node>(node: &N) -> Vec<(&N, &N)> {
    let (mut found, mut open) = (Vec::new(), vec![node]);
    while let Some(node) = open.pop().filter(|_| found.len() < MOST_CHOICES) {
        if node.kind() == Kind::Choice {
            found.extend(node.items().map(|branch| (node, branch)));
        }
        open.extend(node.items());
        open.extend(node.entries().map(|(_, value)| value));
    }
    found
}

/// Whether CloudFormation replaces the text, or a part of it, while it deploys.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
fn is_dynamic(text: &str) -> bool {
    text.split_once("{{resolve:").is_some_and(|(_, rest)| rest.contains("}}"))
}
