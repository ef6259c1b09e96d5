//! JSON as a tree with positions.
//!
//! Owns the syntax of JSON (RFC 8259). Reads with a stack of its own, so that nesting costs no stack of the program.

use std::collections::HashMap;

use super::finding::Finding;
use super::read::{Budget, small, too_deep};
use super::rules::{DUPLICATE_KEY, INVALID_SYNTAX};
use super::tree::{Data, Key, MOST_DEPTH, Position, Span, Tree};

/// Reads a text.
pub(super) fn read(text: &str) -> Result<(Tree, Vec<Finding>), Box<Finding>> {
    let mut reader = Reader { text, at: 0, line: 1, line_start: 0, budget: Budget::new() };
    let mut findings = Vec::new();
    let tree = reader.value(&mut findings)?;
    reader.space();
    match reader.peek() {
        None => Ok((tree, findings)),
        Some(letter) => Err(reader.wrong(&format!("here is `{letter}` after the end of the template"))),
    }
}

struct Reader<'s> {
    text: &'s str,
    /// In bytes.
    at: usize,
    line: u32,
    /// Where the line begins, in bytes.
    line_start: usize,
    budget: Budget,
}

/// A list or an object that has begun.
enum Open {
    List(Position, Vec<Tree>),
    Object(Position, Vec<(Key, Tree)>, Option<Key>),
}

impl Reader<'_> {
    fn value(&mut self, findings: &mut Vec<Finding>) -> Result<Tree, Box<Finding>> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            self.space();
            let start = self.position();
            // A value begins here, or one ends.
            let mut done = match self.peek() {
                Some('{') => {
                    self.bump();
                    open.push(Open::Object(start, Vec::new(), None));
                    None
                }
                Some('[') => {
                    self.bump();
                    open.push(Open::List(start, Vec::new()));
                    None
                }
                _ => Some(self.scalar(start)?),
            };
            if open.len() > MOST_DEPTH {
                return Err(too_deep(Span { start, end: start }));
            }
            // Puts what is done where it belongs, until another value must come.
            loop {
                let fresh = done.is_none();
                if let Some(tree) = done.take() {
                    self.budget.take(tree.text().map_or(0, str::len), tree.span)?;
                    match open.last_mut() {
                        None => return Ok(tree),
                        Some(Open::List(_, items)) => items.push(tree),
                        Some(Open::Object(_, entries, key)) => entries.extend(key.take().map(|key| (key, tree))),
                    }
                }
                self.space();
                let closing = match open.last() {
                    Some(Open::List(..)) => ']',
                    _ => '}',
                };
                let next = self.peek();
                if next == Some(closing) {
                    self.bump();
                    done = self.closed(open.pop(), findings);
                    continue;
                }
                if !fresh {
                    if next != Some(',') {
                        return Err(self.expected(&format!("`,` or `{closing}`")));
                    }
                    self.bump();
                    self.space();
                    if self.peek() == Some(closing) {
                        return Err(self.wrong(&format!("there is a comma before `{closing}`")));
                    }
                }
                if let Some(Open::Object(_, _, key)) = open.last_mut() {
                    let start = self.position();
                    if self.peek() != Some('"') {
                        return Err(self.expected("a key in double quotes"));
                    }
                    let name = self.string()?;
                    *key = Some(Key { name, span: Span { start, end: self.position() } });
                    self.space();
                    if self.peek() != Some(':') {
                        return Err(self.expected("`:`"));
                    }
                    self.bump();
                }
                break;
            }
        }
    }

    fn closed(&self, open: Option<Open>, findings: &mut Vec<Finding>) -> Option<Tree> {
        let end = self.position();
        Some(match open? {
            Open::List(start, items) => Tree::new(Span { start, end }, Data::List(items)),
            Open::Object(start, entries, _) => Tree::object(Span { start, end }, unique(entries, findings)),
        })
    }

    fn scalar(&mut self, start: Position) -> Result<Tree, Box<Finding>> {
        let data = match self.peek() {
            Some('"') => Data::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some('t' | 'f' | 'n') => {
                let word: String = self.rest().chars().take_while(char::is_ascii_alphabetic).collect();
                let data = match word.as_str() {
                    "true" => Data::Bool(true),
                    "false" => Data::Bool(false),
                    "null" => Data::Null,
                    _ => return Err(self.wrong(&format!("`{word}` is no value: texts are in double quotes"))),
                };
                self.at += word.len();
                data
            }
            _ => return Err(self.expected("a value")),
        };
        Ok(Tree::new(Span { start, end: self.position() }, data))
    }

    fn number(&mut self) -> Result<Data, Box<Finding>> {
        let length = self
            .rest()
            .find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'))
            .unwrap_or(self.rest().len());
        let word = &self.rest()[..length];
        let digits = word.strip_prefix('-').unwrap_or(word);
        let leading = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
        let bare = digits.starts_with('.') || digits.ends_with('.') || digits.contains(".e") || digits.contains(".E");
        let data = match (word.parse::<i64>(), word.parse::<f64>()) {
            _ if leading || bare => None,
            (Ok(integer), _) => Some(Data::Integer(integer)),
            (_, Ok(number)) => Some(Data::Number(number)),
            _ => None,
        };
        let data = data.ok_or_else(|| self.wrong(&format!("`{word}` is not a number")))?;
        self.at += length;
        Ok(data)
    }

    /// A text in quotes, which the reader is at.
    fn string(&mut self) -> Result<String, Box<Finding>> {
        let mut out = String::new();
        self.bump();
        loop {
            let plain = self
                .rest()
                .find(['"', '\\', '\n'])
                .ok_or_else(|| self.wrong("the text has no end: a `\"` is missing"))?;
            out.push_str(&self.rest()[..plain]);
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.bump();
                    return Ok(out);
                }
                Some('\\') => self.escape(&mut out)?,
                _ => return Err(self.wrong("a text ends on its own line: write a new line as `\\n`")),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Box<Finding>> {
        let mut letters = self.rest().chars().skip(1);
        let letter = match letters.next() {
            Some(letter @ ('"' | '\\' | '/')) => letter,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let first = self.hex(2)?;
                let (code, length) = match first {
                    0xD800..=0xDBFF if self.rest()[6..].starts_with("\\u") => {
                        let second = self.hex(8)?;
                        if !(0xDC00..=0xDFFF).contains(&second) {
                            return Err(self.wrong("half of a character: a second `\\u` must follow"));
                        }
                        (0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00), 12)
                    }
                    first => (first, 6),
                };
                let letter = char::from_u32(code)
                    .ok_or_else(|| self.wrong("half of a character: a second `\\u` must follow"))?;
                out.push(letter);
                self.at += length;
                return Ok(());
            }
            _ => return Err(self.wrong("there is no such escape; a backslash is `\\\\`")),
        };
        out.push(letter);
        self.at += 2;
        Ok(())
    }

    /// The four digits that are so many bytes from here.
    fn hex(&self, from: usize) -> Result<u32, Box<Finding>> {
        let digits =
            self.rest().get(from..from + 4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.wrong("after `\\u` come four hexadecimal digits"))
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes over one character of ASCII.
    fn bump(&mut self) {
        self.at += 1;
    }

    fn space(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.line_start = self.at;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                _ => break,
            }
        }
    }

    fn position(&self) -> Position {
        Position { line: self.line, column: small(self.text[self.line_start..self.at].chars().count() + 1) }
    }

    fn wrong(&self, what: &str) -> Box<Finding> {
        let at = self.position();
        Finding::refusal(&INVALID_SYNTAX, Some(Span { start: at, end: at }), format!("not JSON: {what}"))
    }

    fn expected(&self, what: &str) -> Box<Finding> {
        match self.peek() {
            Some(letter) => self.wrong(&format!("here must be {what}, and not `{}`", letter.escape_debug())),
            None => self.wrong(&format!("the text ends where {what} must be")),
        }
    }
}

/// The entries without those whose key was there before; each of these is a finding.
pub(super) fn unique(entries: Vec<(Key, Tree)>, findings: &mut Vec<Finding>) -> Vec<(Key, Tree)> {
    let mut seen: HashMap<String, Span> = HashMap::with_capacity(entries.len());
    let mut unique = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match seen.get(&key.name) {
            Some(first) => {
                let mut finding =
                    Finding::of_text(&DUPLICATE_KEY, Some(key.span), format!("the key `{}` is there twice", key.name));
                finding.related(*first, "the first").help("remove or rename one: only one of them counts");
                findings.push(finding);
            }
            None => {
                seen.insert(key.name.clone(), key.span);
                unique.push((key, value));
            }
        }
    }
    unique
}
