//! Placeholders in build commands.
//!
//! Owns their syntax and their quoting; must not know what the values are for.

use super::super::command::quote;
use super::super::{Error, ErrorKind};

/// What a placeholder stands for.
#[derive(Clone, Debug)]
pub(super) enum Filler {
    /// One word of the shell, whatever is in it.
    Word(String),
    /// Any number of words.
    Words(Vec<String>),
    /// A program that was looked for and not found: an error if it is used.
    Missing(&'static str),
}

impl Filler {
    /// As the value of an environment variable.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Words(words) => words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" "),
            Self::Missing(_) => String::new(),
        }
    }
}

/// Where in the shell's quoting a placeholder stands.
#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    None,
    Single,
    Double,
}

/// Puts values into a command, each quoted for where it stands. `${name}` is the shell's own and stays.
pub(super) fn fill(command: &str, fillers: &[(&'static str, Filler)]) -> Result<String, Error> {
    let mut filled = String::with_capacity(command.len());
    let mut quotes = Quotes::None;
    let mut rest = command;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '{' && !filled.ends_with('$') {
            if let Some((name, after)) = after.strip_prefix('{').and_then(name).filter(|(_, a)| a.starts_with("}}")) {
                filled.push_str(&format!("{{{name}}}"));
                rest = &after[2..];
                continue;
            }
            if let Some((name, after)) = name(after).filter(|(_, after)| after.starts_with('}')) {
                let (_, filler) =
                    fillers.iter().find(|(known, _)| *known == name).ok_or_else(|| unknown(name, fillers))?;
                filled.push_str(&quoted(filler, quotes)?);
                rest = &after[1..];
                continue;
            }
        }
        quotes = match (quotes, c) {
            (Quotes::None, '\'') => Quotes::Single,
            (Quotes::None, '"') => Quotes::Double,
            (Quotes::Single, '\'') | (Quotes::Double, '"') => Quotes::None,
            (same, _) => same,
        };
        filled.push(c);
        rest = after;
        if c == '\\'
            && quotes != Quotes::Single
            && let Some(escaped) = rest.chars().next()
        {
            filled.push(escaped);
            rest = &rest[escaped.len_utf8()..];
        }
    }
    Ok(filled)
}

/// Whether a command uses a placeholder, or its variable.
pub(super) fn mentions(command: &str, name: &str) -> bool {
    command.contains(&format!("{{{name}}}")) || command.contains(&variable(name))
}

/// The environment variable of a placeholder.
pub(super) fn variable(name: &str) -> String {
    format!("GORDON_{}", name.to_ascii_uppercase())
}

/// A placeholder's name at the start of a text, and what follows.
fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

fn unknown(name: &str, fillers: &[(&'static str, Filler)]) -> Error {
    let known: Vec<_> = fillers.iter().map(|(known, _)| format!("{{{known}}}")).collect();
    Error::new(ErrorKind::Placeholder { name: name.to_owned() })
        .hint_is(format!("there are {}; braces meant for the shell are doubled: {{{{{name}}}}}", known.join(", ")))
}

fn quoted(filler: &Filler, quotes: Quotes) -> Result<String, Error> {
    let escape = |text: &str, special: &[char]| {
        let mut escaped = String::new();
        for c in text.chars() {
            if special.contains(&c) {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    };
    let text = match (filler, quotes) {
        (Filler::Missing(tool), _) => {
            return Err(Error::tool(tool, format!("a build command uses it: install {tool}, or put it on PATH")));
        }
        (Filler::Word(word), Quotes::None) => return Ok(quote(word)),
        (words @ Filler::Words(_), Quotes::None) => return Ok(words.plain()),
        (filler, _) => filler.plain(),
    };
    Ok(match quotes {
        Quotes::Double => escape(&text, &['\\', '"', '$', '`']),
        _ => text.replace('\'', r"'\''"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fillers() -> Vec<(&'static str, Filler)> {
        vec![
            ("target", Filler::Word("/a b/it's $HOME".into())),
            ("plain", Filler::Word("/plain".into())),
            ("extra", Filler::Words(vec!["--one".into(), "two words".into()])),
            ("npm_path", Filler::Missing("npm")),
        ]
    }

    /// What the shell makes of it tells more than the text.
    fn shell(command: &str) -> String {
        let filled = fill(command, &fillers()).expect("it has known placeholders only");
        let output = std::process::Command::new("sh").arg("-c").arg(filled).output().expect("sh runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    #[test]
    fn a_word_stays_one_word_wherever_it_stands() {
        let whole = "[/a b/it's $HOME/x]";
        assert_eq!(shell("printf '[%s]' {target}/x"), whole);
        assert_eq!(shell("printf '[%s]' \"{target}/x\""), whole);
        assert_eq!(shell("printf '[%s]' '{target}/x'"), whole);
        assert_eq!(shell("printf '[%s]' {extra}"), "[--one][two words]");
        assert_eq!(shell("printf '[%s]' \\'{plain}"), "['/plain]");
    }

    #[test]
    fn the_shells_own_braces_stay() {
        assert_eq!(shell("plain=kept; printf %s ${plain}"), "kept");
        assert_eq!(shell("printf 'a b' | awk '{{print}}'"), "a b\n");
        assert_eq!(shell("f() { printf %s {plain}; }; f"), "/plain");
    }

    #[test]
    fn unknown_and_missing_are_errors() {
        let error = fill("x {traget}", &fillers()).expect_err("no such placeholder");
        assert!(matches!(error.kind(), ErrorKind::Placeholder { name } if name == "traget"));
        assert!(error.hint().is_some_and(|hint| hint.contains("{target}, {plain}")));
        let error = fill("{npm_path} ci", &fillers()).expect_err("npm is missing");
        assert!(matches!(error.kind(), ErrorKind::ToolMissing { tool } if tool == "npm"));
    }
}
