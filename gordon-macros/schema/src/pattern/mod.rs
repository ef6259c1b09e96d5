//! Regular expressions as AWS's schemas write them, searched for in time that a text cannot blow up.
//!
//! Owns the search. A pattern and a text are walked together as sets of places: after each part of the pattern, all the
//! places where the text may go on. Nothing is tried twice, so that `^(a+)+$`, which takes a backtracking matcher years,
//! is one pass over the text. Look-ahead multiplies that, so there is a limit all the same: a search that takes more than
//! four million steps is given up, and the text counts as not judged.
//!
//! The dialect is that of Python's `regex`, by which cfn-lint judges: `$` also holds before a last line break, and `\w`,
//! `\d` and `\p{…}` are Unicode's. Captures are not kept; a reference to one matches whatever its group could.

mod class;
mod parse;

use std::sync::{Arc, OnceLock};

use self::class::Set;

/// How many steps one search may take; a text of 10,000 characters takes about as many, times the parts of its pattern
/// that it can be in at once.
const MOST: usize = 4_000_000;

/// A regular expression.
///
/// ```
/// use gordon_schema::pattern::Pattern;
///
/// let name = Pattern::new(r"^[a-z]+(-[a-z]+)*$").expect("a pattern");
/// assert_eq!(name.found_in("warm-up"), Some(true));
/// assert_eq!(name.found_in("warm--up"), Some(false));
/// ```
#[derive(Debug)]
pub struct Pattern {
    root: Part,
}

/// A part of a pattern.
#[derive(Debug)]
enum Part {
    /// One character.
    One(Set),
    /// The start of the text.
    Start,
    /// The end of the text; before its last line break too, where `true`.
    End(bool),
    /// Between a letter and something else, where `true`; anywhere else otherwise.
    Edge(bool),
    /// What follows, or what comes before, is like this, or is not.
    Look { ahead: bool, is: bool, part: Box<Part> },
    /// One after the other.
    All(Vec<Part>),
    /// One of several.
    Either(Vec<Part>),
    /// A group that a reference may stand for as well.
    Group(Arc<Part>),
    /// Again and again.
    Repeat { part: Box<Part>, least: usize, most: usize },
}

/// Why a pattern cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong, in one phrase.
    pub message: String,
    /// The character at which it is wrong, from zero.
    pub place: usize,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Where it is no pattern, or is nested more than 50 deep.
    pub fn new(text: &str) -> Result<Pattern, Unreadable> {
        parse::parse(text).map(|root| Pattern { root })
    }

    /// Whether the pattern matches a part of the text; nothing where finding out takes too long.
    #[must_use]
    pub fn found_in(&self, text: &str) -> Option<bool> {
        let text: Vec<char> = text.chars().collect();
        let mut search = Search { text: &text, left: MOST };
        // Most patterns begin with `^`, and most texts match: then the other places need not be tried.
        let found = !search.ends(&self.root, vec![0]).is_empty()
            || !search.ends(&self.root, (1..=text.len()).collect()).is_empty();
        (found || search.left > 0).then_some(found)
    }
}

/// A pattern of the packed data, read when it is first needed.
#[derive(Debug)]
pub(crate) struct Lazy {
    pub(crate) text: &'static str,
    read: OnceLock<Option<Pattern>>,
}

impl Lazy {
    pub(crate) fn new(text: &'static str) -> Lazy {
        Lazy { text, read: OnceLock::new() }
    }

    /// As [`Pattern::found_in`]; nothing where the pattern cannot be read.
    pub(crate) fn found_in(&self, text: &str) -> Option<bool> {
        self.read.get_or_init(|| Pattern::new(self.text).ok()).as_ref()?.found_in(text)
    }
}

/// Places in a text: how many characters come before. Sorted, each once.
type Places = Vec<usize>;

struct Search<'t> {
    text: &'t [char],
    left: usize,
}

impl Search<'_> {
    /// Where the text may go on after a part that begins at one of these places.
    fn ends(&mut self, part: &Part, from: Places) -> Places {
        self.left = self.left.saturating_sub(from.len() + 1);
        if from.is_empty() || self.left == 0 {
            return Places::new();
        }
        let text = self.text;
        let keep = |from: Places, holds: &dyn Fn(usize) -> bool| from.into_iter().filter(|at| holds(*at)).collect();
        match part {
            Part::One(set) => {
                from.into_iter().filter(|at| text.get(*at).is_some_and(|one| set.has(*one))).map(|at| at + 1).collect()
            }
            Part::Start => keep(from, &|at| at == 0),
            Part::End(before_break) => {
                keep(from, &|at| at == text.len() || (*before_break && at + 1 == text.len() && text[at] == '\n'))
            }
            Part::Edge(is) => {
                let word = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|one| class::is_word(*one));
                keep(from, &|at| (word(at.checked_sub(1)) != word(Some(at))) == *is)
            }
            Part::Look { ahead: true, is, part } => {
                from.into_iter().filter(|at| self.ends(part, vec![*at]).is_empty() != *is).collect()
            }
            Part::Look { ahead: false, is, part } => {
                let all = self.ends(part, (0..=text.len()).collect());
                keep(from, &|at| all.binary_search(&at).is_ok() == *is)
            }
            Part::Group(part) => self.ends(part, from),
            Part::All(parts) => parts.iter().fold(from, |from, part| self.ends(part, from)),
            Part::Either(parts) => {
                parts.iter().fold(Places::new(), |all, part| union(all, self.ends(part, from.clone())))
            }
            Part::Repeat { part, least, most } => match &**part {
                Part::One(set) => self.run(set, *least, *most, &from),
                part => self.repeat(part, *least, *most, from),
            },
        }
    }

    /// A part that is one character, so many times: each place begins a run that ends where a character does not fit.
    fn run(&mut self, set: &Set, least: usize, most: usize, from: &Places) -> Places {
        let (mut ends, mut stop, mut steps) = (Places::new(), 0, 0);
        for &at in from {
            stop = stop.max(at);
            let last = self.text.len().min(at.saturating_add(most));
            while stop < last && set.has(self.text[stop]) {
                stop += 1;
                steps += 1;
            }
            let first = at.saturating_add(least).max(ends.last().map_or(0, |last| last + 1));
            ends.extend(first..=stop.min(last));
        }
        self.left = self.left.saturating_sub(ends.len() + steps);
        ends
    }

    fn repeat(&mut self, part: &Part, least: usize, most: usize, from: Places) -> Places {
        let mut all = from;
        for _ in 0..least {
            let next = self.ends(part, all.clone());
            // From here on, more rounds change nothing.
            if next == all || next.is_empty() {
                all = next;
                break;
            }
            all = next;
        }
        // Places that were there before have gone on before.
        let mut seen = vec![false; self.text.len() + 1];
        all.iter().for_each(|at| seen[*at] = true);
        let mut fresh = all.clone();
        for _ in least..most {
            fresh = self.ends(part, fresh).into_iter().filter(|at| !std::mem::replace(&mut seen[*at], true)).collect();
            if fresh.is_empty() {
                break;
            }
            all.extend(&fresh);
        }
        all.sort_unstable();
        all
    }
}

fn union(one: Places, other: Places) -> Places {
    if one.is_empty() || other.is_empty() {
        return if one.is_empty() { other } else { one };
    }
    let mut all = one;
    all.extend(other);
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_found_or_not() {
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("", &["", "a"], &[]),
            ("b", &["abc"], &["ac", ""]),
            ("^a|b$", &["ax", "xb"], &["xa", "bx"]),
            ("^a.c$", &["abc", "aéc", "abc\n"], &["a\nc", "abc\n\n"]),
            (r"^a\Z", &["a"], &["a\n"]),
            ("^(?s).+$", &["a\nb"], &[""]),
            ("^[a-c_-]{2,3}$", &["ab", "a-c", "_b"], &["a", "abca", "ad"]),
            ("^[^/]+$", &["a b", "é"], &["a/b", ""]),
            (r"^[]a\]-]+$", &["]a-"], &["b"]),
            ("^a{,2}$", &["", "a", "aa"], &["aaa"]),
            ("^a{2,}?$", &["aa", "aaa"], &["a"]),
            ("^a{x}$", &["a{x}"], &["a"]),
            ("^(ab)+?c$", &["abc", "ababc"], &["ac", "aba"]),
            ("^(?:a|ab)(?:c|bcd)$", &["ac", "abc", "abcd", "abbcd"], &["abd"]),
            ("^(?!aws:).+$", &["a", "aws"], &["aws:x"]),
            ("^(?=.{1,3}$)[a-z]+(-[a-z]+)*$", &["a-b", "abc"], &["abcd", "a-"]),
            (r"^[a-z.]+(?<!\.git)$", &["a.gi", "git"], &["a.git"]),
            ("^(?i)aws$", &["aws", "AWS", "aWs"], &["azs"]),
            ("^(?:(?i)k)(?i:l)m$", &["KLm"], &["klM"]),
            (r"^\w+\s\d$", &["é中_\u{a0}٣"], &["a-1"]),
            (r"^[\p{L}\p{Nd}]+\p{Zs}?$", &["ßd7 "], &["a-", "\t"]),
            (r"^\P{L}+$", &["12"], &["a", "é"]),
            (r"^\p{ASCII}+$", &["a~"], &["é"]),
            (r"\bcat\b", &["a cat.", "cat"], &["cats", "concat"]),
            (r"^\x41\u0042\U00000043\t$", &["ABC\t"], &["ABC"]),
            (r"^(a|b)\1$", &["aa", "bb"], &["a", "ac"]),
            (r"^\.\$\-\/$", &[".$-/"], &["a$-/"]),
            ("^(?P<name>a)(?<other>b)$", &["ab"], &["a"]),
            ("^[\\uD800-\\uDFFFa]$", &["a"], &["b"]),
            ("^(a*)*$", &["", "aaa"], &["b"]),
            ("^(a?){3}$", &["", "aa", "aaa"], &["aaaa"]),
        ];
        for (text, yes, no) in cases {
            let pattern = Pattern::new(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            for one in *yes {
                assert_eq!(pattern.found_in(one), Some(true), "{text} in {one:?}");
            }
            for one in *no {
                assert_eq!(pattern.found_in(one), Some(false), "{text} in {one:?}");
            }
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_its_place() {
        for (text, place) in [
            ("a(b", 3),
            ("a)", 1),
            ("[a", 2),
            ("*a", 1),
            ("a\\", 2),
            ("[b-a]", 4),
            (r"\1", 2),
            (r"\p{Nope}", 8),
            ("(?&a)", 2),
            ("a**", 3),
        ] {
            assert_eq!(Pattern::new(text).map(drop).map_err(|error| error.place), Err(place), "{text}");
        }
        assert!(Pattern::new(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn no_text_takes_long() {
        let blowing_up =
            ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){20}$", "^((a*)*)*$", "^(([a-z])+.)+[A-Z]([a-z])+$"];
        for text in blowing_up {
            let pattern = Pattern::new(text).expect("a pattern");
            let found = pattern.found_in(&format!("{}!", "a".repeat(2_000)));
            assert_eq!(found, Some(false), "{text}");
        }
    }

    #[test]
    fn a_search_that_takes_too_long_is_given_up() {
        let pattern = Pattern::new("(?=.{1,1024}$)b").expect("a pattern");
        assert_eq!(pattern.found_in(&"a".repeat(1_000_000)), None);
        assert_eq!(pattern.found_in(&"a".repeat(1_000)), Some(false));
    }
}
