//! Values of templates as CloudFormation takes them: a number may be written as text, and a text as a number.
//!
//! Owns that leniency, which is cfn-lint's, with one difference: a number with a fraction is no whole number.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::node::{Kind, Node};
use crate::rule::{Literal, Types};

/// Whether a known value is of one of these types.
pub(super) fn is(kind: Kind<'_>, types: Types) -> bool {
    let fits = match kind {
        Kind::Null => Types::NULL,
        Kind::List => Types::LIST,
        Kind::Object => Types::OBJECT,
        Kind::Bool(_) => Types::BOOL.and(Types::TEXT),
        Kind::Integer(_) => Types::INTEGER.and(Types::NUMBER).and(Types::TEXT),
        Kind::Number(number) => {
            let whole = if number.fract() == 0.0 { Types::INTEGER } else { Types::NUMBER };
            whole.and(Types::NUMBER).and(Types::TEXT)
        }
        Kind::Text(text) => {
            let mut fits = Types::TEXT;
            if matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE") {
                fits = fits.and(Types::BOOL);
            }
            if text.trim().parse::<f64>().is_ok() {
                fits = fits.and(Types::NUMBER);
            }
            if text.trim().parse::<i128>().is_ok() {
                fits = fits.and(Types::INTEGER);
            }
            fits
        }
        Kind::Choice | Kind::Absent | Kind::Unknown(_) => return true,
    };
    types.any(fits)
}

/// A number, also one that is written as text.
pub(super) fn number(kind: Kind<'_>) -> Option<f64> {
    match kind {
        #[expect(clippy::cast_precision_loss, reason = "bounds have few digits, so that the loss is beyond them")]
        Kind::Integer(number) => Some(number as f64),
        Kind::Number(number) => Some(number),
        Kind::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A scalar as text.
pub(super) fn text(kind: Kind<'_>) -> Option<Cow<'_, str>> {
    match kind {
        Kind::Text(text) => Some(Cow::Borrowed(text)),
        Kind::Bool(is) => Some(Cow::Borrowed(if is { "true" } else { "false" })),
        Kind::Integer(number) => Some(Cow::Owned(number.to_string())),
        Kind::Number(number) => Some(Cow::Owned(format!("{number:?}"))),
        _ => None,
    }
}

/// Whether a value is the one of a rule, however either is written.
pub(super) fn equal(kind: Kind<'_>, literal: Literal, any_case: bool) -> bool {
    let of_literal = match literal {
        Literal::Null => Kind::Null,
        Literal::Bool(is) => Kind::Bool(is),
        Literal::Integer(number) => Kind::Integer(number),
        Literal::Number(number) => Kind::Number(number),
        Literal::Text(text) => Kind::Text(text),
    };
    if let (Some(one), Some(other)) = (truth(kind), truth(of_literal)) {
        return one == other;
    }
    match (kind, of_literal) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Integer(one), Kind::Integer(other)) => one == other,
        (Kind::Integer(_) | Kind::Number(_), Kind::Integer(_) | Kind::Number(_)) => number(kind) == number(of_literal),
        _ => match (text(kind), text(of_literal)) {
            (Some(one), Some(other)) if any_case => one.to_lowercase() == other.to_lowercase(),
            (Some(one), Some(other)) => one == other,
            _ => false,
        },
    }
}

/// True or false, also as text.
fn truth(kind: Kind<'_>) -> Option<bool> {
    match kind {
        Kind::Bool(is) => Some(is),
        Kind::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Kind::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

/// Writes a value as JSON whose keys are sorted, without spaces; where it is to be compared (`alike`), a number and the
/// text of it are written alike. Whether all of it is known; what is not is written as an empty text.
pub(super) fn write<N: Node>(node: &N, alike: bool, out: &mut String, left: &mut usize, depth: usize) -> bool {
    if *left == 0 || depth > super::DEEPEST {
        return false;
    }
    *left -= 1;
    match node.kind() {
        Kind::List => {
            out.push('[');
            let mut known = true;
            for (at, item) in node.items().filter(|item| item.kind() != Kind::Absent).enumerate() {
                out.push_str(if at == 0 { "" } else { "," });
                known &= write(item, alike, out, left, depth + 1);
            }
            out.push(']');
            known
        }
        Kind::Object => {
            let mut entries: Vec<(&str, &N)> =
                node.entries().filter(|(_, value)| value.kind() != Kind::Absent).collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            let mut known = true;
            for (at, (key, value)) in entries.into_iter().enumerate() {
                let _ = write!(out, "{}{key:?}:", if at == 0 { "" } else { "," });
                known &= write(value, alike, out, left, depth + 1);
            }
            out.push('}');
            known
        }
        Kind::Text(text) if super::scalar::is_dynamic(text) => {
            out.push_str("\"\"");
            false
        }
        Kind::Null => {
            out.push_str("null");
            true
        }
        Kind::Bool(_) | Kind::Integer(_) | Kind::Number(_) if !alike => {
            out.push_str(&text(node.kind()).unwrap_or_default());
            true
        }
        kind => {
            let text = text(kind);
            let _ = write!(out, "{:?}", text.as_deref().unwrap_or_default());
            text.is_some()
        }
    }
}

/// The length of a text that is JSON, without the spaces between its parts; nothing where it is none.
pub(super) fn json_length(text: &str) -> Option<usize> {
    let trimmed = text.trim_start();
    if !trimmed.starts_with(['{', '[', '"']) {
        return None;
    }
    let (mut length, mut in_text, mut escaped) = (0, false, false);
    for char in trimmed.chars() {
        match char {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            ' ' | '\t' | '\n' | '\r' if !in_text => continue,
            _ => {}
        }
        length += 1;
    }
    Some(length)
}
