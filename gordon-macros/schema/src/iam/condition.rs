//! Operators of a statement's conditions, and the literals that each compares with.
//!
//! Owns the operators: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use std::net::IpAddr;

use super::KeyKind;
use super::judge::Literal;

/// What an operator compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Ip,
    Arn,
    /// Whether there is such a key at all.
    Null,
}

use Family::{Arn, Binary, Bool, Date, Ip, Null, Number, Text};

/// Every operator, without prefix and suffix; whether it holds where the request has no such key.
const OPERATORS: &[(&str, Family, bool)] = &[
    ("ArnEquals", Arn, false),
    ("ArnLike", Arn, false),
    ("ArnNotEquals", Arn, true),
    ("ArnNotLike", Arn, true),
    ("BinaryEquals", Binary, false),
    ("Bool", Bool, false),
    ("DateEquals", Date, false),
    ("DateGreaterThan", Date, false),
    ("DateGreaterThanEquals", Date, false),
    ("DateLessThan", Date, false),
    ("DateLessThanEquals", Date, false),
    ("DateNotEquals", Date, true),
    ("IpAddress", Ip, false),
    ("NotIpAddress", Ip, true),
    ("Null", Null, true),
    ("NumericEquals", Number, false),
    ("NumericGreaterThan", Number, false),
    ("NumericGreaterThanEquals", Number, false),
    ("NumericLessThan", Number, false),
    ("NumericLessThanEquals", Number, false),
    ("NumericNotEquals", Number, true),
    ("StringEquals", Text, false),
    ("StringEqualsIgnoreCase", Text, false),
    ("StringLike", Text, false),
    ("StringNotEquals", Text, true),
    ("StringNotEqualsIgnoreCase", Text, true),
    ("StringNotLike", Text, true),
];

const SETS: [&str; 2] = ["ForAllValues:", "ForAnyValue:"];
const IF_EXISTS: &str = "IfExists";

/// An operator as it was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operator {
    pub(super) family: Family,
    /// Whether it holds where the request has no such key.
    pub(super) without_key: bool,
}

impl Operator {
    /// Reads an operator, or says what is wrong with it.
    pub(super) fn read(written: &str) -> Result<Self, (String, String)> {
        let set = SETS.iter().find(|set| written.starts_with(**set));
        let plain = set.map_or(written, |set| &written[set.len()..]);
        let (name, if_exists) = plain.strip_suffix(IF_EXISTS).map_or((plain, false), |name| (name, true));
        let Some(&(name, family, absent)) = OPERATORS.iter().find(|(known, _, _)| *known == name) else {
            let help = match closest(written) {
                Some(guess) => format!("did you mean `{guess}`?"),
                None => "an operator is such as `StringEquals`, `ForAnyValue:StringLike` or `NumericLessThanIfExists`"
                    .to_owned(),
            };
            return Err((format!("IAM has no condition operator `{written}`"), help));
        };
        if if_exists && family == Null {
            let help = "write `Null`, which asks just that".to_owned();
            return Err((format!("`{name}` takes no `{IF_EXISTS}`"), help));
        }
        // With `ForAllValues`, a request without the key has no value that differs.
        let all = set.is_some_and(|set| *set == SETS[0]);
        Ok(Self { family, without_key: absent || if_exists || all })
    }

    /// The family that a key of this kind is compared by, where it is not this one.
    pub(super) fn other_than(self, kind: KeyKind) -> Option<&'static str> {
        let fits = match kind {
            _ if self.family == Null => true,
            KeyKind::Text | KeyKind::Arn => matches!(self.family, Text | Arn | Binary),
            KeyKind::Bool => self.family == Bool,
            KeyKind::Number => self.family == Number,
            // A time is also a number of seconds.
            KeyKind::Date => matches!(self.family, Date | Number),
            KeyKind::Ip => self.family == Ip,
        };
        let wanted = match kind {
            KeyKind::Text => "StringEquals",
            KeyKind::Arn => "ArnLike",
            KeyKind::Bool => "Bool",
            KeyKind::Number => "NumericEquals",
            KeyKind::Date => "DateLessThan",
            KeyKind::Ip => "IpAddress",
        };
        (!fits).then_some(wanted)
    }

    /// What a literal should have been, where it is not.
    pub(super) fn refuses(self, literal: &Literal) -> Option<&'static str> {
        // A variable, such as `${aws:username}`, is known only when there is a request.
        if matches!(literal, Literal::Text(text) if text.contains("${")) {
            return None;
        }
        let good = match (self.family, literal) {
            (Text | Binary, Literal::Text(_)) | (Number, Literal::Number) | (Bool | Null, Literal::Bool) => true,
            (Bool | Null, Literal::Text(text)) => ["true", "false"].contains(&text.as_str()),
            (Number, Literal::Text(text)) => text.parse::<f64>().is_ok(),
            (Date, Literal::Number) => true,
            (Date, Literal::Text(text)) => is_date(text),
            (Ip, Literal::Text(text)) => is_block(text),
            (Arn, Literal::Text(text)) => text.starts_with("arn:") || text.starts_with('*'),
            _ => false,
        };
        let wanted = match self.family {
            Text | Binary => "text",
            Number => "a number",
            Date => "a time such as `2026-12-31T00:00:00Z`",
            Bool | Null => "`true` or `false`",
            Ip => "an IP address or block, such as `203.0.113.0/24`",
            Arn => "an ARN",
        };
        (!good).then_some(wanted)
    }
}

/// The operator nearest to what was written, with its prefix and suffix.
fn closest(written: &str) -> Option<String> {
    let (prefix, plain) = match written.split_once(':') {
        Some((prefix, plain)) => {
            (crate::words::closest(prefix, SETS.iter().map(|set| set.trim_end_matches(':')))?.to_owned() + ":", plain)
        }
        None => (String::new(), written),
    };
    let (name, suffix) = plain.strip_suffix(IF_EXISTS).map_or((plain, ""), |name| (name, IF_EXISTS));
    // People write `Equals` as other languages' tools do.
    let name = if name.eq_ignore_ascii_case("equals") { "StringEquals" } else { name };
    let guess = crate::words::closest(name, OPERATORS.iter().map(|(known, _, _)| *known))?;
    Some(format!("{prefix}{guess}{suffix}"))
}

fn is_date(text: &str) -> bool {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let bytes = text.as_bytes();
    let digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && matches!(bytes.get(10), None | Some(b'T'))
}

fn is_block(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most))
}
