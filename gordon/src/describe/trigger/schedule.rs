//! Times that invoke a function.
//!
//! Owns [`Schedule`] and the expressions [`Rate`] and [`Cron`], whose rules are `const fn`s, so that a literal that
//! breaks one does not compile.

use std::fmt;

use serde_json::Value as Json;

use super::EventSource;
use super::rule::{Rule, rule_setters};
use crate::describe::Place;

/// A time that invokes the function, by an EventBridge rule. [`Scheduler`](super::Scheduler) knows time zones and
/// single times too.
///
/// ```
/// use gordon::prelude::*;
///
/// let warm = Schedule::new("warm", Rate::minutes(5));
/// let report = Schedule::new("report", cron!("0 6 ? * MON-FRI *")).input(json!({ "kind": "daily" }));
/// ```
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
#[derive(Clone, Debug)]
pub struct Schedule {
    pub(crate) rule: Rule,
    pub(crate) expression: ScheduleExpression,
}

impl Schedule {
    /// A schedule by name (unique among the function's), at these times (UTC).
    #[track_caller]
    #[must_use]
    pub fn new(name: &str, expression: impl Into<ScheduleExpression>) -> Self {
        Self { rule: Rule::new(name), expression: expression.into() }
    }
}

rule_setters! { Schedule }

impl EventSource for Schedule {
    fn kind(&self) -> &'static str {
        "schedule"
    }

    fn place(&self) -> &Place {
        &self.rule.place
    }

    fn key(&self) -> Json {
        Json::from(self.rule.name.as_str())
    }

    fn values(&self, visit: &mut dyn FnMut(&Json)) {
        self.rule.visit(visit);
    }
}

/// When a schedule runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleExpression {
    /// At an interval.
    Rate(Rate),
    /// At times of the calendar, in UTC.
    Cron(Cron),
}

impl fmt::Display for ScheduleExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(rate) => rate.fmt(f),
            Self::Cron(cron) => cron.fmt(f),
        }
    }
}

impl From<Rate> for ScheduleExpression {
    fn from(rate: Rate) -> Self {
        Self::Rate(rate)
    }
}

impl From<Cron> for ScheduleExpression {
    fn from(cron: Cron) -> Self {
        Self::Cron(cron)
    }
}

/// An interval: `rate(5 minutes)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    count: u32,
    unit: &'static str,
}

impl Rate {
    /// Every `count` minutes, from 1.
    #[must_use]
    pub const fn minutes(count: u32) -> Self {
        Self::new(count, "minute")
    }

    /// Every `count` hours, from 1.
    #[must_use]
    pub const fn hours(count: u32) -> Self {
        Self::new(count, "hour")
    }

    /// Every `count` days, from 1.
    #[must_use]
    pub const fn days(count: u32) -> Self {
        Self::new(count, "day")
    }

    /// Whether EventBridge takes it.
    pub(crate) const fn is_valid(self) -> bool {
        self.count > 0
    }

    const fn new(count: u32, unit: &'static str) -> Self {
        Self { count, unit }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "rate({} {}{plural})", self.count, self.unit)
    }
}

/// Times of the calendar in UTC, in EventBridge's six fields: `minutes hours day-of-month month day-of-week year`.
///
/// [`cron!`](crate::cron) makes one that the compiler checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cron {
    fields: &'static str,
}

impl Cron {
    /// Six fields, of which exactly one of day-of-month and day-of-week is `?`.
    ///
    /// # Panics
    ///
    /// Where the fields break a rule; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(fields: &'static str) -> Self {
        match rule(fields.as_bytes()) {
            Ok(()) => Self { fields },
            Err(broken) => panic!("{}", broken),
        }
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cron({})", self.fields)
    }
}

/// The rule of a cron expression: number of fields, the characters of each, numbers in range, the day rule.
const fn rule(text: &[u8]) -> Result<(), &'static str> {
    let (mut at, mut field, mut unset) = (0, 0, 0);
    while at < text.len() {
        let start = at;
        while at < text.len() && text[at] != b' ' {
            at += 1;
        }
        if start == at {
            return Err("a cron expression has one space between its fields, and none around them");
        }
        if field > 5 {
            return Err(SIX);
        }
        let is_unset = at - start == 1 && text[start] == b'?';
        if is_unset {
            if field != 2 && field != 4 {
                return Err("`?` stands for day-of-month or day-of-week only (the third or fifth field)");
            }
            unset += 1;
        } else if let Err(broken) = field_rule(text, start, at, field) {
            return Err(broken);
        }
        field += 1;
        if at < text.len() {
            at += 1;
            if at == text.len() {
                return Err("a cron expression has one space between its fields, and none around them");
            }
        }
    }
    if field != 6 {
        return Err(SIX);
    }
    if unset != 1 {
        return Err("exactly one of day-of-month and day-of-week (the third and fifth fields) is `?`");
    }
    Ok(())
}

const SIX: &str = "a cron expression has six fields: minutes hours day-of-month month day-of-week year";

/// Lowest and highest number of each field.
const BOUNDS: [(u32, u32); 6] = [(0, 59), (0, 23), (1, 31), (1, 12), (1, 7), (1970, 2199)];

const fn field_rule(text: &[u8], start: usize, end: usize, field: usize) -> Result<(), &'static str> {
    let mut at = start;
    let (lowest, highest) = BOUNDS[field];
    // After `/` a number is a step and after `#` a week of the month; both have bounds of their own.
    let mut before = b',';
    while at < end {
        let letter = text[at];
        if letter.is_ascii_digit() {
            let mut number = 0u32;
            while at < end && text[at].is_ascii_digit() {
                number = number.saturating_mul(10).saturating_add((text[at] - b'0') as u32);
                at += 1;
            }
            let good = match before {
                b'/' => number >= 1,
                b'#' => number >= 1 && number <= 5,
                _ => number >= lowest && number <= highest,
            };
            if !good {
                return Err(RANGES[field]);
            }
            before = b'0';
            continue;
        }
        if letter.is_ascii_alphabetic() {
            let first = at;
            while at < end && text[at].is_ascii_alphabetic() {
                at += 1;
            }
            if !name_rule(text, first, at, field) {
                return Err(NAMES[field]);
            }
            before = b'A';
            continue;
        }
        let good = match letter {
            b'*' => before == b',',
            b',' | b'-' => before == b'0' || before == b'A' || (before == b'*' && letter == b','),
            b'/' => before == b'0' || before == b'*' || before == b'A',
            b'#' => field == 4 && (before == b'0' || before == b'A'),
            _ => false,
        };
        if !good {
            return Err("a cron field is made of numbers, names, `*`, `?`, `,`, `-`, `/`, `L`, `W` and `#`");
        }
        before = letter;
        at += 1;
    }
    match before {
        b'0' | b'A' | b'*' => Ok(()),
        _ => Err("a cron field ends in a number, a name or `*`"),
    }
}

const RANGES: [&str; 6] = [
    "minutes are 0 to 59",
    "hours are 0 to 23",
    "days of the month are 1 to 31",
    "months are 1 to 12 or JAN to DEC",
    "days of the week are 1 to 7 or SUN to SAT (1 is SUN)",
    "years are 1970 to 2199",
];

const NAMES: [&str; 6] = [
    "minutes have no names",
    "hours have no names",
    "of letters, the day of the month takes `L` (last) and `W` (nearest weekday)",
    "months are 1 to 12 or JAN to DEC",
    "days of the week are 1 to 7 or SUN to SAT, and `L`",
    "years have no names",
];

const fn name_rule(text: &[u8], start: usize, end: usize, field: usize) -> bool {
    const MONTHS: &[u8] = b"JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    const DAYS: &[u8] = b"SUNMONTUEWEDTHUFRISAT";
    let length = end - start;
    match field {
        2 => {
            (length == 1 && (text[start] == b'L' || text[start] == b'W'))
                || (length == 2 && text[start] == b'L' && text[start + 1] == b'W')
        }
        3 => length == 3 && within(MONTHS, text, start),
        4 => {
            (length == 1 && text[start] == b'L')
                || ((length == 3 || (length == 4 && text[end - 1] == b'L')) && within(DAYS, text, start))
        }
        _ => false,
    }
}

const fn within(names: &[u8], text: &[u8], start: usize) -> bool {
    let mut at = 0;
    while at < names.len() {
        if names[at] == text[start].to_ascii_uppercase()
            && names[at + 1] == text[start + 1].to_ascii_uppercase()
            && names[at + 2] == text[start + 2].to_ascii_uppercase()
        {
            return true;
        }
        at += 3;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_accepts_is_accepted() {
        for good in [
            "0 10 * * ? *",
            "15 12 * * ? *",
            "0 18 ? * MON-FRI *",
            "0 8 1 * ? *",
            "0/15 * * * ? *",
            "0/10 * ? * MON-FRI *",
            "0/5 8-17 ? * MON-FRI *",
            "0 9 ? * 2#1 *",
            "0 9 L * ? *",
            "0 9 3W * ? *",
            "0 9 ? * FRIL *",
            "0 9 ? JAN,Jul 6L 2026-2030",
            "*/5 * * * ? *",
        ] {
            assert_eq!(rule(good.as_bytes()), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_aws_refuses_is_refused_with_its_reason() {
        for (bad, why) in [
            ("0 10 * * *", "six fields"),
            ("0 10 * * ? * *", "six fields"),
            ("0 10 * * * *", "exactly one of"),
            ("0 10 ? * ? *", "exactly one of"),
            ("60 10 * * ? *", "minutes are"),
            ("0 24 * * ? *", "hours are"),
            ("0 10 32 * ? *", "days of the month"),
            ("0 10 * 13 ? *", "months are"),
            ("0 10 ? * 8 *", "days of the week"),
            ("0 10 ? * MUN *", "days of the week"),
            ("0 10 * * ? 1969", "years are"),
            ("? 10 * * ? *", "third or fifth"),
            ("0  10 * * ? *", "one space"),
            (" 0 10 * * ? *", "one space"),
            ("0 10 * * ? * ", "one space"),
            ("0/0 10 * * ? *", "minutes are"),
            ("0 10 ? * 2#6 *", "days of the week"),
            ("0, 10 * * ? *", "ends in"),
            ("x 10 * * ? *", "no names"),
            ("0 10 $ * ? *", "made of"),
        ] {
            let broken = rule(bad.as_bytes()).expect_err(bad);
            assert!(broken.contains(why), "{bad}: {broken}");
        }
    }

    #[test]
    fn expressions_are_written_as_aws_wants() {
        assert_eq!(ScheduleExpression::from(Rate::minutes(1)).to_string(), "rate(1 minute)");
        assert_eq!(ScheduleExpression::from(Rate::hours(2)).to_string(), "rate(2 hours)");
        assert_eq!(ScheduleExpression::from(Rate::days(1)).to_string(), "rate(1 day)");
        assert_eq!(ScheduleExpression::from(Cron::new("0 6 * * ? *")).to_string(), "cron(0 6 * * ? *)");
    }
}
