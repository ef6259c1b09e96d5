//! Judges a value by a schema.
//!
//! Owns the walk over value and rule together, and what becomes of values that are not known yet: a rule is broken only
//! where it is, whatever they turn out to be. Must not know words: `problem` has them.

mod combine;
mod format;
mod list;
mod object;
mod problem;
mod report;
mod scalar;
mod value;
mod walk;

use std::sync::OnceLock;

use self::problem::Problem;
use crate::node::{Finding, Kind, Node, Shape};
use crate::pack;
use crate::rule::{Keyword, Rule, Types};
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

impl<'n, N> Issue<'n, N> {
    fn new(node: &'n N, key: Option<&'n str>, path: Vec<Step<'n>>, problem: Problem) -> Self {
        Issue { node, key, path, problem, because: Vec::new(), assumed: false }
    }
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
    /// The branch of a choice that is looked at, while what depends on the choice is found out; and those that lead there.
    assumed: Vec<(&'n N, &'n N)>,
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
    judge.has_choices = !walk::choices(properties).is_empty();
    judge.rule(schema.rules.get(0), properties);
    for (path, number) in &schema.extras {
        for place in walk::places(properties, path) {
            judge.path = place.path;
            judge.rule(schema.rules.get(*number), place.node);
        }
    }
    judge.path.clear();
    if schema.taggable {
        judge.rules = &common().rules;
        judge.rule(judge.rules.get(0), properties);
    }
    // A few are said to be read-only and yet to be set when the resource is made.
    for path in schema.read_only().iter().filter(|path| !schema.create_only().contains(path)) {
        for place in walk::places(properties, path).into_iter().filter(|place| place.node.kind() != Kind::Absent) {
            if let Some((node, key)) = place.entry {
                judge.issues.push(Issue::new(node, Some(key), place.path, Problem::ReadOnly));
            }
        }
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
            assumed: Vec::new(),
        }
    }

    fn add(&mut self, node: &'n N, problem: Problem) -> Outcome {
        self.issues.push(Issue::new(node, None, self.path.clone(), problem));
        Broken
    }

    /// A problem of an entry's key; the path is the entry's.
    fn add_for_key(&mut self, node: &'n N, key: &'n str, problem: Problem) -> Outcome {
        let path = self.path.iter().copied().chain([Step::Key(key)]).collect();
        self.issues.push(Issue::new(node, Some(key), path, problem));
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
            Kind::Text(text) if scalar::is_dynamic(text) => self.known(rule, node, Kind::Unknown(None)),
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
        let mut worst = Holds;
        for keyword in keywords {
            let mut outcome = self.keyword(keyword, node, kind);
            if outcome == Unknown && self.has_choices && self.trials == 0 && self.assumed.is_empty() {
                outcome = self.choose(keyword, node, kind);
            }
            worst = worst.max(outcome);
            // The type comes first: what else a value of the wrong type lacks helps nobody.
            if outcome == Broken && matches!(keyword, Keyword::Type(_)) {
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
        for assumed in walk::choices(node) {
            self.assumed = assumed;
            let outcome = self.keyword(keyword, node, kind);
            self.assumed.clear();
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
        self.assumed.iter().fold(node, |node, (choice, branch)| if std::ptr::eq(*choice, node) { branch } else { node })
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
}
