//! Minutes of the calendar, in UTC.
//!
//! Owns [`Minute`] and the arithmetic of days and weekdays; must not read the clock.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::limits::LimitError;

/// A minute of the Gregorian calendar in UTC, from 1970 to 9999. It prints as `2026-11-23 06:00`.
///
/// ```
/// use gordon::describe::Minute;
///
/// let noon = Minute::new(2024, 2, 29, 12, 0)?;
/// assert!(Minute::new(2023, 2, 29, 12, 0).is_err(), "no leap year");
/// assert_eq!(noon.to_string(), "2024-02-29 12:00");
/// # Ok::<(), gordon::describe::limits::LimitError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Minute {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
}

impl Minute {
    /// The minute of a date and a time of day.
    ///
    /// # Errors
    ///
    /// When the calendar has no such minute, or it is not within 1970 and 9999.
    pub const fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8) -> Result<Self, LimitError> {
        let date = year >= 1970 && year <= 9999 && month >= 1 && month <= 12;
        if !date || day < 1 || day > days_in_month(year, month) || hour > 23 || minute > 59 {
            return Err(LimitError::new("there is no such minute between 1970 and 9999"));
        }
        Ok(Self { year, month, day, hour, minute })
    }

    /// The minute after this one; none after the last of 9999.
    pub(crate) fn next(self) -> Option<Self> {
        let later = SystemTime::from(self).checked_add(Duration::from_secs(60)).map(Self::from)?;
        (later > self).then_some(later)
    }
}

impl From<SystemTime> for Minute {
    /// The minute that a time is in; times outside 1970 to 9999 are the first or the last.
    fn from(time: SystemTime) -> Self {
        const LAST: u64 = days_before(9999, 12, 31) as u64 * 1440 + 1439;
        let minutes = (time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) / 60).min(LAST);
        let (days, of_day) = ((minutes / 1440) as u32, (minutes % 1440) as u16);
        // A year has at least 365 days, so this is the year or a few after it.
        let mut year = 1970 + (days / 365) as u16;
        while days_before(year, 1, 1) > days {
            year -= 1;
        }
        let mut day = days - days_before(year, 1, 1);
        let mut month = 1;
        while day >= u32::from(days_in_month(year, month)) {
            day -= u32::from(days_in_month(year, month));
            month += 1;
        }
        Self { year, month, day: day as u8 + 1, hour: (of_day / 60) as u8, minute: (of_day % 60) as u8 }
    }
}

impl From<Minute> for SystemTime {
    /// The beginning of the minute.
    fn from(at: Minute) -> Self {
        let days = u64::from(days_before(at.year, at.month, at.day));
        UNIX_EPOCH + Duration::from_secs(((days * 24 + u64::from(at.hour)) * 60 + u64::from(at.minute)) * 60)
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day, hour, minute } = self;
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }
}

/// The number of days of a month, from 1.
pub(crate) const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of the week as AWS counts them: 1 is Sunday, 7 is Saturday.
pub(crate) const fn weekday(year: u16, month: u8, day: u8) -> u8 {
    // 1970-01-01 was a Thursday.
    ((days_before(year, month, day) + 4) % 7) as u8 + 1
}

/// Days between 1970-01-01 and a day, of 1970 or later.
const fn days_before(year: u16, month: u8, day: u8) -> u32 {
    let before = year as u32 - 1;
    // Leap years up to and with `before`; 1969 had 477 of them before it.
    let leaps = before / 4 - before / 100 + before / 400 - 477;
    let mut days = (year as u32 - 1970) * 365 + leaps;
    let mut at = 1;
    while at < month {
        days += days_in_month(year, at) as u32;
        at += 1;
    }
    days + day as u32 - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Minute {
        Minute::from(UNIX_EPOCH + Duration::from_secs(seconds))
    }

    #[test]
    fn seconds_are_minutes_and_back() {
        // As `date --utc --date=@SECONDS` prints them.
        for (seconds, text) in [
            (0, "1970-01-01 00:00"),
            (59, "1970-01-01 00:00"),
            (68_169_600, "1972-02-29 00:00"),
            (951_782_400, "2000-02-29 00:00"),
            (951_868_799, "2000-02-29 23:59"),
            (1_709_164_800, "2024-02-29 00:00"),
            (1_735_689_540, "2024-12-31 23:59"),
            (1_735_689_600, "2025-01-01 00:00"),
            (4_107_542_400, "2100-03-01 00:00"),
            (7_258_118_340, "2199-12-31 23:59"),
            (253_402_300_799, "9999-12-31 23:59"),
            (999_999_999_999, "9999-12-31 23:59"),
        ] {
            assert_eq!(at(seconds).to_string(), text);
            if seconds % 60 == 0 {
                assert_eq!(SystemTime::from(at(seconds)), UNIX_EPOCH + Duration::from_secs(seconds), "{text}");
            }
        }
        assert_eq!(Minute::from(UNIX_EPOCH - Duration::from_secs(5)), at(0));
    }

    #[test]
    fn every_minute_has_a_next_but_the_last() {
        assert_eq!(at(1_735_689_540).next(), Some(at(1_735_689_600)));
        assert_eq!(at(253_402_300_799).next(), None);
    }

    #[test]
    fn weekdays() {
        for (date, day) in
            [((1970, 1, 1), 5), ((2000, 1, 1), 7), ((2024, 2, 29), 5), ((2026, 11, 22), 1), ((2100, 3, 1), 2)]
        {
            assert_eq!(weekday(date.0, date.1, date.2), day, "{date:?}");
        }
    }

    #[test]
    fn a_minute_that_is_none_is_refused() {
        for (year, month, day, hour, minute) in [
            (1969, 12, 31, 0, 0),
            (2023, 2, 29, 0, 0),
            (2100, 2, 29, 0, 0),
            (2024, 0, 1, 0, 0),
            (2024, 13, 1, 0, 0),
            (2024, 4, 31, 0, 0),
            (2024, 4, 0, 0, 0),
            (2024, 4, 1, 24, 0),
            (2024, 4, 1, 0, 60),
        ] {
            assert!(Minute::new(year, month, day, hour, minute).is_err(), "{year}-{month}-{day} {hour}:{minute}");
        }
    }
}
