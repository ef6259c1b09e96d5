//! Intervals at which a schedule runs.
//!
//! Owns [`Rate`] and its rule, a `const fn`, so that a literal that breaks it does not compile.

use std::fmt;

use crate::describe::limits::LimitError;

/// An interval: `rate(5 minutes)`. [`rate!`](crate::rate) makes one that the compiler checks.
///
/// ```
/// use gordon::prelude::*;
///
/// assert_eq!(rate!("5 minutes"), Rate::minutes(5));
/// assert!(Rate::try_from("1 minutes").is_err());
/// ```
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-rate-expressions>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    count: u32,
    unit: &'static str,
}

impl Rate {
    /// A number and a unit, as EventBridge writes them: `1 minute`, `5 minutes`, `12 hours`, `7 days`.
    ///
    /// # Panics
    ///
    /// Where the words are no rate; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(words: &'static str) -> Self {
        match parse(words.as_bytes()) {
            Ok(rate) => rate,
            Err(error) => panic!("{}", error.message()),
        }
    }

    /// Every `count` minutes, from 1.
    #[must_use]
    pub const fn minutes(count: u32) -> Self {
        Self { count, unit: "minute" }
    }

    /// Every `count` hours, from 1.
    #[must_use]
    pub const fn hours(count: u32) -> Self {
        Self { count, unit: "hour" }
    }

    /// Every `count` days, from 1.
    #[must_use]
    pub const fn days(count: u32) -> Self {
        Self { count, unit: "day" }
    }

    /// Whether EventBridge takes it.
    pub(crate) const fn is_valid(self) -> bool {
        self.count > 0
    }
}

impl TryFrom<&str> for Rate {
    type Error = LimitError;

    fn try_from(words: &str) -> Result<Self, LimitError> {
        parse(words.as_bytes())
    }
}

impl TryFrom<String> for Rate {
    type Error = LimitError;

    fn try_from(words: String) -> Result<Self, LimitError> {
        parse(words.as_bytes())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "rate({} {}{plural})", self.count, self.unit)
    }
}

const fn parse(words: &[u8]) -> Result<Rate, LimitError> {
    let (mut at, mut count) = (0, 0u32);
    while at < words.len() && words[at].is_ascii_digit() {
        count = count.saturating_mul(10).saturating_add((words[at] - b'0') as u32);
        at += 1;
    }
    if at == 0 || at == words.len() || words[at] != b' ' {
        return Err(LimitError::new("a rate is a number and a unit with one space between, such as `5 minutes`"));
    }
    if count == 0 || count == u32::MAX {
        return Err(LimitError::new("a rate is of at least 1, and of less than 4294967295"));
    }
    let (_, unit) = words.split_at(at + 1);
    let (unit, plural) = match unit {
        b"minute" => ("minute", false),
        b"minutes" => ("minute", true),
        b"hour" => ("hour", false),
        b"hours" => ("hour", true),
        b"day" => ("day", false),
        b"days" => ("day", true),
        _ => return Err(LimitError::new("the unit of a rate is `minutes`, `hours` or `days`")),
    };
    if plural == (count == 1) {
        return Err(LimitError::new("the unit of a rate is singular after 1, as in `1 minute`, and else plural"));
    }
    Ok(Rate { count, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_written_as_aws_wants() {
        for (words, rate) in [
            ("1 minute", Rate::minutes(1)),
            ("5 minutes", Rate::minutes(5)),
            ("1 hour", Rate::hours(1)),
            ("12 hours", Rate::hours(12)),
            ("1 day", Rate::days(1)),
            ("7 days", Rate::days(7)),
        ] {
            assert_eq!(Rate::try_from(words), Ok(rate));
            assert_eq!(rate.to_string(), format!("rate({words})"));
        }
    }

    #[test]
    fn what_is_no_rate_is_refused_with_its_reason() {
        for (bad, why) in [
            ("", "one space"),
            ("5", "one space"),
            ("5minutes", "one space"),
            ("five minutes", "one space"),
            ("-5 minutes", "one space"),
            ("0 minutes", "at least 1"),
            ("99999999999 minutes", "at least 1"),
            ("5 weeks", "the unit"),
            ("5  minutes", "the unit"),
            ("5 minutes ", "the unit"),
            ("1 minutes", "singular"),
            ("5 minute", "singular"),
        ] {
            let error = Rate::try_from(bad).expect_err(bad);
            assert!(error.message().contains(why), "{bad}: {error}");
        }
        assert!(std::panic::catch_unwind(|| Rate::new("0 days")).is_err());
    }
}
