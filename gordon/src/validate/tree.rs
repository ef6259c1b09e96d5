//! A template as a tree of values, each with its position where it was read from text.
//!
//! Owns the tree, and how its functions look to a rule that judges values: a function whose result is not known stands
//! for any value of its shape. Must not read text, and must not judge.

use gordon_schema::node::{Kind, Node, Shape};
use serde_json::Value as Json;

use super::function::Function;

/// How deep values may nest. The deepest in templates are policies and state machines, with some thirty.
pub(super) const MOST_DEPTH: usize = 100;

/// A position in a text, line and column (in characters) from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
}

/// A part of a text, from its first character to the one after its last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the position after its last character.
    pub end: Position,
}

impl Span {
    /// Of what was not read from text.
    pub(super) const NONE: Self = Self { start: Position { line: 0, column: 0 }, end: Position { line: 0, column: 0 } };

    /// The same, unless it is that of something which was not read from text.
    pub(super) fn known(self) -> Option<Self> {
        (self != Self::NONE).then_some(self)
    }
}

/// A value of a template.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// The value's number, in the order of the template, from 1; several may share one: what stands for a call's result
    /// has the call's.
    pub(super) id: u32,
    /// Whether it is not in the template, but what a parameter may be.
    pub(super) assumed: bool,
    pub(super) span: Span,
    pub(super) data: Data,
}

/// A key of an object.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum Data {
    Null,
    Bool(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(Key, Tree)>),
    /// An object with keys of functions that is not the call of one: `Fn::ForEach::…`, `Fn::Transform` beside other
    /// keys, an unknown function.
    Opaque(Vec<(Key, Tree)>),
    Call(Box<Call>),
}

/// A call of an intrinsic function.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) function: Function,
    /// The function's name in the text: its key or its tag.
    pub(super) name: Span,
    pub(super) argument: Tree,
    pub(super) result: Outcome,
}

/// What a call gives.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Unknown(Option<Shape>),
    /// `Fn::If`: the second and the third item of the argument.
    Branches,
    /// `Fn::If` by a condition that is known there: one item of the argument.
    Branch(usize),
    /// `AWS::NoValue`.
    Absent,
    /// One of these: the value itself, where it can be known, or what a parameter may be.
    Known(Vec<Tree>),
}

impl Tree {
    pub(super) fn new(span: Span, data: Data) -> Self {
        Self { id: 0, assumed: false, span, data }
    }

    /// A value of a template that is JSON already, or nothing where it is nested too deep.
    pub(super) fn from_json(json: &Json) -> Option<Self> {
        Self::of(json, 0)
    }

    fn of(json: &Json, depth: usize) -> Option<Self> {
        if depth > MOST_DEPTH {
            return None;
        }
        let data = match json {
            Json::Null => Data::Null,
            Json::Bool(value) => Data::Bool(*value),
            Json::Number(number) => match number.as_i64() {
                Some(integer) => Data::Integer(integer),
                None => Data::Number(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Data::Text(text.clone()),
            Json::Array(items) => {
                Data::List(items.iter().map(|item| Self::of(item, depth + 1)).collect::<Option<_>>()?)
            }
            Json::Object(map) => {
                let entry = |(name, value): (&String, &Json)| {
                    Some((Key { name: name.clone(), span: Span::NONE }, Self::of(value, depth + 1)?))
                };
                return Some(Self::object(Span::NONE, map.iter().map(entry).collect::<Option<_>>()?));
            }
        };
        Some(Self::new(Span::NONE, data))
    }

    /// An object, or the call that it is.
    pub(super) fn object(span: Span, mut entries: Vec<(Key, Self)>) -> Self {
        if entries.len() == 1
            && let Some(function) = Function::named(&entries[0].0.name)
            && let Some((key, argument)) = entries.pop()
        {
            return Self::call(span, function, key.span, argument);
        }
        let opaque = entries.iter().any(|(key, _)| key.name.starts_with("Fn::"));
        Self::new(span, if opaque { Data::Opaque(entries) } else { Data::Object(entries) })
    }

    pub(super) fn call(span: Span, function: Function, name: Span, argument: Self) -> Self {
        let result = match (function, argument.list()) {
            (Function::If, Some([_, _, _])) => Outcome::Branches,
            _ => Outcome::Unknown(function.shape()),
        };
        Self::new(span, Data::Call(Box::new(Call { function, name, argument, result })))
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A literal that is not a list or an object, as CloudFormation makes text of it.
    pub(super) fn scalar(&self) -> Option<String> {
        match &self.data {
            Data::Text(text) => Some(text.clone()),
            Data::Bool(value) => Some(value.to_string()),
            Data::Integer(value) => Some(value.to_string()),
            Data::Number(value) => Some(value.to_string()),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> Option<&[Self]> {
        match &self.data {
            Data::List(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of an object that is no call, opaque or not.
    pub(super) fn fields(&self) -> Option<&[(Key, Self)]> {
        match &self.data {
            Data::Object(entries) | Data::Opaque(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        self.fields()?.iter().find_map(|(key, value)| (key.name == name).then_some(value))
    }

    pub(super) fn as_call(&self) -> Option<&Call> {
        match &self.data {
            Data::Call(call) => Some(call),
            _ => None,
        }
    }

    /// Whether it is a literal, as opposed to what only CloudFormation can know.
    pub(super) fn is_literal(&self) -> bool {
        !matches!(self.data, Data::Call(_) | Data::Opaque(_))
    }

    /// The value itself, or the only one that a call can give.
    pub(super) fn value(&self) -> &Self {
        let mut value = self;
        while let Data::Call(call) = &value.data {
            let only = match &call.result {
                Outcome::Known(values) if values.len() == 1 => values.first(),
                Outcome::Branch(at) => call.argument.list().and_then(|items| items.get(*at)),
                _ => None,
            };
            match only {
                Some(only) => value = only,
                None => break,
            }
        }
        value
    }

    /// What it is, with its article, for messages.
    pub(super) fn what(&self) -> &'static str {
        match &self.data {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Integer(_) | Data::Number(_) => "a number",
            Data::Text(_) => "text",
            Data::List(_) => "a list",
            Data::Object(_) | Data::Opaque(_) => "an object",
            Data::Call(call) => call.function.name(),
        }
    }

    /// The values in it, as they were written.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        let (items, entries, argument): (&[Self], &[(Key, Self)], Option<&Self>) = match &self.data {
            Data::List(items) => (items, &[], None),
            Data::Object(entries) | Data::Opaque(entries) => (&[], entries, None),
            Data::Call(call) => (&[], &[], Some(&call.argument)),
            _ => (&[], &[], None),
        };
        items.iter().chain(entries.iter().map(|(_, value)| value)).chain(argument)
    }

    /// The same, to be changed.
    pub(super) fn children_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let (items, entries, argument): (&mut [Self], &mut [(Key, Self)], Option<&mut Self>) = match &mut self.data {
            Data::List(items) => (items, &mut [], None),
            Data::Object(entries) | Data::Opaque(entries) => (&mut [], entries, None),
            Data::Call(call) => (&mut [], &mut [], Some(&mut call.argument)),
            _ => (&mut [], &mut [], None),
        };
        items.iter_mut().chain(entries.iter_mut().map(|(_, value)| value)).chain(argument)
    }
}

impl Node for Tree {
    fn kind(&self) -> Kind<'_> {
        let value = self.value();
        match &value.data {
            Data::Null => Kind::Null,
            Data::Bool(value) => Kind::Bool(*value),
            Data::Integer(value) => Kind::Integer(*value),
            Data::Number(value) => Kind::Number(*value),
            // A dynamic reference: CloudFormation puts a parameter's or a secret's value there.
            Data::Text(text) if text.contains("{{resolve:") => Kind::Unknown(Some(Shape::Scalar)),
            Data::Text(text) => Kind::Text(text),
            Data::List(_) => Kind::List,
            Data::Object(_) => Kind::Object,
            Data::Opaque(_) => Kind::Unknown(None),
            Data::Call(call) => match &call.result {
                Outcome::Unknown(shape) => Kind::Unknown(*shape),
                Outcome::Branches | Outcome::Branch(_) | Outcome::Known(_) => Kind::Choice,
                Outcome::Absent => Kind::Absent,
            },
        }
    }

    fn items(&self) -> impl Iterator<Item = &Self> {
        let items: &[Self] = match &self.value().data {
            Data::List(items) => items,
            Data::Call(call) => match &call.result {
                Outcome::Branches => call.argument.list().and_then(|items| items.get(1..)).unwrap_or_default(),
                Outcome::Known(values) => values,
                Outcome::Branch(_) | Outcome::Unknown(_) | Outcome::Absent => &[],
            },
            _ => &[],
        };
        items.iter()
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries: &[(Key, Self)] = match &self.value().data {
            Data::Object(entries) => entries,
            _ => &[],
        };
        entries.iter().map(|(key, value)| (key.name.as_str(), value))
    }
}
