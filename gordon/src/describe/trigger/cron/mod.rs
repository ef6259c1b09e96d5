//! Times of the calendar at which a schedule runs.
//!
//! Owns [`Cron`] and the times that it means; `fields` reads the expression.

mod fields;

use std::borrow::Cow;
use std::fmt;

use self::fields::{Days, Fields, LAST_YEAR, parse};
use crate::describe::calendar::{Minute, days_in_month, weekday};
use crate::describe::limits::LimitError;

/// Times of the calendar in UTC, in EventBridge's six fields: `minutes hours day-of-month month day-of-week year`.
/// [`cron!`](crate::cron) makes one that the compiler checks.
///
/// | field | values | besides |
/// | --- | --- | --- |
/// | minutes | 0-59 | `,` `-` `*` `/` |
/// | hours | 0-23 | `,` `-` `*` `/` |
/// | day-of-month | 1-31 | `,` `-` `*` `/` `?`, `L` (last), `L-3` (three days before it), `LW` (last weekday), `15W` (nearest weekday) |
/// | month | 1-12, JAN-DEC | `,` `-` `*` `/` |
/// | day-of-week | 1-7, SUN-SAT | `,` `-` `*` `?`, `L` (Saturday), `6L` (the month's last Friday), `6#3` (its third) |
/// | year | 1970-2199 | `,` `-` `*` `/` |
///
/// Exactly one of day-of-month and day-of-week is `?`. A range may go over the end, as hours `20-2` do, but for years.
///
/// ```
/// use gordon::describe::Minute;
/// use gordon::prelude::*;
///
/// // At 06:00 on the last weekday of each month; the next five times.
/// let times = cron!("0 6 LW * ? *").upcoming(Minute::new(2026, 10, 30, 5, 59)?).take(5);
/// assert_eq!(
///     times.map(|time| time.to_string()).collect::<Vec<_>>(),
///     ["2026-10-30 06:00", "2026-11-30 06:00", "2026-12-31 06:00", "2027-01-29 06:00", "2027-02-26 06:00"],
/// );
/// # Ok::<(), gordon::describe::limits::LimitError>(())
/// ```
///
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions>
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cron {
    fields: Cow<'static, str>,
}

impl Cron {
    /// Six fields.
    ///
    /// # Panics
    ///
    /// Where the fields break a rule; in a constant, that is a compile error.
    #[track_caller]
    #[must_use]
    pub const fn new(fields: &'static str) -> Self {
        match parse(fields.as_bytes()) {
            Ok(_) => Self { fields: Cow::Borrowed(fields) },
            Err(error) => panic!("{}", error.message()),
        }
    }

    /// The times that come after a time, earliest first: without end, but for 2199 and years that the expression names.
    pub fn upcoming(&self, after: impl Into<Minute>) -> Upcoming {
        Upcoming { fields: parse(self.fields.as_bytes()).ok(), from: after.into().next() }
    }

    /// The first time after a time, where there is one.
    #[must_use]
    pub fn next(&self, after: impl Into<Minute>) -> Option<Minute> {
        self.upcoming(after).next()
    }
}

impl TryFrom<String> for Cron {
    type Error = LimitError;

    fn try_from(fields: String) -> Result<Self, LimitError> {
        parse(fields.as_bytes())?;
        Ok(Self { fields: Cow::Owned(fields) })
    }
}

impl TryFrom<&str> for Cron {
    type Error = LimitError;

    fn try_from(fields: &str) -> Result<Self, LimitError> {
        Self::try_from(fields.to_owned())
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cron({})", self.fields)
    }
}

/// The times of a [`Cron`].
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// None where the expression is none, which its constructors rule out.
    fields: Option<Fields>,
    /// The first minute that counts.
    from: Option<Minute>,
}

impl Iterator for Upcoming {
    type Item = Minute;

    fn next(&mut self) -> Option<Minute> {
        let found = self.fields.as_ref()?.first_from(self.from?);
        self.from = found.and_then(Minute::next);
        found
    }
}

impl Fields {
    /// The first time at `from` or later.
    fn first_from(&self, from: Minute) -> Option<Minute> {
        for year in from.year..=LAST_YEAR as u16 {
            let first = |same: bool, of_from: u8, least: u8| if same { of_from } else { least };
            let same = year == from.year;
            if !self.has_year(year.into()) {
                continue;
            }
            for month in first(same, from.month, 1)..=12 {
                let same = same && month == from.month;
                if !self.months.has(month.into()) {
                    continue;
                }
                for day in first(same, from.day, 1)..=days_in_month(year, month) {
                    let same = same && day == from.day;
                    if !self.days.has(year, month, day) {
                        continue;
                    }
                    for hour in (first(same, from.hour, 0)..24).filter(|hour| self.hours.has((*hour).into())) {
                        let same = same && hour == from.hour;
                        let mut minutes = first(same, from.minute, 0)..60;
                        if let Some(minute) = minutes.find(|minute| self.minutes.has((*minute).into())) {
                            return Some(Minute { year, month, day, hour, minute });
                        }
                    }
                }
            }
        }
        None
    }
}

impl Days {
    fn has(&self, year: u16, month: u8, day: u8) -> bool {
        let last = days_in_month(year, month);
        let of_week = weekday(year, month, day);
        match *self {
            Self::InMonth(days) => days.has(day.into()),
            Self::BeforeLast(days) => u32::from(day) + days == u32::from(last),
            Self::LastWeekday => day == last_weekday(year, month),
            Self::NearestWeekday(to) => nearest_weekday(year, month, to) == Some(day),
            Self::InWeek(days) => days.has(of_week.into()),
            Self::LastInMonth(of) => u32::from(of_week) == of && day + 7 > last,
            Self::Nth(of, nth) => u32::from(of_week) == of && u32::from(day - 1) / 7 + 1 == nth,
        }
    }
}

const SUNDAY: u8 = 1;
const SATURDAY: u8 = 7;

fn last_weekday(year: u16, month: u8) -> u8 {
    let last = days_in_month(year, month);
    match weekday(year, month, last) {
        SATURDAY => last - 1,
        SUNDAY => last - 2,
        _ => last,
    }
}

/// The weekday nearest to a day of a month that has that day; it never leaves the month.
fn nearest_weekday(year: u16, month: u8, to: u32) -> Option<u8> {
    let last = days_in_month(year, month);
    let to = u8::try_from(to).ok().filter(|to| *to <= last)?;
    Some(match weekday(year, month, to) {
        SATURDAY if to == 1 => 3,
        SATURDAY => to - 1,
        SUNDAY if to == last => to - 2,
        SUNDAY => to + 1,
        _ => to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn times(fields: &'static str, after: &str, meant: &[&str]) {
        let numbers: Vec<u16> = after.split(['-', ' ', ':']).map(|number| number.parse().expect("a number")).collect();
        let [year, month, day, hour, minute] = numbers[..] else { panic!("{after}") };
        let after = Minute::new(year, month as u8, day as u8, hour as u8, minute as u8).expect("a minute");
        let found: Vec<String> =
            Cron::new(fields).upcoming(after).take(meant.len()).map(|time| time.to_string()).collect();
        assert_eq!(found, meant, "{fields}");
    }

    #[test]
    fn the_times_of_awss_own_examples() {
        // What each means is in EventBridge's table of examples; the weekdays are those of `cal 2026`.
        let after = "2026-11-25 12:15";
        times("0 10 * * ? *", after, &["2026-11-26 10:00", "2026-11-27 10:00"]);
        times("15 12 * * ? *", after, &["2026-11-26 12:15", "2026-11-27 12:15"]);
        times(
            "0 18 ? * MON-FRI *",
            after,
            &["2026-11-25 18:00", "2026-11-26 18:00", "2026-11-27 18:00", "2026-11-30 18:00"],
        );
        times("0 8 1 * ? *", after, &["2026-12-01 08:00", "2027-01-01 08:00"]);
        times("0/15 * * * ? *", after, &["2026-11-25 12:30", "2026-11-25 12:45", "2026-11-25 13:00"]);
        times(
            "0/5 8-17 ? * MON-FRI *",
            "2026-11-27 17:50",
            &["2026-11-27 17:55", "2026-11-30 08:00", "2026-11-30 08:05"],
        );
        times("0 9 ? * 2#1 *", after, &["2026-12-07 09:00", "2027-01-04 09:00"]);
        times(
            "0/30 20-2 ? * MON-FRI *",
            "2026-11-27 01:30",
            &["2026-11-27 02:00", "2026-11-27 02:30", "2026-11-27 20:00"],
        );
        times("0/30 20-2 ? * MON-FRI *", "2026-11-27 23:30", &["2026-11-30 00:00"]);
    }

    #[test]
    fn last_days_and_weekdays() {
        let after = "2026-01-31 09:00";
        times("0 9 L * ? *", after, &["2026-02-28 09:00", "2026-03-31 09:00", "2026-04-30 09:00"]);
        times("0 9 L 2 ? *", after, &["2026-02-28 09:00", "2027-02-28 09:00", "2028-02-29 09:00"]);
        times("0 9 L-3 * ? *", after, &["2026-02-25 09:00", "2026-03-28 09:00"]);
        // Only months of 31 days have a thirtieth day before their last.
        times("0 9 L-30 * ? *", after, &["2026-03-01 09:00", "2026-05-01 09:00"]);
        times("0 9 LW * ? *", after, &["2026-02-27 09:00", "2026-03-31 09:00", "2026-04-30 09:00", "2026-05-29 09:00"]);
        // 1 February 2026 is a Sunday, 1 August a Saturday; 28 February a Saturday, 31 May a Sunday.
        times("0 9 1W * ? *", after, &["2026-02-02 09:00", "2026-03-02 09:00"]);
        times("0 9 1W 8 ? *", after, &["2026-08-03 09:00", "2027-08-02 09:00"]);
        times("0 9 28W 2 ? *", after, &["2026-02-27 09:00", "2027-02-26 09:00"]);
        times("0 9 31W * ? *", after, &["2026-03-31 09:00", "2026-05-29 09:00", "2026-07-31 09:00"]);
        times("0 9 15W * ? *", after, &["2026-02-16 09:00", "2026-03-16 09:00", "2026-04-15 09:00"]);
        times("0 9 ? * 6L *", after, &["2026-02-27 09:00", "2026-03-27 09:00", "2026-04-24 09:00"]);
        times("0 9 ? * SUN#5 *", after, &["2026-03-29 09:00", "2026-05-31 09:00", "2026-08-30 09:00"]);
        times("0 9 ? * L *", after, &["2026-02-07 09:00", "2026-02-14 09:00"]);
        times("0 9 ? * SAT-SUN *", after, &["2026-02-01 09:00", "2026-02-07 09:00", "2026-02-08 09:00"]);
    }

    #[test]
    fn years_end() {
        times("0 0 1 1 ? 2027,2030", "2026-01-01 00:00", &["2027-01-01 00:00", "2030-01-01 00:00"]);
        assert_eq!(Cron::new("0 0 1 1 ? 2027").upcoming(Minute::new(2027, 1, 1, 0, 0).expect("a minute")).count(), 0);
        // 2100 is no leap year.
        times("0 0 29 2 ? *", "2096-02-29 00:00", &["2104-02-29 00:00"]);
        assert_eq!(Cron::new("0 0 30 2 ? *").next(Minute::new(1970, 1, 1, 0, 0).expect("a minute")), None);
        let last = Minute::new(2199, 12, 31, 23, 58).expect("a minute");
        assert_eq!(
            Cron::new("* * * * ? *").upcoming(last).map(|time| time.to_string()).collect::<Vec<_>>(),
            ["2199-12-31 23:59"]
        );
    }

    #[test]
    fn times_are_after_the_minute_and_never_in_it() {
        times("* * * * ? *", "2026-12-31 23:58", &["2026-12-31 23:59", "2027-01-01 00:00"]);
    }

    #[test]
    fn a_value_known_later_is_judged_alike() {
        let text = String::from("0 6 * * ? *");
        assert_eq!(Cron::try_from(text).expect("an expression"), Cron::new("0 6 * * ? *"));
        assert!(Cron::try_from("0 25 * * ? *").is_err());
        assert!(std::panic::catch_unwind(|| Cron::new("0 25 * * ? *")).is_err());
        assert_eq!(Cron::new("0 6 * * ? *").to_string(), "cron(0 6 * * ? *)");
    }
}
