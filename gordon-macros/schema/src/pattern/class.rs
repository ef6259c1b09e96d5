//! Sets of characters.
//!
//! Owns which characters `[…]`, `\w` and `\p{…}` are; Unicode's classes are read from the packed data.

use std::sync::OnceLock;

use crate::pack;

/// A set of characters. The first 128 are bits, since nearly all texts are of those.
#[derive(Clone, Debug, Default)]
pub(super) struct Set {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
    /// Unicode's classes that are in the set, or whose complement is.
    classes: Vec<(&'static Class, bool)>,
    /// Characters that the case differs of count too.
    any_case: bool,
    negated: bool,
}

/// A class of Unicode's.
#[derive(Debug)]
pub(super) struct Class {
    ranges: Vec<(u32, u32)>,
}

impl Set {
    pub(super) fn of(one: char, any_case: bool) -> Set {
        let mut set = Set { any_case, ..Set::default() };
        set.add(u32::from(one), u32::from(one));
        set.finish(false)
    }

    pub(super) fn empty(any_case: bool) -> Set {
        Set { any_case, ..Set::default() }
    }

    /// Adds a range of code points. Halves of surrogate pairs, which are no characters, add nothing.
    pub(super) fn add(&mut self, low: u32, high: u32) {
        for code in low..=high.min(127) {
            self.ascii |= 1 << code;
        }
        if high > 127 {
            self.ranges.push((low.max(128), high));
        }
    }

    /// Adds a class, or all that is not in it.
    pub(super) fn add_class(&mut self, class: &'static Class, is: bool) {
        let bits = class.ascii();
        self.ascii |= if is { bits } else { !bits };
        self.classes.push((class, is));
    }

    /// Makes it ready to be asked.
    pub(super) fn finish(mut self, negated: bool) -> Set {
        if self.any_case {
            const UPPER: u128 = ((1 << 26) - 1) << b'A';
            let (upper, lower) = (self.ascii & UPPER, self.ascii & UPPER << 32);
            self.ascii |= upper << 32 | lower >> 32;
        }
        self.negated = negated;
        self
    }

    pub(super) fn has(&self, one: char) -> bool {
        let code = u32::from(one);
        let found = if code < 128 { self.ascii >> code & 1 == 1 } else { self.has_beyond(one) };
        found != self.negated
    }

    fn has_beyond(&self, one: char) -> bool {
        let code = u32::from(one);
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&code))
            || self.classes.iter().any(|(class, is)| class.has(code) == *is)
            || self.any_case
                && one.to_lowercase().chain(one.to_uppercase()).any(|other| {
                    let code = u32::from(other);
                    self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&code))
                })
    }
}

impl Class {
    fn has(&self, code: u32) -> bool {
        let after = self.ranges.partition_point(|(low, _)| *low <= code);
        after > 0 && self.ranges[after - 1].1 >= code
    }

    fn ascii(&self) -> u128 {
        let mut bits = 0;
        for (low, high) in self.ranges.iter().take_while(|(low, _)| *low < 128) {
            for code in *low..=(*high).min(127) {
                bits |= 1 << code;
            }
        }
        bits
    }
}

/// The class of a name, such as `L` or `Zs`, or `w`, `d` or `s`.
pub(super) fn named(name: &str) -> Option<&'static Class> {
    static READ: OnceLock<Vec<(&'static str, OnceLock<Class>)>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let mut from = pack::classes();
        from.many(|from| {
            let name = from.text();
            from.part();
            (name, OnceLock::new())
        })
    });
    let (place, (_, class)) = read.iter().enumerate().find(|(_, (found, _))| *found == name)?;
    Some(class.get_or_init(|| {
        let mut from = pack::classes();
        let mut parts = from.many(|from| {
            from.text();
            from.part()
        });
        let mut last = 0;
        let ranges = parts[place].many(|from| {
            let low = last + from.number();
            last = low + from.number();
            (u32::try_from(low).unwrap_or(u32::MAX), u32::try_from(last).unwrap_or(u32::MAX))
        });
        Class { ranges }
    }))
}

/// Whether a character is part of a word, as `\b` sees it.
pub(super) fn is_word(one: char) -> bool {
    named("w").is_some_and(|class| class.has(u32::from(one)))
}
