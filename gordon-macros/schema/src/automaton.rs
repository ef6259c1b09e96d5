//! A pattern as a table that a `const fn` can walk: what a setting's `pattern` becomes.
//!
//! Owns the way from a regular expression to the table. Takes what is truly regular: literals, classes, groups,
//! alternatives and counts. A pattern matches the whole text. Must not know settings.

use std::collections::BTreeMap;

/// A deterministic automaton over characters, of which all beyond ASCII are one.
#[derive(Clone, Copy, Debug)]
pub struct Automaton {
    /// The class of each ASCII character; at 128, that of all others.
    pub classes: &'static [u8],
    /// How many classes there are.
    pub width: usize,
    /// The next state by state and class; [`DEAD`] where there is none.
    pub table: &'static [u16],
    /// Whether the text may end in a state.
    pub accepting: &'static [bool],
}

/// No state.
pub const DEAD: u16 = u16::MAX;

impl Automaton {
    /// Whether the whole of `text` matches.
    #[must_use]
    pub const fn matches(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let (mut at, mut state) = (0, 0u16);
        while at < bytes.len() {
            let byte = bytes[at];
            at += 1;
            // A character's further bytes went with its first.
            if byte & 0xC0 == 0x80 {
                continue;
            }
            let letter = if byte < 128 { byte as usize } else { 128 };
            state = self.table[state as usize * self.width + self.classes[letter] as usize];
            if state == DEAD {
                return false;
            }
        }
        self.accepting[state as usize]
    }
}

/// An [`Automaton`] that owns its tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    /// See [`Automaton::classes`].
    pub classes: Vec<u8>,
    /// See [`Automaton::width`].
    pub width: usize,
    /// See [`Automaton::table`].
    pub table: Vec<u16>,
    /// See [`Automaton::accepting`].
    pub accepting: Vec<bool>,
}

impl Tables {
    /// Whether the whole of `text` matches.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let mut state = 0;
        for letter in text.chars() {
            let class = usize::from(self.classes[(letter as usize).min(LETTERS - 1)]);
            state = usize::from(self.table[state * self.width + class]);
            if state == usize::from(DEAD) {
                return false;
            }
        }
        self.accepting[state]
    }
}

/// Why a pattern has no automaton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not a pattern: what is wrong.
    Invalid(String),
    /// It is one, but not regular, or too large.
    NotRegular(&'static str),
}

/// Letters: the 128 of ASCII, and one for all others.
const LETTERS: usize = 129;
/// Beyond this many states a table is no longer small.
const MOST_STATES: usize = 1000;
/// Beyond this many steps a count such as `{1,5000}` is written out too often.
const MOST_STEPS: usize = 20_000;
/// Groups within groups.
const DEEPEST: usize = 50;

/// Makes the automaton of a pattern.
///
/// # Errors
///
/// See [`Refusal`].
pub fn compile(pattern: &str) -> Result<Tables, Refusal> {
    let mut parser = Parser { rest: pattern, depth: 0 };
    // A pattern is for the whole text: the anchors say so again.
    parser.rest = parser.rest.strip_prefix('^').unwrap_or(parser.rest);
    let tree = parser.alternatives()?;
    if !parser.rest.is_empty() {
        return Err(Refusal::Invalid(format!("`{}` has no beginning", parser.rest)));
    }
    let mut steps = Steps::default();
    let (begin, end) = steps.add(&tree)?;
    determined(&steps, begin, end)
}

type Set = [bool; LETTERS];

/// A parsed pattern.
#[derive(Clone)]
enum Tree {
    Letters(Box<Set>),
    Sequence(Vec<Self>),
    Either(Vec<Self>),
    Repeated(Box<Self>, usize, Option<usize>),
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        Some(letter)
    }

    fn take(&mut self, wanted: &str) -> bool {
        match self.rest.strip_prefix(wanted) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn alternatives(&mut self) -> Result<Tree, Refusal> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Refusal::NotRegular("its groups are nested too deep"));
        }
        let mut all = vec![self.sequence()?];
        while self.take("|") {
            all.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(Tree::Either(all))
    }

    fn sequence(&mut self) -> Result<Tree, Refusal> {
        let mut items = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            // The last anchor, before the end of the whole pattern.
            if self.depth == 1 && self.rest == "$" {
                self.rest = "";
                break;
            }
            let item = self.item()?;
            items.push(self.counted(item)?);
        }
        Ok(Tree::Sequence(items))
    }

    fn item(&mut self) -> Result<Tree, Refusal> {
        let one = |letter: char| {
            let mut set = [false; LETTERS];
            set[(letter as usize).min(LETTERS - 1)] = true;
            set
        };
        let set = match self.next() {
            Some('(') => {
                if self.rest.starts_with('?') && !self.take("?:") {
                    return Err(Refusal::NotRegular("it looks ahead or behind, or names a group"));
                }
                let inner = self.alternatives()?;
                if !self.take(")") {
                    return Err(Refusal::Invalid("a `(` is not closed".to_owned()));
                }
                return Ok(inner);
            }
            Some('[') => self.class()?,
            Some('.') => [true; LETTERS],
            Some('\\') => self.escape()?,
            Some('^' | '$') => return Err(Refusal::NotRegular("it has an anchor in its middle")),
            Some(letter @ ('*' | '+' | '?' | '{')) => {
                return Err(Refusal::Invalid(format!("`{letter}` repeats nothing")));
            }
            Some(letter) if letter.is_ascii() => one(letter),
            Some(_) => return Err(Refusal::NotRegular("it has letters beyond ASCII")),
            None => return Err(Refusal::Invalid("it ends too early".to_owned())),
        };
        Ok(Tree::Letters(Box::new(set)))
    }

    fn escape(&mut self) -> Result<Set, Refusal> {
        let letter = self.next().ok_or_else(|| Refusal::Invalid("it ends in `\\`".to_owned()))?;
        let ascii = |wanted: &dyn Fn(char) -> bool| {
            let mut set = [false; LETTERS];
            (0..128u8).for_each(|byte| set[byte as usize] = wanted(byte as char));
            set
        };
        let not = |set: Set| set.map(|is| !is);
        Ok(match letter {
            'd' => ascii(&|c| c.is_ascii_digit()),
            'D' => not(ascii(&|c| c.is_ascii_digit())),
            'w' => ascii(&|c| c.is_ascii_alphanumeric() || c == '_'),
            'W' => not(ascii(&|c| c.is_ascii_alphanumeric() || c == '_')),
            's' => ascii(&|c| c.is_ascii_whitespace()),
            'S' => not(ascii(&|c| c.is_ascii_whitespace())),
            'n' => ascii(&|c| c == '\n'),
            'r' => ascii(&|c| c == '\r'),
            't' => ascii(&|c| c == '\t'),
            letter if letter.is_ascii_alphanumeric() => {
                return Err(Refusal::NotRegular("it has an escape that only a regular-expression engine knows"));
            }
            letter => ascii(&|c| c == letter),
        })
    }

    fn class(&mut self) -> Result<Set, Refusal> {
        let open = || Refusal::Invalid("a `[` is not closed".to_owned());
        let negated = self.take("^");
        let mut set = [false; LETTERS];
        let mut first = true;
        loop {
            let letter = self.next().ok_or_else(open)?;
            let from = match letter {
                ']' if !first => break,
                '\\' => {
                    let inner = self.escape()?;
                    let mut all = (0..LETTERS).filter(|&at| inner[at]);
                    match (all.next(), all.next()) {
                        // One letter may begin a range.
                        (Some(at), None) if at < 128 => at,
                        _ => {
                            (0..LETTERS).for_each(|at| set[at] |= inner[at]);
                            first = false;
                            continue;
                        }
                    }
                }
                letter if letter.is_ascii() => letter as usize,
                _ => return Err(Refusal::NotRegular("it has letters beyond ASCII")),
            };
            first = false;
            let range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let to = if range {
                let _ = self.next();
                match self.next().ok_or_else(open)? {
                    '\\' => self.next().ok_or_else(open)? as usize,
                    letter => letter as usize,
                }
            } else {
                from
            };
            if to >= 128 {
                return Err(Refusal::NotRegular("it has letters beyond ASCII"));
            }
            if to < from {
                return Err(Refusal::Invalid("a range of letters ends before it begins".to_owned()));
            }
            (from..=to).for_each(|at| set[at] = true);
        }
        Ok(if negated { set.map(|is| !is) } else { set })
    }

    fn counted(&mut self, item: Tree) -> Result<Tree, Refusal> {
        let (least, most) = match self.rest.chars().next() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted_by_numbers(item),
            _ => return Ok(item),
        };
        let _ = self.next();
        self.lazy();
        Ok(Tree::Repeated(Box::new(item), least, most))
    }

    fn counted_by_numbers(&mut self, item: Tree) -> Result<Tree, Refusal> {
        let wrong = || Refusal::Invalid("a count is `{2}`, `{2,}` or `{2,5}`".to_owned());
        let inside = self.rest.get(1..).and_then(|rest| rest.split_once('}'));
        let (inside, rest) = inside.ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
        let (least, most) = match inside.split_once(',') {
            None => (number(inside)?, Some(number(inside)?)),
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        if most.is_some_and(|most| most < least) {
            return Err(wrong());
        }
        self.rest = rest;
        self.lazy();
        Ok(Tree::Repeated(Box::new(item), least, most))
    }

    /// Of a whole text, a lazy count matches the same.
    fn lazy(&mut self) {
        let _ = self.take("?");
    }
}

/// A nondeterministic automaton: steps over letters, and free ones.
#[derive(Default)]
struct Steps {
    over: Vec<Vec<(Box<Set>, usize)>>,
    free: Vec<Vec<usize>>,
}

impl Steps {
    fn state(&mut self) -> Result<usize, Refusal> {
        if self.over.len() >= MOST_STEPS {
            return Err(Refusal::NotRegular("it repeats too much"));
        }
        self.over.push(Vec::new());
        self.free.push(Vec::new());
        Ok(self.over.len() - 1)
    }

    fn add(&mut self, tree: &Tree) -> Result<(usize, usize), Refusal> {
        let (begin, end) = (self.state()?, self.state()?);
        match tree {
            Tree::Letters(set) => self.over[begin].push((set.clone(), end)),
            Tree::Sequence(items) => {
                let mut at = begin;
                for item in items {
                    at = self.after(at, item)?;
                }
                self.free[at].push(end);
            }
            Tree::Either(all) => {
                for item in all {
                    let last = self.after(begin, item)?;
                    self.free[last].push(end);
                }
            }
            Tree::Repeated(item, least, most) => {
                let mut at = begin;
                for _ in 0..*least {
                    at = self.after(at, item)?;
                }
                match most {
                    None => {
                        let (from, to) = self.add(item)?;
                        self.free[at].extend([from, end]);
                        self.free[to].extend([from, end]);
                    }
                    Some(most) => {
                        self.free[at].push(end);
                        for _ in *least..*most {
                            at = self.after(at, item)?;
                            self.free[at].push(end);
                        }
                    }
                }
            }
        }
        Ok((begin, end))
    }

    fn after(&mut self, at: usize, item: &Tree) -> Result<usize, Refusal> {
        let (from, to) = self.add(item)?;
        self.free[at].push(from);
        Ok(to)
    }

    /// All states that are reached without a letter, sorted.
    fn closure(&self, states: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut seen = vec![false; self.free.len()];
        let mut waiting: Vec<usize> = states.into_iter().collect();
        while let Some(state) = waiting.pop() {
            if !std::mem::replace(&mut seen[state], true) {
                waiting.extend(&self.free[state]);
            }
        }
        (0..seen.len()).filter(|&state| seen[state]).collect()
    }
}

/// The deterministic automaton of the steps.
fn determined(steps: &Steps, begin: usize, end: usize) -> Result<Tables, Refusal> {
    // Letters that every step treats alike are one class.
    let sets: Vec<&Set> = steps.over.iter().flatten().map(|(set, _)| &**set).collect();
    let mut known: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
    let mut classes = Vec::with_capacity(LETTERS);
    let mut samples = Vec::new();
    for letter in 0..LETTERS {
        let signature: Vec<bool> = sets.iter().map(|set| set[letter]).collect();
        let next = u8::try_from(known.len()).unwrap_or(u8::MAX);
        let class = *known.entry(signature).or_insert_with(|| {
            samples.push(letter);
            next
        });
        classes.push(class);
    }
    let first = steps.closure([begin]);
    let mut numbers: BTreeMap<Vec<usize>, u16> = BTreeMap::from([(first.clone(), 0)]);
    let (mut waiting, mut table, mut at) = (vec![first], Vec::new(), 0);
    while let Some(states) = waiting.get(at).cloned() {
        at += 1;
        for &letter in &samples {
            let steps_over = states.iter().flat_map(|&state| &steps.over[state]);
            let reached = steps.closure(steps_over.filter(|(set, _)| set[letter]).map(|(_, to)| *to));
            let number = match numbers.get(&reached) {
                _ if reached.is_empty() => DEAD,
                Some(&number) => number,
                None => {
                    if waiting.len() >= MOST_STATES {
                        return Err(Refusal::NotRegular("its table would be too large"));
                    }
                    let number = u16::try_from(waiting.len()).unwrap_or(DEAD);
                    numbers.insert(reached.clone(), number);
                    waiting.push(reached);
                    number
                }
            };
            table.push(number);
        }
    }
    let accepting = waiting.iter().map(|states| states.binary_search(&end).is_ok()).collect();
    Ok(Tables { classes, width: samples.len(), table, accepting })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let tables = compile(pattern).unwrap_or_else(|refusal| panic!("{pattern}: {refusal:?}"));
        let slow = tables.matches(text);
        let leaked: &'static Tables = Box::leak(Box::new(tables));
        let automaton = Automaton {
            classes: &leaked.classes,
            width: leaked.width,
            table: &leaked.table,
            accepting: &leaked.accepting,
        };
        assert_eq!(automaton.matches(text), slow, "{pattern} {text:?}");
        slow
    }

    #[test]
    fn patterns_match_the_whole_text() {
        for (pattern, good, bad) in [
            ("abc", vec!["abc"], vec!["", "ab", "abcd", "xabc"]),
            ("^a|b$", vec!["a", "b"], vec!["ab", ""]),
            ("[a-z][a-z0-9-]{1,15}", vec!["ab", "a-1", "abcdefghijklmnop"], vec!["a", "1a", "abcdefghijklmnopq", "aB"]),
            ("(ab)*c?", vec!["", "ab", "abab", "c", "ababc"], vec!["a", "cc"]),
            ("(?:x|yz)+", vec!["x", "yz", "xyzx"], vec!["", "y"]),
            ("\\d{3}", vec!["123"], vec!["12", "1234", "12a"]),
            ("[^/]+", vec!["a b", "é"], vec!["", "a/b"]),
            ("a{2,}", vec!["aa", "aaaa"], vec!["a"]),
            ("a{0,2}?b", vec!["b", "aab"], vec!["aaab"]),
            ("[]a]", vec!["]", "a"], vec!["b"]),
            ("[\\]\\-x]+", vec!["]-x"], vec!["y"]),
            (".", vec!["a", "é", "日"], vec!["", "ab"]),
            ("\\.\\w+@", vec![".a_1@"], vec!["a@"]),
            ("", vec![""], vec!["a"]),
        ] {
            for text in good {
                assert!(matches(pattern, text), "{pattern} {text:?}");
            }
            for text in bad {
                assert!(!matches(pattern, text), "{pattern} {text:?}");
            }
        }
    }

    #[test]
    fn what_is_not_a_pattern_is_told() {
        for (pattern, why) in [
            ("(a", "not closed"),
            ("a)", "no beginning"),
            ("[a", "not closed"),
            ("*", "repeats nothing"),
            ("a{b}", "a count is"),
            ("a{3,2}", "a count is"),
            ("a\\", "ends in"),
            ("[b-a]", "ends before"),
        ] {
            match compile(pattern) {
                Err(Refusal::Invalid(message)) => assert!(message.contains(why), "{pattern}: {message}"),
                other => panic!("{pattern}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_not_regular_or_too_large_is_left_to_an_engine() {
        for pattern in ["(?=a)b", "a^b", "\\bx", "(a)\\1", "é", "[à-ü]", "(a?){100000}", "(.*a.{12})"] {
            assert!(matches!(compile(pattern), Err(Refusal::NotRegular(_))), "{pattern}");
        }
        let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
        assert!(matches!(compile(&deep), Err(Refusal::NotRegular(_))));
    }
}
