//! What can be wrong with a value, and the words for it.
//!
//! Owns the sentences, which are those of CloudFormation's users: property, text, list. Must not judge.

use super::Step;
use crate::node::Kind;
use crate::rule::{Keyword, Literal, Named, Patterns, Rule, Types};
use crate::words;

/// How many allowed values, or properties, a message lists.
const FEW: usize = 12;

/// How much of a value or of a pattern a message shows, in characters.
const LONG: usize = 80;

#[derive(Debug)]
pub(super) enum Problem<'n> {
    /// Nothing may stand here.
    Never,
    /// A property that goes with what it says elsewhere in the object.
    Unwanted,
    Not(&'n Rule),
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
        maybe: bool,
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
    Format(&'static str),
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
    Name {
        message: String,
        help: String,
    },
    /// There is more than is worth judging.
    TooLarge,
}

impl Problem<'_> {
    /// The keyword of the rule.
    pub(super) fn rule(&self) -> &'static str {
        match self {
            Problem::Never | Problem::Unwanted | Problem::Not(_) => "not",
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
            Problem::Name { .. } => "propertyNames",
            Problem::TooLarge => "limit",
        }
    }

    pub(super) fn is_type(&self) -> bool {
        matches!(self, Problem::Type(_))
    }

    /// How far this takes an alternative away from what was meant: a wrong type most, a missing property least.
    pub(super) fn weight(&self) -> usize {
        match self {
            Problem::Type(_) | Problem::Never => 60,
            Problem::Enum(_) => 20,
            Problem::Stranger { .. } | Problem::Unwanted => 6,
            Problem::Required { .. } => 3,
            _ => 2,
        }
    }

    /// What is wrong, and what to do.
    pub(super) fn words(&self, kind: Kind<'_>, key: Option<&str>, type_name: &str) -> (String, String) {
        let key = key.unwrap_or_default();
        let shown = shown(kind);
        let message = match self {
            Problem::Never if key.is_empty() => "nothing may stand here".to_owned(),
            Problem::Never => format!("`{key}` may not be set here"),
            Problem::Unwanted => format!("`{key}` does not go with the other properties here"),
            Problem::Not(rule) => return not(rule, &shown),
            Problem::Type(types) => format!("{shown} stands where {} belongs", named(*types)),
            Problem::Packaged => format!("{shown} is a path, which only `aws cloudformation package` can upload"),
            Problem::Stranger { named, patterns } => return stranger(key, named, patterns, type_name),
            Problem::Required { name, maybe: false } => format!("`{name}` is missing"),
            Problem::Required { name, .. } => format!("`{name}` is missing where its condition chooses `AWS::NoValue`"),
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
            Problem::Format(name) => format!("{shown} is not {}", form(name)),
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
            Problem::Name { message, help } => return (message.clone(), help.clone()),
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
fn cut(text: &str) -> String {
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

fn stranger(key: &str, named: &Named, patterns: &Patterns, type_name: &str) -> (String, String) {
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    if let Some(found) = words::closest(key, names.iter().copied()) {
        return (format!("there is no property `{key}`"), format!("did you mean `{found}`?"));
    }
    let help = match (names.as_slice(), patterns.as_slice()) {
        ([], []) => format!("nothing can be set here in `{type_name}`"),
        ([], [(pattern, _), ..]) => {
            return (format!("`{key}` does not match the pattern of keys, `{}`", cut(pattern.text)), String::new());
        }
        (some, _) if some.len() <= FEW => format!("there is {}", words::listed(some, "and")),
        _ => String::new(),
    };
    (format!("there is no property `{key}`"), help)
}

fn not(rule: &Rule, shown: &str) -> (String, String) {
    let values = rule.keywords().iter().find_map(|keyword| match keyword {
        Keyword::Enum { values, .. } => Some(values.as_slice()),
        Keyword::Const(value) => Some(std::slice::from_ref(value)),
        _ => None,
    });
    let message = match values {
        Some(_) => format!("{shown} is a value that is not allowed here"),
        None => format!("{shown} is not allowed here"),
    };
    (message, String::new())
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
            Some((of, "Arn")) => format!("the ARN of an `{of}`"),
            Some((of, "Id")) => format!("the ID of an `{of}`"),
            Some((of, _)) => format!("the name of an `{of}`"),
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
