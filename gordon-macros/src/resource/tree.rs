//! The properties of a resource as the user wrote them, with spans.
//!
//! Owns the tree and the view of it that the schemas' rules take. Must not know the syntax or the rules.

use gordon_schema::expected::Expected;
use gordon_schema::node::{Kind, Node};
use proc_macro2::{Span, TokenStream};

/// A value.
pub(super) struct Datum {
    pub(super) data: Data,
    /// Where it begins; of an object or a list, its bracket.
    pub(super) span: Span,
    /// What a mistake about the value as a whole points at: the key that it belongs to, or itself.
    pub(super) owner: Span,
}

/// What a value is.
pub(super) enum Data {
    Bool(bool),
    /// With its digits, since JSON holds more of them than `f64`.
    Number(Number, String),
    Text(String),
    List(Vec<Datum>),
    Object(Vec<Entry>),
    Rust(Box<Expression>),
    /// What could not be read, and has its message already.
    Mistake,
}

/// A number as the rules see it.
pub(super) enum Number {
    Whole(i64),
    Other(f64),
}

/// A Rust expression.
pub(super) struct Expression {
    pub(super) tokens: TokenStream,
    /// What it must fit.
    pub(super) of: Expected,
    /// It may not be an `Option`.
    pub(super) required: bool,
}

/// An entry of an object.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Datum,
}

impl Datum {
    /// An object or a list.
    pub(super) fn is_nested(&self) -> bool {
        matches!(self.data, Data::Object(_) | Data::List(_))
    }
}

impl Node for Datum {
    fn kind(&self) -> Kind<'_> {
        match &self.data {
            Data::Bool(value) => Kind::Bool(*value),
            Data::Number(Number::Whole(value), _) => Kind::Integer(*value),
            Data::Number(Number::Other(value), _) => Kind::Number(*value),
            Data::Text(text) => Kind::Text(text),
            Data::List(_) => Kind::List,
            Data::Object(_) => Kind::Object,
            Data::Rust(_) | Data::Mistake => Kind::Unknown(None),
        }
    }

    fn items(&self) -> impl Iterator<Item = &Self> {
        match &self.data {
            Data::List(items) => items.as_slice(),
            _ => &[],
        }
        .iter()
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        match &self.data {
            Data::Object(entries) => entries.as_slice(),
            _ => &[],
        }
        .iter()
        .map(|entry| (entry.key.as_str(), &entry.value))
    }
}
