//! Rules of texts, numbers and truth values.

use super::Outcome::{Holds, Unknown};
use super::problem::Problem;
use super::{Judge, Outcome, format, value};
use crate::node::{Kind, Node};
use crate::rule::Keyword;

impl<'n, N: Node> Judge<'n, N> {
    pub(super) fn of_scalar(&mut self, keyword: &'static Keyword, node: &'n N, kind: Kind<'n>) -> Outcome {
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

/// Whether CloudFormation replaces the text, or a part of it, while it deploys.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
pub(super) fn is_dynamic(text: &str) -> bool {
    text.split_once("{{resolve:").is_some_and(|(_, rest)| rest.contains("}}"))
}
