//! Reads a pattern.
//!
//! Owns the syntax: Python's, which is nearly ECMAScript's and Java's. Must not match.

use std::sync::Arc;

use super::class::{self, Set};
use super::{Part, Unreadable};

/// How deep groups may be nested.
const DEEPEST: usize = 50;

/// How often a part may be asked to repeat: no schema asks for more.
const LONGEST: usize = 1_000_000;

pub(super) fn parse(text: &str) -> Result<Part, Unreadable> {
    let mut parser = Parser {
        chars: text.chars().collect(),
        at: 0,
        depth: 0,
        flags: Flags { any_case: false, all_lines: false },
        groups: Vec::new(),
    };
    let root = parser.either()?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => parser.fail("a `)` that opens nothing"),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    flags: Flags,
    /// The groups that a number can refer to, once they are closed.
    groups: Vec<Option<Arc<Part>>>,
}

/// Flags hold from where they stand to the end of their group.
#[derive(Clone, Copy)]
struct Flags {
    /// `i`: upper and lower case are alike.
    any_case: bool,
    /// `s`: `.` is a line break too.
    all_lines: bool,
}

/// What an escape stands for.
enum Escape {
    One(u32),
    Class(&'static class::Class, bool),
    Ascii(bool),
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let found = self.peek();
        self.at += usize::from(found.is_some());
        found
    }

    fn take(&mut self, text: &str) -> bool {
        let matches = text.chars().enumerate().all(|(at, one)| self.chars.get(self.at + at) == Some(&one));
        if matches {
            self.at += text.chars().count();
        }
        matches
    }

    fn fail<T>(&self, message: &str) -> Result<T, Unreadable> {
        Err(Unreadable { message: message.to_owned(), place: self.at })
    }

    fn either(&mut self) -> Result<Part, Unreadable> {
        let mut parts = vec![self.all()?];
        while self.take("|") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Part::Either(parts) })
    }

    fn all(&mut self) -> Result<Part, Unreadable> {
        let mut parts = Vec::new();
        while let Some(one) = self.peek().filter(|one| !matches!(one, '|' | ')')) {
            self.at += 1;
            let part = self.part(one)?;
            let part = self.repeated(part)?;
            parts.push(part);
        }
        Ok(Part::All(parts))
    }

    fn part(&mut self, first: char) -> Result<Part, Unreadable> {
        Ok(match first {
            '^' => Part::Start,
            '$' => Part::End(true),
            '.' => {
                let mut set = Set::empty(false);
                if !self.flags.all_lines {
                    set.add(u32::from('\n'), u32::from('\n'));
                }
                Part::One(set.finish(true))
            }
            '(' => return self.group(),
            '[' => Part::One(self.set()?),
            '\\' => return self.escaped(),
            '*' | '+' | '?' => return self.fail("nothing to repeat"),
            one => Part::One(Set::of(one, self.flags.any_case)),
        })
    }

    fn repeated(&mut self, part: Part) -> Result<Part, Unreadable> {
        let Some((least, most)) = self.bounds() else { return Ok(part) };
        // Lazy or greedy, the same texts match.
        if !self.take("?") {
            self.take("+");
        }
        if least > most || (most > LONGEST && most != usize::MAX) {
            return self.fail("bounds that no text can keep");
        }
        if self.bounds().is_some() {
            return self.fail("a repetition of a repetition");
        }
        Ok(Part::Repeat { part: Box::new(part), least, most })
    }

    /// How often what comes before may be there, where that is said.
    fn bounds(&mut self) -> Option<(usize, usize)> {
        let bounds = match self.peek()? {
            '*' => (0, usize::MAX),
            '+' => (1, usize::MAX),
            '?' => (0, 1),
            '{' => self.braces()?,
            _ => return None,
        };
        self.at += 1;
        Some(bounds)
    }

    /// `{m}`, `{m,}`, `{,n}` or `{m,n}`, up to its last character; anything else in braces stands for itself.
    fn braces(&mut self) -> Option<(usize, usize)> {
        let rest = &self.chars[self.at + 1..];
        let length = rest.iter().take(16).position(|one| *one == '}')?;
        let inside: String = rest[..length].iter().collect();
        let bounds = match inside.split_once(',') {
            None => {
                let both = inside.parse().ok()?;
                (both, both)
            }
            Some(("", "")) => return None,
            Some(("", most)) => (0, most.parse().ok()?),
            Some((least, "")) => (least.parse().ok()?, usize::MAX),
            Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
        };
        self.at += length + 1;
        Some(bounds)
    }

    fn group(&mut self) -> Result<Part, Unreadable> {
        if self.depth == DEEPEST {
            return self.fail("groups that are nested too deep");
        }
        self.depth += 1;
        let flags = self.flags;
        let mut number = None;
        let mut look = None;
        if self.take("?=") {
            look = Some((true, true));
        } else if self.take("?!") {
            look = Some((true, false));
        } else if self.take("?<=") {
            look = Some((false, true));
        } else if self.take("?<!") {
            look = Some((false, false));
        } else if self.take("?P<") || self.take("?<") {
            while self.next().is_some_and(|one| one != '>') {}
            number = Some(self.groups.len());
        } else if self.take("?>") || self.take("?:") {
            // As it stands.
        } else if self.take("?") {
            let mut on = true;
            while let Some(one @ ('a'..='z' | '-')) = self.peek() {
                match one {
                    '-' => on = false,
                    'i' => self.flags.any_case = on,
                    's' => self.flags.all_lines = on,
                    'u' | 'x' | 'a' | 'L' => {}
                    _ => return self.fail("a flag that is not known"),
                }
                self.at += 1;
            }
            if self.take(")") {
                self.depth -= 1;
                return Ok(Part::All(Vec::new()));
            }
            if !self.take(":") {
                return self.fail("a group of an unknown kind");
            }
        } else {
            number = Some(self.groups.len());
        }
        if number.is_some() {
            self.groups.push(None);
        }
        let inside = self.either()?;
        self.flags = flags;
        if !self.take(")") {
            return self.fail("a `(` that nothing closes");
        }
        self.depth -= 1;
        Ok(match (look, number) {
            (Some((ahead, is)), _) => Part::Look { ahead, is, part: Box::new(inside) },
            (None, Some(number)) => {
                let inside = Arc::new(inside);
                self.groups[number] = Some(Arc::clone(&inside));
                Part::Group(inside)
            }
            (None, None) => inside,
        })
    }

    fn escaped(&mut self) -> Result<Part, Unreadable> {
        match self.peek() {
            Some(one @ ('A' | 'Z' | 'z' | 'b' | 'B')) => {
                self.at += 1;
                Ok(match one {
                    'A' => Part::Start,
                    'Z' | 'z' => Part::End(false),
                    _ => Part::Edge(one == 'b'),
                })
            }
            Some('1'..='9') => {
                let mut number = 0;
                while let Some(digit) = self.peek().and_then(|one| one.to_digit(10)).filter(|_| number < 100) {
                    number = number * 10 + digit as usize;
                    self.at += 1;
                }
                match self.groups.get(number - 1) {
                    Some(Some(part)) => Ok(Part::Group(Arc::clone(part))),
                    _ => self.fail("a reference to a group that is not there"),
                }
            }
            _ => {
                let mut set = Set::empty(self.flags.any_case);
                match self.escape()? {
                    Escape::One(code) => set.add(code, code),
                    Escape::Class(class, is) => set.add_class(class, is),
                    Escape::Ascii(true) => set.add(0, 127),
                    Escape::Ascii(false) => set.add(128, 0x10_FFFF),
                }
                Ok(Part::One(set.finish(false)))
            }
        }
    }

    /// After a backslash, inside a set or outside.
    fn escape(&mut self) -> Result<Escape, Unreadable> {
        let Some(one) = self.next() else { return self.fail("a `\\` that nothing follows") };
        let code = match one {
            'n' => 10,
            't' => 9,
            'r' => 13,
            'f' => 12,
            'v' => 11,
            'a' => 7,
            'b' => 8,
            '0' => 0,
            'x' => self.hexadecimal(2)?,
            'u' => self.hexadecimal(4)?,
            'U' => self.hexadecimal(8)?,
            'w' | 'd' | 's' | 'W' | 'D' | 'S' => {
                let name = one.to_ascii_lowercase().to_string();
                return match class::named(&name) {
                    Some(class) => Ok(Escape::Class(class, one.is_ascii_lowercase())),
                    None => self.fail("a class that is not known"),
                };
            }
            'p' | 'P' => return self.property(one == 'p'),
            _ => u32::from(one),
        };
        Ok(Escape::One(code))
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u32, Unreadable> {
        let mut code = 0;
        for _ in 0..digits {
            let Some(digit) = self.next().and_then(|one| one.to_digit(16)) else {
                return self.fail("a code that is not hexadecimal");
            };
            code = code * 16 + digit;
        }
        Ok(code)
    }

    /// `\p{Name}` or `\pN`.
    fn property(&mut self, is: bool) -> Result<Escape, Unreadable> {
        let mut name = String::new();
        match self.next() {
            Some('{') => {
                while let Some(one) = self.next().filter(|one| *one != '}') {
                    name.push(one);
                }
            }
            Some(one) => name.push(one),
            None => {}
        }
        let is = is != name.starts_with('^');
        let name = name.trim_start_matches('^').trim_start_matches("Is");
        if name == "ASCII" {
            return Ok(Escape::Ascii(is));
        }
        match class::named(name) {
            Some(class) => Ok(Escape::Class(class, is)),
            None => self.fail("a class that is not known"),
        }
    }

    /// After `[`, up to the `]`.
    fn set(&mut self) -> Result<Set, Unreadable> {
        let mut set = Set::empty(self.flags.any_case);
        let negated = self.take("^");
        let mut is_first = true;
        loop {
            let Some(one) = self.next() else { return self.fail("a `[` that nothing closes") };
            if one == ']' && !is_first {
                return Ok(set.finish(negated));
            }
            is_first = false;
            let low = match if one == '\\' { self.escape()? } else { Escape::One(u32::from(one)) } {
                Escape::One(code) => code,
                Escape::Class(class, is) => {
                    set.add_class(class, is);
                    continue;
                }
                Escape::Ascii(is) => {
                    if is {
                        set.add(0, 127)
                    } else {
                        set.add(128, 0x10_FFFF)
                    }
                    continue;
                }
            };
            // A `-` that ends the set, or that a class follows, stands for itself.
            if self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|after| *after != ']') {
                let before = self.at;
                self.at += 1;
                let next = self.next();
                let high = match next {
                    Some('\\') => self.escape()?,
                    Some(one) => Escape::One(u32::from(one)),
                    None => return self.fail("a `[` that nothing closes"),
                };
                match high {
                    Escape::One(high) if low <= high => {
                        set.add(low, high);
                        continue;
                    }
                    Escape::One(_) => return self.fail("a range whose ends are the wrong way round"),
                    _ => self.at = before,
                }
            }
            set.add(low, low);
        }
    }
}
