//! What a schema says of a value: the keywords of JSON Schema, with those that cfn-lint adds.
//!
//! Owns what keywords there are and how they are read from the packed file. Must not judge by them.

use crate::pack::Reader;
use crate::pattern::Lazy;

/// A rule: every keyword has to hold.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Nothing is allowed.
    Never,
    /// All of these; none of them allows everything.
    All(Vec<Keyword>),
}

/// One keyword of a rule.
#[derive(Debug)]
pub(crate) enum Keyword {
    /// The value is of one of these types.
    Type(Types),
    /// `properties`, `patternProperties` and `additionalProperties`.
    Properties { named: Named, patterns: Patterns, other: Other },
    /// These properties are there.
    Required(Vec<&'static str>),
    /// Characters of a text; of its JSON where it holds JSON (`json`), or where an object may stand (`object`).
    Length { least: Option<usize>, most: Option<usize>, json: bool, object: bool },
    /// A number's bounds, which are outside the range where `exclusive`.
    Range { least: Option<f64>, most: Option<f64>, exclusive: bool },
    /// One of these values.
    Enum { values: Vec<Literal>, any_case: bool },
    /// This value.
    Const(Literal),
    /// A regular expression that is found in the text.
    Pattern(Lazy),
    /// How many items a list has.
    Items { least: Option<usize>, most: Option<usize> },
    /// How many properties an object has.
    Size { least: Option<usize>, most: Option<usize> },
    /// What the items of a list are: the first ones by their place, then the others.
    Each { first: Vec<Rule>, other: Other },
    /// No two items are alike.
    Unique,
    /// No two items have the same values of these properties.
    UniqueKeys(Vec<&'static str>),
    /// At most so many different items.
    MostUnique(usize),
    /// A number that this divides.
    MultipleOf(f64),
    /// Exactly one of these holds.
    OneOf(Vec<Rule>),
    /// At least one of these holds.
    AnyOf(Vec<Rule>),
    /// Each of these holds.
    AllOf(Vec<Rule>),
    /// This does not hold.
    Not(Box<Rule>),
    /// Where the first holds the second does, else the third.
    If(Box<[Rule; 3]>),
    /// Where a property is there, these are too.
    Needs(Vec<(&'static str, Vec<&'static str>)>),
    /// Where a property is there, the object keeps a rule.
    NeedsRule(Named),
    /// Where a property is there, these are not.
    Excludes(Vec<(&'static str, Vec<&'static str>)>),
    /// Exactly one of these properties is there.
    RequiredXor(Vec<&'static str>),
    /// At least one of these properties is there.
    RequiredOr(Vec<&'static str>),
    /// What the names of properties are.
    Names(Box<Rule>),
    /// A form that has a name.
    Format(&'static str),
    /// The rule of a number, in the same schema.
    Reference(usize),
    /// At least one item keeps this rule.
    Contains(Box<Rule>),
}

/// Rules by name, sorted by name.
pub(crate) type Named = Vec<(&'static str, Rule)>;

/// Rules of properties whose names match.
pub(crate) type Patterns = Vec<(Lazy, Rule)>;

/// The rule of what no other names.
#[derive(Debug)]
pub(crate) enum Other {
    /// It may be anything.
    Any,
    /// It may not be.
    None,
    /// It keeps a rule.
    Rule(Box<Rule>),
}

/// A value in a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Integer(i64),
    Number(f64),
    Text(&'static str),
}

/// Types of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const TEXT: Types = Types(1);
    pub(crate) const INTEGER: Types = Types(2);
    pub(crate) const NUMBER: Types = Types(4);
    pub(crate) const BOOL: Types = Types(8);
    pub(crate) const LIST: Types = Types(16);
    pub(crate) const OBJECT: Types = Types(32);
    pub(crate) const NULL: Types = Types(64);
    /// Text, and what may be written as text.
    pub(crate) const SCALAR: Types = Types(1 | 2 | 4 | 8);

    /// These types and those.
    pub(crate) fn and(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// Whether one of the types is one of `other`.
    pub(crate) fn any(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }
}

impl Rule {
    /// Reads a rule.
    pub(crate) fn read(from: &mut Reader) -> Rule {
        match from.byte() {
            0 => Rule::All(Vec::new()),
            1 => Rule::Never,
            _ => Rule::All(from.many(Keyword::read)),
        }
    }

    /// The keywords.
    pub(crate) fn keywords(&self) -> &[Keyword] {
        match self {
            Rule::Never => &[],
            Rule::All(keywords) => keywords,
        }
    }
}

impl Keyword {
    /// The names of properties that it has rules for.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        match self {
            Keyword::Properties { named, .. } => named.iter().map(|(name, _)| *name).collect(),
            _ => Vec::new(),
        }
    }

    fn read(from: &mut Reader) -> Keyword {
        match from.byte() {
            1 => Keyword::Type(Types(from.byte())),
            2 => Keyword::Properties {
                named: named(from),
                patterns: from.many(|from| (Lazy::new(from.text()), Rule::read(from))),
                other: Other::read(from),
            },
            3 => Keyword::Required(texts(from)),
            4 => {
                let (flags, [least, most]) = bounds(from, Reader::number);
                Keyword::Length { least, most, json: flags & 4 != 0, object: flags & 8 != 0 }
            }
            5 => {
                let (flags, [least, most]) = bounds(from, Reader::double);
                Keyword::Range { least, most, exclusive: flags & 4 != 0 }
            }
            6 => Keyword::Enum { values: from.many(Literal::read), any_case: false },
            7 => Keyword::Enum { values: from.many(Literal::read), any_case: true },
            8 => Keyword::Const(Literal::read(from)),
            9 => Keyword::Pattern(Lazy::new(from.text())),
            10 => {
                let (_, [least, most]) = bounds(from, Reader::number);
                Keyword::Items { least, most }
            }
            11 => {
                let (_, [least, most]) = bounds(from, Reader::number);
                Keyword::Size { least, most }
            }
            12 => Keyword::Each { first: rules(from), other: Other::read(from) },
            13 => Keyword::Unique,
            14 => Keyword::UniqueKeys(texts(from)),
            15 => Keyword::MostUnique(from.number()),
            16 => Keyword::MultipleOf(from.double()),
            17 => Keyword::OneOf(rules(from)),
            18 => Keyword::AnyOf(rules(from)),
            19 => Keyword::AllOf(rules(from)),
            20 => Keyword::Not(Box::new(Rule::read(from))),
            21 => Keyword::If(Box::new([Rule::read(from), Rule::read(from), Rule::read(from)])),
            22 => Keyword::Needs(from.many(|from| (from.text(), texts(from)))),
            23 => Keyword::NeedsRule(named(from)),
            24 => Keyword::Excludes(from.many(|from| (from.text(), texts(from)))),
            25 => Keyword::RequiredXor(texts(from)),
            26 => Keyword::RequiredOr(texts(from)),
            27 => Keyword::Names(Box::new(Rule::read(from))),
            28 => Keyword::Format(from.text()),
            29 => Keyword::Reference(from.number()),
            _ => Keyword::Contains(Box::new(Rule::read(from))),
        }
    }
}

impl Other {
    fn read(from: &mut Reader) -> Other {
        match from.byte() {
            0 => Other::Any,
            1 => Other::None,
            _ => Other::Rule(Box::new(Rule::read(from))),
        }
    }
}

impl Literal {
    fn read(from: &mut Reader) -> Literal {
        match from.byte() {
            0 => Literal::Null,
            1 => Literal::Bool(false),
            2 => Literal::Bool(true),
            3 => {
                let folded = from.number();
                let half = i64::try_from(folded / 2).unwrap_or(i64::MAX);
                Literal::Integer(if folded.is_multiple_of(2) { half } else { -half - 1 })
            }
            4 => Literal::Number(from.double()),
            _ => Literal::Text(from.text()),
        }
    }
}

fn texts(from: &mut Reader) -> Vec<&'static str> {
    from.many(Reader::text)
}

fn rules(from: &mut Reader) -> Vec<Rule> {
    from.many(Rule::read)
}

fn named(from: &mut Reader) -> Named {
    from.many(|from| (from.text(), Rule::read(from)))
}

/// Flags, of which the lowest say that there is a lower and an upper bound; then those.
fn bounds<T>(from: &mut Reader, one: impl Fn(&mut Reader) -> T) -> (u8, [Option<T>; 2]) {
    let flags = from.byte();
    let least = (flags & 1 != 0).then(|| one(from));
    (flags, [least, (flags & 2 != 0).then(|| one(from))])
}
