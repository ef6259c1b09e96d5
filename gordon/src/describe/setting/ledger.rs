//! What was said of settings while a project was described.
//!
//! Owns the record of which line set which value, and of the values that broke their rule. It is kept beside the
//! settings, which are a plain struct of the user's, for the time of one description. Must not judge.

use std::cell::RefCell;

#[cfg(any(feature = "cli", test))]
use super::Row;
use crate::describe::Place;

/// One description's record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    lines: Vec<Line>,
    /// What broke a rule, at its line.
    pub(crate) mistakes: Vec<(Place, String)>,
}

// Only the command line lists settings.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
#[derive(Clone, Debug)]
struct Line {
    settings: &'static str,
    field: &'static str,
    value: String,
    place: Place,
}

thread_local! {
    static OPEN: RefCell<Option<Ledger>> = const { RefCell::new(None) };
}

/// Describes with a ledger open; gives what was described and the ledger.
pub(crate) fn recorded<T>(describe: impl FnOnce() -> T) -> (T, Ledger) {
    // Put back whatever was open, even where describing panics: a test's thread may go on.
    struct Restore(Option<Ledger>);
    impl Drop for Restore {
        fn drop(&mut self) {
            let before = self.0.take();
            OPEN.with(|open| *open.borrow_mut() = before);
        }
    }
    let restore = Restore(OPEN.with(|open| open.borrow_mut().replace(Ledger::default())));
    let described = describe();
    let ledger = OPEN.with(|open| open.borrow_mut().take()).unwrap_or_default();
    drop(restore);
    (described, ledger)
}

/// Records that a line set a field.
pub(super) fn set(settings: &'static str, field: &'static str, value: String, place: Place) {
    OPEN.with(|open| {
        if let Some(ledger) = open.borrow_mut().as_mut() {
            ledger.lines.push(Line { settings, field, value, place });
        }
    });
}

/// Records a mistake. Without a ledger there is nobody to tell but the caller.
///
/// # Panics
///
/// Where no description is under way: in a test of the user's own, say.
#[track_caller]
pub(super) fn mistake(place: Place, message: String) {
    let told =
        OPEN.with(|open| open.borrow_mut().as_mut().map(|ledger| ledger.mistakes.push((place, message.clone()))));
    assert!(told.is_some(), "{message}");
}

impl Ledger {
    /// The line that gave a row its value: the last that said so. Secrets all look the same, so that of several sets of
    /// settings of one type nobody can tell whose line it was: then it is each of them.
    #[cfg(any(feature = "cli", test))]
    pub(crate) fn lines_of(&self, row: &Row) -> Vec<Place> {
        let said = |line: &&Line| (line.settings, line.field) == (row.settings, row.field) && line.value == row.value;
        let most = if row.value == super::HIDDEN { usize::MAX } else { 1 };
        let mut places: Vec<Place> = Vec::new();
        for line in self.lines.iter().rev().filter(said) {
            if places.len() < most && !places.contains(&line.place) {
                places.push(line.place.clone());
            }
        }
        places.reverse();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_open_for_one_description() {
        let ((), ledger) = recorded(|| {
            set("S", "a", "1".to_owned(), Place::new("x.rs", 1, 1));
            mistake(Place::new("x.rs", 2, 1), "wrong".to_owned());
        });
        assert_eq!(ledger.mistakes.len(), 1);
        let row = Row { settings: "S", field: "a", value: "1".to_owned(), ..Row::default() };
        assert_eq!(ledger.lines_of(&row), [Place::new("x.rs", 1, 1)]);
        assert_eq!(ledger.lines_of(&Row { value: "2".to_owned(), ..row }), []);
        assert!(recorded(|| ()).1.mistakes.is_empty());
    }

    #[test]
    fn a_secret_may_be_of_several_lines() {
        let ((), ledger) = recorded(|| {
            for (value, line) in
                [("1", 1), ("1", 2), (crate::describe::setting::HIDDEN, 3), (crate::describe::setting::HIDDEN, 4)]
            {
                set("S", "a", value.to_owned(), Place::new("x.rs", line, 1));
            }
        });
        let lines = |value: &str| {
            let row = Row { settings: "S", field: "a", value: value.to_owned(), ..Row::default() };
            ledger.lines_of(&row).iter().map(Place::line).collect::<Vec<_>>()
        };
        assert_eq!((lines("1"), lines(crate::describe::setting::HIDDEN)), (vec![2], vec![3, 4]));
    }

    #[test]
    #[should_panic(expected = "wrong")]
    fn a_mistake_that_nobody_hears_panics() {
        mistake(Place::caller(), "wrong".to_owned());
    }
}
