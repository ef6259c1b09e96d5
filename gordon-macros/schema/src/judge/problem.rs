//! What can be wrong with a value, and the words for it.
//!
//! Owns the sentences, which are those of CloudFormation's users: property, text, list. Must not judge.

use super::Step;
use crate::node::Kind;
use crate::rule::{Literal, Named, Patterns, Types};
use crate::schema::Schema;
use crate::words;

/// How many allowed values, or properties, a message lists.
const FEW: usize = 12;

/// How much of a value or of a pattern a message shows, in characters.
const LONG: usize = 80;

#[derive(Clone, Debug)]
pub(super) enum Problem {
    /// Nothing may stand here.
    Never,
    /// A property that goes with what it says elsewhere in the object.
    Unwanted,
    /// Something that is ruled out.
    Not,
    Type(Types),
    /// A path that only `aws cloudformation package` understands.
    Packaged,
    /// A property that no schema knows.
    Stranger {
        named: &'static Named,
        patterns: &'static Patterns,
    },
    Required {
        name: &'static str,
    },
    ReadOnly,
    Length {
        found: usize,
        bound: usize,
        short: bool,
    },
    Range {
        bound: f64,
        low: bool,
        exclusive: bool,
    },
    MultipleOf(f64),
    Enum(&'static [Literal]),
    Pattern(&'static str),
    /// Of none of these forms.
    Format(Vec<&'static str>),
    Items {
        found: usize,
        bound: usize,
        few: bool,
    },
    Size {
        found: usize,
        bound: usize,
        few: bool,
    },
    /// An item that is there before.
    Twice {
        keys: Vec<&'static str>,
    },
    Contains,
    Needs {
        name: &'static str,
        other: &'static str,
    },
    Excludes {
        name: &'static str,
        other: &'static str,
    },
    /// None of these properties, or groups of properties, is there.
    NoneOf {
        groups: Vec<Vec<&'static str>>,
        exactly: bool,
    },
    /// More than one of these is there.
    ManyOf {
        groups: Vec<Vec<&'static str>>,
    },
    /// The name of a property is not as it has to be.
    Name(Box<Problem>),
    /// The service is no more, since this day.
    ShutDown(Option<&'static str>),
    /// There is more than is worth judging.
    TooLarge,
}

impl Problem {
    /// The keyword of the rule.
    pub(super) fn rule(&self) -> &'static str {
        match self {
            Problem::Never | Problem::Unwanted | Problem::Not => "not",
            Problem::Type(_) => "type",
            Problem::Packaged => "packaged",
            Problem::Stranger { .. } => "additionalProperties",
            Problem::Required { .. } => "required",
            Problem::ReadOnly => "readOnly",
            Problem::Length { short: true, .. } => "minLength",
            Problem::Length { .. } => "maxLength",
            Problem::Range { low: true, .. } => "minimum",
            Problem::Range { .. } => "maximum",
            Problem::MultipleOf(_) => "multipleOf",
            Problem::Enum(_) => "enum",
            Problem::Pattern(_) => "pattern",
            Problem::Format(_) => "format",
            Problem::Items { few: true, .. } => "minItems",
            Problem::Items { .. } => "maxItems",
            Problem::Size { few: true, .. } => "minProperties",
            Problem::Size { .. } => "maxProperties",
            Problem::Twice { .. } => "uniqueItems",
            Problem::Contains => "contains",
            Problem::Needs { .. } => "dependentRequired",
            Problem::Excludes { .. } => "dependentExcluded",
            Problem::NoneOf { exactly: true, .. } | Problem::ManyOf { .. } => "oneOf",
            Problem::NoneOf { .. } => "anyOf",
            Problem::Name(_) => "propertyNames",
            Problem::ShutDown(_) => "lifecycle",
            Problem::TooLarge => "limit",
        }
    }

    pub(super) fn is_type(&self) -> bool {
        matches!(self, Problem::Type(_))
    }

    /// Of issues with one value, the lowest of these is worth saying; nothing for issues that are not with a value.
    pub(super) fn rank(&self) -> Option<usize> {
        match self {
            Problem::Type(_) => Some(0),
            Problem::Enum(_) => Some(1),
            Problem::Format(_) => Some(2),
            Problem::Length { .. } | Problem::Range { .. } | Problem::MultipleOf(_) => Some(3),
            Problem::Pattern(_) => Some(4),
            _ => None,
        }
    }

    /// How far this takes an alternative away from what was meant, so many steps inside it. A wrong type is far, and so is
    /// a wrong value of the property that tells alternatives apart; what is wrong deep inside says that the way in was right.
    pub(super) fn distance(&self, steps: usize) -> usize {
        match (self, steps) {
            (Problem::Type(_) | Problem::Never, 0) => 60,
            (Problem::Enum(_), 0 | 1) => 20,
            (Problem::Stranger { .. } | Problem::Unwanted, 0 | 1) => 6,
            (_, 0 | 1) => 3,
            _ => 1,
        }
    }

    /// What is wrong, and what to do.
    pub(super) fn words(&self, kind: Kind<'_>, key: Option<&str>, schema: &Schema) -> (String, String) {
        let type_name = schema.name();
        let key = key.unwrap_or_default();
        let shown = shown(kind);
        let message = match self {
            Problem::Never if key.is_empty() => "nothing may stand here".to_owned(),
            Problem::Never => format!("`{key}` may not be set here"),
            Problem::Unwanted => format!("`{key}` does not go with the other properties here"),
            Problem::Not => format!("{shown} is not allowed here"),
            Problem::Type(types) => format!("{shown} stands where {} belongs", named(*types)),
            Problem::Packaged => format!("{shown} is a path, which only `aws cloudformation package` can upload"),
            Problem::Stranger { named, patterns } => return stranger(key, named, patterns, schema),
            Problem::Required { name } => format!("`{name}` is missing"),
            Problem::ReadOnly => {
                let help = format!("leave it out; `Fn::GetAtt` reads it once `{type_name}` is made");
                return (format!("`{key}` is set by AWS"), help);
            }
            Problem::Length { found, bound, short } => {
                let end = if *short { "at least" } else { "at most" };
                let verb = if *short { "needed" } else { "allowed" };
                format!("{shown} has {}; {end} {bound} are {verb}", plural(*found, "character"))
            }
            Problem::Range { bound, low, exclusive } => {
                let word = match (low, exclusive) {
                    (true, true) => "not more than",
                    (true, false) => "less than",
                    (false, true) => "not less than",
                    (false, false) => "more than",
                };
                let end = if *low { "the minimum" } else { "the maximum" };
                if *exclusive {
                    format!("{shown} is {word} {bound}")
                } else {
                    format!("{shown} is {word} {end}, {bound}")
                }
            }
            Problem::MultipleOf(divisor) => format!("{shown} is not a multiple of {divisor}"),
            Problem::Enum(values) => return not_one_of(kind, &shown, values),
            Problem::Pattern(pattern) => format!("{shown} does not match the pattern `{}`", cut(pattern)),
            Problem::Format(names) => {
                let forms: Vec<String> = names.iter().map(|name| form(name)).collect();
                format!("{shown} is not {}", forms.join(" or "))
            }
            Problem::Items { found, bound, few } => counted(*found, *bound, *few, "item"),
            Problem::Size { found, bound, few } => counted(*found, *bound, *few, "entry"),
            Problem::Twice { keys, .. } if keys.is_empty() => format!("{shown} is in the list twice"),
            Problem::Twice { keys, .. } => {
                format!("two items of the list have the same {}", words::listed(keys, "and"))
            }
            Problem::Contains => "no item of the list is what one has to be".to_owned(),
            Problem::Needs { name, other } => format!("`{name}` needs `{other}` beside it"),
            Problem::Excludes { name, other } => format!("`{other}` does not go with `{name}`"),
            Problem::NoneOf { groups, exactly } => {
                let one = if *exactly { "exactly one" } else { "at least one" };
                format!("{one} of {} is needed", alternatives(groups))
            }
            Problem::ManyOf { groups } if groups.iter().all(|group| !group.is_empty()) => {
                format!("only one of {} may be set", alternatives(groups))
            }
            Problem::ManyOf { .. } => "this fits several alternatives, of which only one may fit".to_owned(),
            Problem::Name(problem) => return problem.words(Kind::Text(key), None, schema),
            Problem::ShutDown(Some(date)) => format!("the service of `{type_name}` was shut down on {date}"),
            Problem::ShutDown(None) => format!("the service of `{type_name}` was shut down"),
            Problem::TooLarge => "this is too large, or nested too deep, to be judged in full".to_owned(),
        };
        (message, String::new())
    }
}

/// The path of a finding: `KeySchema[0].KeyType`.
pub(super) fn path(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Item(place) => path.push_str(&format!("[{place}]")),
            Step::Key(key) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(key);
            }
        }
    }
    path
}

fn shown(kind: Kind<'_>) -> String {
    match kind {
        Kind::Null => "`null`".to_owned(),
        Kind::Bool(is) => format!("`{is}`"),
        Kind::Integer(number) => format!("`{number}`"),
        Kind::Number(number) => format!("`{number}`"),
        Kind::Text("") => "an empty text".to_owned(),
        Kind::Text(text) => format!("`{}`", cut(text)),
        Kind::List => "a list".to_owned(),
        Kind::Object => "an object".to_owned(),
        Kind::Choice | Kind::Absent | Kind::Unknown(_) => "this value".to_owned(),
    }
}

/// The start of a text, on one line.
pub(super) fn cut(text: &str) -> String {
    let line: String = text.chars().take(LONG).map(|one| if one.is_control() { ' ' } else { one }).collect();
    if text.chars().nth(LONG).is_some() { format!("{line}…") } else { line }
}

fn named(types: Types) -> String {
    const NAMES: [(Types, &str); 7] = [
        (Types::TEXT, "text"),
        (Types::INTEGER, "a whole number"),
        (Types::NUMBER, "a number"),
        (Types::BOOL, "`true` or `false`"),
        (Types::LIST, "a list"),
        (Types::OBJECT, "an object"),
        (Types::NULL, "`null`"),
    ];
    let names: Vec<&str> = NAMES.iter().filter(|(one, _)| types.any(*one)).map(|(_, name)| *name).collect();
    names.join(" or ")
}

fn plural(count: usize, word: &str) -> String {
    match (count, word) {
        (1, _) => format!("1 {word}"),
        (_, "entry") => format!("{count} entries"),
        _ => format!("{count} {word}s"),
    }
}

fn counted(found: usize, bound: usize, few: bool, word: &str) -> String {
    let end = if few { "at least" } else { "at most" };
    let verb = if few { "needed" } else { "allowed" };
    let be = if bound == 1 { "is" } else { "are" };
    format!("{} here; {end} {bound} {be} {verb}", plural(found, word))
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(is) => is.to_string(),
        Literal::Integer(number) => number.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Text(text) => (*text).to_owned(),
    }
}

fn not_one_of(kind: Kind<'_>, shown: &str, values: &[Literal]) -> (String, String) {
    let texts: Vec<String> = values.iter().map(literal).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let help = match kind {
        Kind::Text(text) if texts.len() > 1 => words::closest(text, texts.iter().copied())
            .map_or_else(String::new, |found| format!("did you mean `{found}`?")),
        _ => String::new(),
    };
    match texts.as_slice() {
        [] => (format!("{shown} is not allowed; nothing is"), help),
        [one] => (format!("{shown} is not `{one}`, which alone is allowed here"), help),
        some if some.len() <= FEW => (format!("{shown} is none of {}", words::listed(some, "and")), help),
        many if help.is_empty() => {
            let first = words::listed(&many[..FEW], "and");
            (format!("{shown} is none of the {} values that are allowed here", many.len()), format!("such as {first}"))
        }
        many => (format!("{shown} is none of the {} values that are allowed here", many.len()), help),
    }
}

fn stranger(key: &str, named: &Named, patterns: &Patterns, schema: &Schema) -> (String, String) {
    let message = format!("there is no property `{key}`");
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    if let Some(found) = words::closest(key, names.iter().copied()) {
        return (message, format!("did you mean `{found}`?"));
    }
    if let Some((found, _)) = named.iter().find(|(_, rule)| schema.rules.names(rule).contains(&key)) {
        return (message, format!("there is one in `{found}`"));
    }
    match (names.as_slice(), patterns.as_slice()) {
        ([], []) => (message, format!("nothing can be set here in `{}`", schema.name())),
        ([], [(pattern, _), ..]) => {
            (format!("`{key}` does not match the pattern of keys, `{}`", cut(pattern.text)), String::new())
        }
        (some, _) if some.len() <= FEW => (message, format!("there is {}", words::listed(some, "and"))),
        _ => (message, String::new()),
    }
}

fn form(name: &str) -> String {
    match name {
        "date" => "a date such as `2026-01-31`".to_owned(),
        "time" => "a time such as `12:00:00Z`".to_owned(),
        "date-time" => "a date and time such as `2026-01-31T12:00:00Z`".to_owned(),
        "email" => "an e-mail address".to_owned(),
        "ipv4" => "an IPv4 address".to_owned(),
        "ipv6" => "an IPv6 address".to_owned(),
        "ipv4-network" => "an IPv4 network such as `10.0.0.0/16`, with no bit set after its prefix".to_owned(),
        "ipv6-network" => "an IPv6 network such as `2001:db8::/32`, with no bit set after its prefix".to_owned(),
        "regex" => "a regular expression".to_owned(),
        name => match name.rsplit_once('.') {
            Some((of, "Arn")) => format!("an ARN of `{of}`"),
            Some((of, "Id")) => format!("an ID of `{of}`"),
            Some((of, _)) => format!("a name of `{of}`"),
            None => format!("of the form `{name}`"),
        },
    }
}

/// `A`, `B` with `C` or `D`.
fn alternatives(groups: &[Vec<&'static str>]) -> String {
    let groups: Vec<String> = groups.iter().map(|group| group.join("` with `")).collect();
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    words::listed(&groups, "and")
}
