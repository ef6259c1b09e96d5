//! The rule of a setting, as data that a `const fn` can judge by.
//!
//! Owns range, length, pattern and choices. The same rule judges a literal while the crate compiles, and any other
//! value while the program runs.

pub use gordon_schema::automaton::Automaton;

/// What a setting may be. `#[derive(Settings)]` writes it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The setting.
    pub name: &'static str,
    /// The range of a number, both ends included.
    pub range: Option<Range>,
    /// The characters of a text, or the items of a list: least and most.
    pub length: Option<(usize, usize)>,
    /// What a text looks like.
    pub pattern: Option<Automaton>,
    /// The only values.
    pub one_of: &'static [Choice],
    /// The whole rule as a sentence: `` `memory` is 128 to 10240 ``.
    pub sentence: &'static str,
}

/// A range, both ends included.
#[derive(Clone, Copy, Debug)]
pub enum Range {
    /// Of whole numbers.
    Integer(i128, i128),
    /// Of numbers.
    Number(f64, f64),
}

/// A value that a setting may have.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// A whole number.
    Integer(i128),
    /// Text.
    Text(&'static str),
}

impl Rule {
    /// A setting that may be anything.
    #[must_use]
    pub const fn any(name: &'static str) -> Self {
        Self { name, range: None, length: None, pattern: None, one_of: &[], sentence: "" }
    }

    /// Whether a whole number is allowed.
    #[must_use]
    pub const fn takes_integer(&self, value: i128) -> bool {
        let within = match self.range {
            Some(Range::Integer(least, most)) => least <= value && value <= most,
            #[allow(clippy::cast_precision_loss)] // a bound of that size is none
            Some(Range::Number(least, most)) => least <= value as f64 && value as f64 <= most,
            None => true,
        };
        let mut at = 0;
        while at < self.one_of.len() {
            if let Choice::Integer(choice) = self.one_of[at]
                && choice == value
            {
                return within;
            }
            at += 1;
        }
        within && self.one_of.is_empty()
    }

    /// Whether a number is allowed.
    #[must_use]
    pub const fn takes_number(&self, value: f64) -> bool {
        match self.range {
            Some(Range::Number(least, most)) => least <= value && value <= most,
            #[allow(clippy::cast_precision_loss)] // a bound of that size is none
            Some(Range::Integer(least, most)) => least as f64 <= value && value <= most as f64,
            None => true,
        }
    }

    /// Whether a text is allowed.
    #[must_use]
    pub const fn takes_text(&self, value: &str) -> bool {
        if !self.takes_length(characters(value)) {
            return false;
        }
        if let Some(pattern) = &self.pattern
            && !pattern.matches(value)
        {
            return false;
        }
        let mut at = 0;
        while at < self.one_of.len() {
            if let Choice::Text(choice) = self.one_of[at]
                && same(choice, value)
            {
                return true;
            }
            at += 1;
        }
        self.one_of.is_empty()
    }

    /// Whether a text of so many characters, or a list of so many items, is allowed.
    #[must_use]
    pub const fn takes_length(&self, length: usize) -> bool {
        match self.length {
            Some((least, most)) => least <= length && length <= most,
            None => true,
        }
    }
}

/// What a literal breaks of the rule of the setting `name`, which `settings!` stops the compiler with.
#[doc(hidden)]
#[must_use]
pub const fn integer(rules: &'static [Rule], name: &str, value: i128) -> Option<&'static str> {
    match find(rules, name) {
        Some(rule) if !rule.takes_integer(value) => Some(rule.sentence),
        _ => None,
    }
}

/// [`integer`], for a number with a fraction.
#[doc(hidden)]
#[must_use]
pub const fn number(rules: &'static [Rule], name: &str, value: f64) -> Option<&'static str> {
    match find(rules, name) {
        Some(rule) if !rule.takes_number(value) => Some(rule.sentence),
        _ => None,
    }
}

/// [`integer`], for text.
#[doc(hidden)]
#[must_use]
pub const fn text(rules: &'static [Rule], name: &str, value: &str) -> Option<&'static str> {
    match find(rules, name) {
        Some(rule) if !rule.takes_text(value) => Some(rule.sentence),
        _ => None,
    }
}

const fn find<'a>(rules: &'a [Rule], name: &str) -> Option<&'a Rule> {
    let mut at = 0;
    while at < rules.len() {
        if same(rules[at].name, name) {
            return Some(&rules[at]);
        }
        at += 1;
    }
    None
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        // Every character has one byte that does not continue another.
        if bytes[at] & 0xC0 != 0x80 {
            count += 1;
        }
        at += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_a_rule_is_judged() {
        let any = Rule::any("x");
        assert!(any.takes_integer(-5) && any.takes_text("") && any.takes_number(0.5) && any.takes_length(9));
        let range = Rule { range: Some(Range::Integer(1, 3)), ..any };
        assert_eq!([0, 1, 3, 4].map(|value| range.takes_integer(value)), [false, true, true, false]);
        assert!(range.takes_number(1.5) && !range.takes_number(3.1));
        let share = Rule { range: Some(Range::Number(0.0, 1.0)), ..any };
        assert!(share.takes_number(1.0) && !share.takes_number(1.01) && !share.takes_number(f64::NAN));
        assert!(share.takes_integer(1) && !share.takes_integer(2));
        let days = Rule { one_of: &[Choice::Integer(1), Choice::Integer(7)], ..any };
        assert!(days.takes_integer(7) && !days.takes_integer(2));
        let words = Rule { one_of: &[Choice::Text("red"), Choice::Text("blue")], ..any };
        assert!(words.takes_text("blue") && !words.takes_text("green"));
        let short = Rule { length: Some((1, 3)), ..any };
        assert!(short.takes_text("日本語") && !short.takes_text("") && !short.takes_text("abcd"));
    }
}
