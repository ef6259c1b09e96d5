//! The six fields of a cron expression, read.
//!
//! Owns AWS's dialect: one `const fn` reads an expression or says which rule it breaks, so that literals, constants and
//! values known later are judged alike. Must not know the calendar.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-cron-expressions>

use crate::describe::limits::LimitError;

/// A set of numbers from 0 to 255.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set([u64; 4]);

impl Set {
    pub(super) const fn has(&self, number: u32) -> bool {
        self.0[(number / 64) as usize] >> (number % 64) & 1 == 1
    }

    const fn with(mut self, number: u32) -> Self {
        self.0[(number / 64) as usize] |= 1 << (number % 64);
        self
    }
}

/// The days on which it runs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Days {
    /// `1,15`, `*`: days of the month.
    InMonth(Set),
    /// `L`, `L-3`: so many days before the month's last.
    BeforeLast(u32),
    /// `LW`: the last weekday (Monday to Friday).
    LastWeekday,
    /// `15W`: the weekday nearest to a day, in its month.
    NearestWeekday(u32),
    /// `MON-FRI`, `L` (Saturday): days of the week.
    InWeek(Set),
    /// `6L`: the month's last Friday.
    LastInMonth(u32),
    /// `6#3`: the month's third Friday.
    Nth(u32, u32),
}

/// What an expression says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) minutes: Set,
    pub(super) hours: Set,
    pub(super) days: Days,
    pub(super) months: Set,
    years: Set,
}

/// The first year that an expression can name.
const FIRST_YEAR: u32 = 1970;
/// The last one.
pub(super) const LAST_YEAR: u32 = 2199;

impl Fields {
    pub(super) const fn has_year(&self, year: u32) -> bool {
        year >= FIRST_YEAR && year <= LAST_YEAR && self.years.has(year - FIRST_YEAR)
    }
}

/// What a field may hold.
struct Kind {
    low: u32,
    high: u32,
    /// Names of three letters, one after another, in capitals.
    names: &'static [u8],
    /// The number of the first name.
    first: u32,
    range: &'static str,
    no_name: &'static str,
    /// Whether `/` makes steps.
    steps: bool,
    /// Whether a range may go over the end: `22-2`.
    wraps: bool,
}

const MINUTES: Kind = Kind {
    low: 0,
    high: 59,
    names: b"",
    first: 0,
    range: "minutes are 0 to 59",
    no_name: "minutes have no names",
    steps: true,
    wraps: true,
};
const HOURS: Kind = Kind { high: 23, range: "hours are 0 to 23", no_name: "hours have no names", ..MINUTES };
const DAYS: Kind = Kind {
    low: 1,
    high: 31,
    range: "days of the month are 1 to 31",
    no_name: "the day of the month is a number, or one of `L`, `L-3`, `LW` and `15W` alone",
    ..MINUTES
};
const MONTHS: Kind = Kind {
    low: 1,
    high: 12,
    names: b"JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC",
    first: 1,
    range: "months are 1 to 12 or JAN to DEC",
    no_name: "months are 1 to 12 or JAN to DEC",
    ..MINUTES
};
const WEEKDAYS: Kind = Kind {
    low: 1,
    high: 7,
    names: b"SUNMONTUEWEDTHUFRISAT",
    first: 1,
    range: "days of the week are 1 to 7 or SUN to SAT (1 is SUN)",
    no_name: "days of the week are 1 to 7 or SUN to SAT, or one of `L`, `6L` and `6#3` alone",
    steps: false,
    ..MINUTES
};
const YEARS: Kind = Kind {
    low: FIRST_YEAR,
    high: LAST_YEAR,
    range: "years are 1970 to 2199",
    no_name: "years have no names",
    wraps: false,
    ..MINUTES
};

/// Hands an error on: `?` is not yet for `const fn`.
macro_rules! tried {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error),
        }
    };
}

const fn refused<T>(rule: &'static str) -> Result<T, LimitError> {
    Err(LimitError::new(rule))
}

/// Reads the six fields.
pub(super) const fn parse(text: &[u8]) -> Result<Fields, LimitError> {
    let fields = tried!(split(text));
    let day_is_unset = fields[2].len() == 1 && fields[2][0] == b'?';
    let weekday_is_unset = fields[4].len() == 1 && fields[4][0] == b'?';
    let others = [fields[0], fields[1], fields[3], fields[5]];
    let mut at = 0;
    while at < others.len() {
        if others[at][0] == b'?' {
            return refused("`?` stands for day-of-month or day-of-week only (the third or fifth field)");
        }
        at += 1;
    }
    let minutes = tried!(list(fields[0], &MINUTES));
    let hours = tried!(list(fields[1], &HOURS));
    // Both are read before the rule on both, so that a mistake in one is told as what it is.
    let day = if day_is_unset { None } else { Some(tried!(day_of_month(fields[2]))) };
    let months = tried!(list(fields[3], &MONTHS));
    let weekday = if weekday_is_unset { None } else { Some(tried!(day_of_week(fields[4]))) };
    let years = tried!(list(fields[5], &YEARS));
    let days = match (day, weekday) {
        (Some(days), None) | (None, Some(days)) => days,
        _ => return refused("exactly one of day-of-month and day-of-week (the third and fifth fields) is `?`"),
    };
    Ok(Fields { minutes, hours, days, months, years })
}

const fn split(text: &[u8]) -> Result<[&[u8]; 6], LimitError> {
    let mut fields: [&[u8]; 6] = [b""; 6];
    let (mut rest, mut field) = (text, 0);
    loop {
        let mut end = 0;
        while end < rest.len() && rest[end] != b' ' {
            end += 1;
        }
        if end == 0 && !text.is_empty() {
            return refused("a cron expression has one space between its fields, and none around them");
        }
        if field == 6 || text.is_empty() {
            return refused("a cron expression has six fields: minutes hours day-of-month month day-of-week year");
        }
        let (word, after) = rest.split_at(end);
        fields[field] = word;
        field += 1;
        if after.is_empty() {
            break;
        }
        (_, rest) = after.split_at(1);
    }
    if field < 6 {
        return refused("a cron expression has six fields: minutes hours day-of-month month day-of-week year");
    }
    Ok(fields)
}

const fn day_of_month(text: &[u8]) -> Result<Days, LimitError> {
    match text {
        b"L" => Ok(Days::BeforeLast(0)),
        b"LW" => Ok(Days::LastWeekday),
        [b'L', b'-', back @ ..] => match number(back, 0) {
            (back_days @ 1..=30, end) if end == back.len() => Ok(Days::BeforeLast(back_days)),
            _ => refused("`L-3` is the third day before the month's last: 1 to 30 stand after `L-`"),
        },
        [day @ .., b'W'] if !day.is_empty() => match number(day, 0) {
            (day_number @ 1..=31, end) if end == day.len() => Ok(Days::NearestWeekday(day_number)),
            (_, end) if end == day.len() => refused(DAYS.range),
            _ => refused(DAYS.no_name),
        },
        _ => Ok(Days::InMonth(tried!(list(text, &DAYS)))),
    }
}

const fn day_of_week(text: &[u8]) -> Result<Days, LimitError> {
    if let b"L" = text {
        return Ok(Days::InWeek(Set([0; 4]).with(7)));
    }
    let starts_as_list = !text[0].is_ascii_alphanumeric();
    if !starts_as_list {
        let (day, end) = tried!(value(text, 0, &WEEKDAYS));
        let (_, rest) = text.split_at(end);
        match rest {
            b"L" => return Ok(Days::LastInMonth(day)),
            [b'#', nth @ ..] => {
                return match number(nth, 0) {
                    (nth_number @ 1..=5, end) if end == nth.len() => Ok(Days::Nth(day, nth_number)),
                    (_, end) if end == nth.len() => {
                        refused("days of the week come up to 5 times a month: 1 to 5 stand after `#`")
                    }
                    _ => refused("a day with `#` stands alone in its field, such as `6#3`, the third Friday"),
                };
            }
            _ => {}
        }
    }
    Ok(Days::InWeek(tried!(list(text, &WEEKDAYS))))
}

/// Values, ranges and steps with commas between them.
const fn list(text: &[u8], kind: &Kind) -> Result<Set, LimitError> {
    let mut set = Set([0; 4]);
    let mut at = 0;
    loop {
        if at == text.len() {
            return refused("a cron field ends in a number, a name or `*`");
        }
        let (mut first, mut last, mut star) = (kind.low, kind.high, true);
        let mut ranged = false;
        if text[at] == b'*' {
            at += 1;
        } else {
            star = false;
            (first, at) = tried!(value(text, at, kind));
            last = first;
            if at < text.len() && text[at] == b'-' {
                ranged = true;
                (last, at) = tried!(value(text, at + 1, kind));
                if first > last && !kind.wraps {
                    return refused("a range of years goes upwards");
                }
            }
        }
        let mut step = 1;
        if at < text.len() && text[at] == b'/' {
            if !kind.steps {
                return refused("the day of the week takes no `/`: list the days, such as `MON,WED,FRI`");
            }
            let (count, end) = number(text, at + 1);
            if end == at + 1 {
                return refused("a number stands after `/`, such as `0/15`");
            }
            if count == 0 || count > kind.high - kind.low {
                return refused("a step is at least 1, and less than the field has values");
            }
            // `5/15` goes on from 5 to the end.
            last = if star || ranged { last } else { kind.high };
            (step, at) = (count, end);
        } else if star && text.len() > 1 {
            return refused("`*` is every value: it stands alone in its field, or with a step, such as `*/15`");
        }
        set = filled(set, first, last, step, kind);
        if at == text.len() {
            return Ok(set);
        }
        if text[at] != b',' {
            return refused(match text[at].is_ascii_alphabetic() {
                true => kind.no_name,
                false => "a cron field is made of numbers, names, `*`, `?`, `,`, `-`, `/`, `L`, `W` and `#`",
            });
        }
        at += 1;
    }
}

/// Adds every `step`th value from `first` to `last`, over the end where `last` comes before.
const fn filled(mut set: Set, first: u32, last: u32, step: u32, kind: &Kind) -> Set {
    let base = if kind.low == FIRST_YEAR { FIRST_YEAR } else { 0 };
    let count = kind.high - kind.low + 1;
    let length = (last + count - first) % count;
    let mut done = 0;
    while done <= length {
        set = set.with((first - kind.low + done) % count + kind.low - base);
        done += step;
    }
    set
}

/// A number in range or a name, and where it ends.
const fn value(text: &[u8], at: usize, kind: &Kind) -> Result<(u32, usize), LimitError> {
    if at == text.len() {
        return refused("a cron field ends in a number, a name or `*`");
    }
    if text[at].is_ascii_digit() {
        let (found, end) = number(text, at);
        return if found < kind.low || found > kind.high { refused(kind.range) } else { Ok((found, end)) };
    }
    if text[at].is_ascii_alphabetic() {
        return match named(text, at, kind) {
            Some(found) => Ok((found, at + 3)),
            None => refused(kind.no_name),
        };
    }
    refused("a cron field is made of numbers, names, `*`, `?`, `,`, `-`, `/`, `L`, `W` and `#`")
}

const fn named(text: &[u8], at: usize, kind: &Kind) -> Option<u32> {
    if at + 3 > text.len() {
        return None;
    }
    let mut name = 0;
    while name < kind.names.len() {
        if kind.names[name] == text[at].to_ascii_uppercase()
            && kind.names[name + 1] == text[at + 1].to_ascii_uppercase()
            && kind.names[name + 2] == text[at + 2].to_ascii_uppercase()
        {
            return Some(name as u32 / 3 + kind.first);
        }
        name += 3;
    }
    None
}

/// The digits from here on as a number, and where they end.
const fn number(text: &[u8], start: usize) -> (u32, usize) {
    let (mut at, mut found) = (start, 0u32);
    while at < text.len() && text[at].is_ascii_digit() {
        found = found.saturating_mul(10).saturating_add((text[at] - b'0') as u32);
        at += 1;
    }
    (found, at)
}

#[cfg(test)]
mod tests;
