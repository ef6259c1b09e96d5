//! The rule of a setting: range, length, pattern and choices, judged and put in words here.
//!
//! Owns what the keys mean; must not emit code.

use gordon_schema::automaton::{self, Refusal, Tables};
use syn::{Expr, ExprLit, ExprRange, ExprUnary, Lit, RangeLimits, Type, UnOp};

use crate::attribute::Entry;
use crate::diag::{Diagnostics, listed};

/// What a field's type is to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Number,
    Text,
    /// A type of the user's, which the compiler judges.
    Other,
}

impl Kind {
    pub(super) fn of(ty: &Type) -> Self {
        let Type::Path(path) = ty else { return Self::Other };
        let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" => Self::Integer,
            "f64" => Self::Number,
            "String" => Self::Text,
            _ => Self::Other,
        }
    }
}

/// One end of a range, or a choice.
#[derive(Clone)]
pub(super) enum Bound {
    Integer(i128),
    Number(f64),
    Text(String),
    /// A constant of the user's: the compiler knows its value.
    Constant(Box<Expr>),
}

/// What was said of a field.
#[derive(Default)]
pub(super) struct Rule {
    /// Both ends, where there are such, and whether they are of numbers with fractions.
    pub(super) range: Option<(Option<Bound>, Option<Bound>, bool)>,
    pub(super) length: Option<(usize, usize)>,
    pub(super) pattern: Option<(String, Tables)>,
    pub(super) one_of: Vec<Bound>,
}

/// A literal, with its sign.
pub(super) fn literal(expression: &Expr) -> Option<Bound> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok().map(Bound::Integer),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_parse().ok().map(Bound::Number),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(Bound::Text(text.value())),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match literal(expr)? {
            Bound::Integer(number) => Some(Bound::Integer(-number)),
            Bound::Number(number) => Some(Bound::Number(-number)),
            _ => None,
        },
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

fn bound(expression: &Expr) -> Bound {
    literal(expression).unwrap_or_else(|| Bound::Constant(Box::new(expression.clone())))
}

/// `range = 128..=10_240`, of a number.
pub(super) fn range(entry: &Entry, kind: Kind, rule: &mut Rule, diag: &mut Diagnostics) {
    let Some(value) = entry.expression("1..=10", diag) else { return };
    if kind == Kind::Text {
        diag.at(entry.key.span(), "`range` is for numbers; the number of characters is `length`");
        return;
    }
    let Expr::Range(ExprRange { start, end, limits, .. }) = &value else {
        diag.over(&value, "a range has two ends, as in `range = 1..=10`, or one, as in `range = 1..`");
        return;
    };
    let least = start.as_ref().map(|end| bound(end));
    let mut most = end.as_ref().map(|end| bound(end));
    let fractions = kind == Kind::Number || [&least, &most].iter().any(|end| matches!(end, Some(Bound::Number(_))));
    if let (RangeLimits::HalfOpen(_), Some(end)) = (limits, &most) {
        match end {
            Bound::Integer(end) if !fractions => most = Some(Bound::Integer(end - 1)),
            _ => {
                diag.over(&value, "both ends of a range belong to it: write `..=`");
                return;
            }
        }
    }
    if let (Some(Bound::Integer(least)), Some(Bound::Integer(most))) = (&least, &most)
        && least > most
    {
        diag.over(&value, "the range is empty: it ends before it begins");
        return;
    }
    rule.range = Some((least, most, fractions));
}

/// `length = 1..=64`, of characters or items.
pub(super) fn length(entry: &Entry, rule: &mut Rule, diag: &mut Diagnostics) {
    let Some(value) = entry.expression("1..=64", diag) else { return };
    let number = |end: Option<&Expr>| match end.map(literal) {
        Some(Some(Bound::Integer(number))) => usize::try_from(number).ok().map(Some),
        Some(_) => None,
        None => Some(None),
    };
    let found = match &value {
        Expr::Range(ExprRange { start, end, limits, .. }) => {
            let open = matches!(limits, RangeLimits::HalfOpen(_));
            number(start.as_deref()).zip(number(end.as_deref())).and_then(|(least, most)| {
                let most = match most {
                    Some(most) if open => Some(most.checked_sub(1)?),
                    most => most,
                };
                Some((least.unwrap_or(0), most.unwrap_or(usize::MAX)))
            })
        }
        exact => number(Some(exact)).flatten().map(|exact| (exact, exact)),
    };
    match found {
        Some((least, most)) if least <= most => rule.length = Some((least, most)),
        Some(_) => diag.over(&value, "the range is empty: it ends before it begins"),
        None => diag.over(&value, "a length is a range of literals, as in `length = 1..=64`"),
    }
}

/// `pattern = "[a-z]+"`, of the whole text.
pub(super) fn pattern(entry: &Entry, kind: Kind, rule: &mut Rule, diag: &mut Diagnostics) {
    let Some(text) = entry.string("\"[a-z]+\"", diag) else { return };
    if matches!(kind, Kind::Integer | Kind::Number) {
        diag.at(entry.key.span(), "`pattern` is for text; the values of a number are its `range`");
        return;
    }
    match automaton::compile(&text.value()) {
        Ok(tables) => rule.pattern = Some((text.value(), tables)),
        Err(Refusal::Invalid(why)) => diag.at(text.span(), format!("the pattern cannot be read: {why}")),
        Err(Refusal::NotRegular(why)) => diag.at(
            text.span(),
            format!(
                "the compiler cannot judge by this pattern: {why}; write it as `#[setting(check = …)]` on the struct"
            ),
        ),
    }
}

/// `one_of = [1, 7, 30]`.
pub(super) fn one_of(entry: &Entry, kind: Kind, rule: &mut Rule, diag: &mut Diagnostics) {
    let Some(value) = entry.expression("[1, 7, 30]", diag) else { return };
    let Expr::Array(list) = &value else {
        diag.over(&value, "`one_of` is a list, as in `one_of = [1, 7, 30]`");
        return;
    };
    if list.elems.is_empty() {
        diag.over(&value, "nothing is allowed: `one_of` has no values");
    }
    for element in &list.elems {
        let choice = bound(element);
        let misfit = matches!(
            (&choice, kind),
            (Bound::Text(_), Kind::Integer)
                | (Bound::Integer(_), Kind::Text)
                | (Bound::Number(_), _)
                | (_, Kind::Number)
        );
        if misfit {
            diag.over(element, "the values of `one_of` are whole numbers or text, as the field's type is");
        } else {
            rule.one_of.push(choice);
        }
    }
}

/// A default that is a literal must obey the rule, too.
pub(super) fn check_default(name: &str, default: &Expr, rule: &Rule, diag: &mut Diagnostics) {
    let Some(value) = literal(default) else { return };
    let good = match &value {
        Bound::Integer(number) => rule.takes_integer(*number),
        Bound::Text(text) => rule.takes_text(text),
        Bound::Number(_) | Bound::Constant(_) => true,
    };
    if !good {
        diag.over(
            default,
            format!("the default breaks the rule: {}", rule.sentence(name, matches!(value, Bound::Text(_)))),
        );
    }
}

impl Rule {
    fn takes_integer(&self, value: i128) -> bool {
        let within = match &self.range {
            Some((least, most, _)) => {
                !matches!(least, Some(Bound::Integer(least)) if value < *least)
                    && !matches!(most, Some(Bound::Integer(most)) if value > *most)
            }
            None => true,
        };
        let known = self.one_of.iter().all(|choice| matches!(choice, Bound::Integer(_)));
        within
            && (!known
                || self.one_of.is_empty()
                || self.one_of.iter().any(|choice| matches!(choice, Bound::Integer(choice) if *choice == value)))
    }

    fn takes_text(&self, value: &str) -> bool {
        let length = value.chars().count();
        let good_length = self.length.is_none_or(|(least, most)| least <= length && length <= most);
        let good_pattern = self.pattern.as_ref().is_none_or(|(_, tables)| tables.matches(value));
        let known = self.one_of.iter().all(|choice| matches!(choice, Bound::Text(_)));
        good_length
            && good_pattern
            && (!known
                || self.one_of.is_empty()
                || self.one_of.iter().any(|choice| matches!(choice, Bound::Text(choice) if choice == value)))
    }

    /// The rule in words; empty where there is none.
    pub(super) fn sentence(&self, name: &str, text: bool) -> String {
        let mut parts = Vec::new();
        if let Some((least, most, _)) = &self.range {
            parts.push(match (least, most) {
                (Some(least), Some(most)) => format!("is {} to {}", shown(least), shown(most)),
                (Some(least), None) => format!("is at least {}", shown(least)),
                (None, Some(most)) => format!("is at most {}", shown(most)),
                (None, None) => String::new(),
            });
        }
        if !self.one_of.is_empty() {
            let choices: Vec<String> = self.one_of.iter().map(shown).collect();
            let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
            parts.push(format!("is one of {}", listed(&choices, "and")));
        }
        if let Some((least, most)) = self.length {
            let of = if text { "characters" } else { "items" };
            parts.push(match most {
                usize::MAX => format!("has at least {least} {of}"),
                most if most == least => format!("has {least} {of}"),
                most => format!("has {least} to {most} {of}"),
            });
        }
        if let Some((pattern, _)) = &self.pattern {
            parts.push(format!("looks like `{pattern}`"));
        }
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() { String::new() } else { format!("`{name}` {}", parts.join(", and ")) }
    }
}

fn shown(bound: &Bound) -> String {
    match bound {
        Bound::Integer(number) => number.to_string(),
        Bound::Number(number) => number.to_string(),
        Bound::Text(text) => text.clone(),
        Bound::Constant(expression) => quote::quote!(#expression).to_string().replace(' ', ""),
    }
}
