//! The setters of triggers, by name, as their sources have them.
//!
//! Owns how sources are read: rustc lists no methods, and most setters come from macros. Must know each macro that makes
//! any, and stops at one that it does not know.

use std::collections::BTreeSet;
use std::fs;
use std::iter::Peekable;
use std::path::Path;
use std::str::Chars;

/// Macros of the folder that make no setters.
const OTHERS: &[&str] = &["events", "methods", "services", "skill", "triggers", "tried", "types"];
/// Those that do.
const MAKERS: &[&str] = &["accesses", "entries", "kafka_setters", "rule_setters", "setter", "setters"];

/// `Builder::setter`, for each method that takes a builder and gives it back.
pub(super) fn setters() -> BTreeSet<String> {
    let mut scan = Scan::default();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/describe/trigger"), &mut scan);
    let mut found = BTreeSet::new();
    for (owner, name) in &scan.names {
        scan.builders(owner, &mut |builder| {
            found.insert(format!("{builder}::{name}"));
        });
    }
    found
}

fn read(folder: &Path, scan: &mut Scan) {
    for entry in fs::read_dir(folder).expect("the triggers").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            read(&entry, scan);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let source = fs::read_to_string(entry).expect("a source");
            scan.walk(&tokens(&mut source.chars().peekable()), "");
        }
    }
}

#[derive(Default)]
struct Scan {
    /// An owner, which is a builder, `macro!` or `macro!arm`, and a setter's name.
    names: Vec<(String, String)>,
    /// An owner, and the `macro!` or `macro!arm` that gives it setters.
    uses: Vec<(String, String)>,
}

impl Scan {
    /// The builders that have what an owner has.
    fn builders(&self, owner: &str, found: &mut dyn FnMut(&str)) {
        if owner.contains('!') {
            self.uses.iter().filter(|(_, gives)| gives == owner).for_each(|(user, _)| self.builders(user, found));
        } else {
            found(owner);
        }
    }

    fn walk(&mut self, tokens: &[Token], owner: &str) {
        use Token::{Group, Mark, Word};
        for (at, token) in tokens.iter().enumerate() {
            match (token, &tokens[at + 1..]) {
                (Word(word), [Word(builder), Group(inner), ..]) if word == "impl" => self.walk(inner, builder),
                (Word(word), [Mark('$'), Word(_), Group(inner), ..]) if word == "impl" => self.walk(inner, owner),
                (Word(word), [Mark('!'), Word(name), Group(inner), ..]) if word == "macro_rules" => {
                    let known = OTHERS.iter().chain(MAKERS).any(|known| known == name);
                    assert!(known, "does the macro `{name}` make setters? this file has to know");
                    self.arms(inner, name);
                }
                (Word(name), [Mark('!'), Group(inner), ..]) => self.invoked(name, inner, owner),
                (Word(word), [Word(function), Word(name), rest @ ..]) if word == "pub" && function == "fn" => {
                    self.method(name, rest, owner);
                }
                _ => {}
            }
        }
    }

    /// The definition of a macro: an arm whose pattern is one word has that for a name.
    fn arms(&mut self, tokens: &[Token], name: &str) {
        for arm in tokens.windows(4) {
            if let [Token::Group(pattern), Token::Mark('='), Token::Mark('>'), Token::Group(inner)] = arm {
                match &pattern[..] {
                    [Token::Word(word)] => self.walk(inner, &format!("{name}!{word}")),
                    _ => self.walk(inner, &format!("{name}!")),
                }
            }
        }
    }

    fn invoked(&mut self, name: &str, tokens: &[Token], owner: &str) {
        use Token::{Group, Mark, Word};
        match (name, tokens) {
            ("rule_setters" | "kafka_setters", [Word(builder), ..]) => {
                self.uses.push((builder.clone(), format!("{name}!")));
            }
            // `secret`, or `literal`.
            ("accesses", [Word(_), ..]) => {
                let lines = tokens.split(|token| *token == Mark(';'));
                let names =
                    lines.filter_map(|line| if let [Word(name), Word(_), ..] = line { Some(name) } else { None });
                self.names.extend(names.map(|name| ("Kafka".to_owned(), name.clone())));
            }
            ("setters", [Mark('$'), Word(_), Mark(':'), shared @ ..]) => self.shared(shared, owner),
            ("setters" | "entries", [Word(_), Mark(':'), declared @ ..])
                if declared.iter().any(|token| matches!(token, Group(_))) =>
            {
                for line in declared.windows(4) {
                    if let [Word(name), Group(_), Mark('='), Mark('>')] = line {
                        self.names.push((owner.to_owned(), name.clone()));
                    }
                }
            }
            ("setters", [Word(builder), Mark(':'), shared @ ..]) => self.shared(shared, builder),
            _ => {}
        }
    }

    fn shared(&mut self, names: &[Token], owner: &str) {
        for name in names {
            if let Token::Word(name) = name {
                self.uses.push((owner.to_owned(), format!("setter!{name}")));
            }
        }
    }

    fn method(&mut self, name: &str, rest: &[Token], owner: &str) {
        use Token::{Group, Mark, Word};
        let Some(at) = rest.iter().position(|token| matches!(token, Group(_))) else { return };
        let takes = |inner: &[Token]| inner.iter().take(2).any(|token| *token == Word("self".to_owned()));
        if let [Group(inner), Mark('-'), Mark('>'), Word(given), ..] = &rest[at..]
            && takes(inner)
            && given == "Self"
        {
            self.names.push((owner.to_owned(), name.to_owned()));
        }
    }
}

#[derive(PartialEq)]
enum Token {
    Word(String),
    Mark(char),
    /// What stands in brackets of any kind.
    Group(Vec<Token>),
}

/// Tokens up to the bracket that closes; comments and literals are left out.
fn tokens(chars: &mut Peekable<Chars<'_>>) -> Vec<Token> {
    let mut found = Vec::new();
    while let Some(next) = chars.next() {
        match next {
            ')' | ']' | '}' => break,
            '(' | '[' | '{' => found.push(Token::Group(tokens(chars))),
            '/' if chars.peek() == Some(&'/') => {
                let _ = chars.find(|end| *end == '\n');
            }
            '"' => text(chars),
            '\'' => quoted(chars),
            word if word.is_alphanumeric() || word == '_' => {
                let mut word = String::from(word);
                while let Some(more) = chars.next_if(|more| more.is_alphanumeric() || *more == '_') {
                    word.push(more);
                }
                if word == "r" && chars.next_if_eq(&'#').is_some() {
                    // `r#"…"#`: one `#` is all that the sources have.
                    let mut last = ' ';
                    while let Some(end) = chars.next().filter(|end| !(last == '"' && *end == '#')) {
                        last = end;
                    }
                } else {
                    found.push(Token::Word(word));
                }
            }
            space if space.is_whitespace() => {}
            mark => found.push(Token::Mark(mark)),
        }
    }
    found
}

/// The rest of a text.
fn text(chars: &mut Peekable<Chars<'_>>) {
    while let Some(next) = chars.next().filter(|next| *next != '"') {
        if next == '\\' {
            chars.next();
        }
    }
}

/// A letter in single quotes, or a lifetime.
fn quoted(chars: &mut Peekable<Chars<'_>>) {
    let mut ahead = chars.clone();
    let first = ahead.next();
    if first == Some('\\') || ahead.next() == Some('\'') {
        if first == Some('\\') {
            chars.next();
        }
        chars.next();
        let _ = chars.find(|end| *end == '\'');
    }
}
