//! Numbers that AWS takes within limits.
//!
//! Owns how a table of limits is applied to the options of a trigger.

use serde_json::Value as Json;

use crate::check::Diagnostic;
use crate::describe::Place;
use crate::describe::trigger::Options;

/// A limit: the property, the path in it (empty, or `/Member`), the least and the most, and what it is.
pub(super) type Limit = (&'static str, &'static str, u64, u64, &'static str);

/// A finding for each number that is outside its limits, at the line that set it.
pub(super) fn check(options: &Options, limits: &[Limit], place: &Place, findings: &mut Vec<Diagnostic>) {
    for (property, path, least, most, what) in limits {
        let number = options.get(property).and_then(|value| value.pointer(path)).and_then(Json::as_u64);
        if let Some(number) = number.filter(|number| !(*least..=*most).contains(number)) {
            let place = options.place(property).unwrap_or(place);
            let (least, most) = (grouped(*least), grouped(*most));
            let message = format!("{what} cannot be {number}");
            findings.push(Diagnostic::error(place, message).label(format!("it is {least} to {most}")));
        }
    }
}

/// A number with a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 999, 1000, 604_800, 1_000_000].map(grouped), ["0", "999", "1,000", "604,800", "1,000,000"]);
    }
}
