//! A text as YAML writes it.
//!
//! Owns quoting. What it writes is read alike by YAML 1.1 (Ansible) and 1.2.

use zeroize::Zeroizing;

use super::envelope::Envelope;

/// Spaces before the lines of a block, as `ansible-vault encrypt_string` has them.
const INDENT: usize = 10;

/// A value's text in the file: what stands on the name's line, and the lines below it.
#[derive(PartialEq, Eq)]
pub(super) struct Scalar {
    pub(super) head: Zeroizing<String>,
    /// Empty, or lines that each end with a line break.
    pub(super) block: Zeroizing<String>,
}

impl Scalar {
    /// An encrypted value; `indent` is that of the names.
    pub(super) fn sealed(envelope: &Envelope, indent: usize) -> Self {
        let block = indented(&envelope.text(), indent + INDENT);
        Self { head: Zeroizing::new("!vault |".to_owned()), block }
    }

    /// A value in the clear: text of several lines as a block where that is the same, all else in quotes.
    pub(super) fn plain(text: &str, indent: usize) -> Self {
        let lines = text.strip_suffix('\n').unwrap_or(text);
        // A block keeps its last line break, or by `-` has none; it says nothing of more, and of spaces at its start.
        let fits = lines.contains('\n')
            && !lines.starts_with([' ', '\n'])
            && !lines.ends_with('\n')
            && lines.chars().all(|letter| letter == '\n' || needs_no_escape(letter));
        if fits {
            let head = if text.ends_with('\n') { "|" } else { "|-" };
            return Self { head: Zeroizing::new(head.to_owned()), block: indented(lines, indent + 2) };
        }
        Self { head: quoted(text), block: Zeroizing::default() }
    }
}

fn indented(text: &str, by: usize) -> Zeroizing<String> {
    let mut lines = Zeroizing::new(String::with_capacity(text.len() + (text.lines().count() + 1) * (by + 1)));
    for line in text.split('\n') {
        // An empty line is empty in a block too.
        if !line.is_empty() {
            lines.extend(std::iter::repeat_n(' ', by));
            lines.push_str(line);
        }
        lines.push('\n');
    }
    lines
}

/// A name, in quotes where it would be read as something else without.
pub(super) fn name(text: &str) -> Zeroizing<String> {
    let word = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let plain = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') && text.chars().all(word);
    // What YAML 1.1 takes for true, false or nothing.
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    if plain && !words.contains(&text.to_lowercase().as_str()) {
        return Zeroizing::new(text.to_owned());
    }
    quoted(text)
}

/// A text in double quotes.
fn quoted(text: &str) -> Zeroizing<String> {
    use std::fmt::Write;
    // Room for the longest escape, so that no copy is left behind by growing.
    let mut out = Zeroizing::new(String::with_capacity(text.len() * 6 + 2));
    out.push('"');
    for letter in text.chars() {
        let _ = match letter {
            '"' | '\\' => write!(out, "\\{letter}"),
            '\n' => write!(out, "\\n"),
            '\t' => write!(out, "\\t"),
            '\r' => write!(out, "\\r"),
            _ if needs_no_escape(letter) => write!(out, "{letter}"),
            _ if (letter as u32) < 0x1_0000 => write!(out, "\\u{:04X}", letter as u32),
            _ => write!(out, "\\U{:08X}", letter as u32),
        };
    }
    out.push('"');
    out
}

fn needs_no_escape(letter: char) -> bool {
    matches!(letter, ' '..='~') || letter.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        let Scalar { head, block } = Scalar::plain(text, 0);
        if block.is_empty() { head.to_string() } else { format!("{}\n{}", *head, *block) }
    }

    #[test]
    fn a_text_is_quoted_or_a_block() {
        assert_eq!(plain("hunter22"), "\"hunter22\"");
        assert_eq!(plain("a\"b\\c\té\u{7f}\u{feff}😀"), "\"a\\\"b\\\\c\\té\\u007F\\uFEFF\\U0001F600\"");
        assert_eq!(plain("one\n\n  two\n"), "|\n  one\n\n    two\n");
        assert_eq!(plain("one\ntwo"), "|-\n  one\n  two\n");
        assert_eq!(plain(" one\ntwo"), "\" one\\ntwo\"");
        assert_eq!(plain("one\ntwo\n\n"), "\"one\\ntwo\\n\\n\"");
        assert_eq!(plain("one\r\ntwo"), "\"one\\r\\ntwo\"");
        assert_eq!(plain("one\n"), "\"one\\n\"");
    }

    #[test]
    fn a_name_is_quoted_where_it_must_be() {
        for (text, written) in [
            ("openweather_key", "openweather_key"),
            ("a.b-c", "a.b-c"),
            ("Yes", "\"Yes\""),
            ("1", "\"1\""),
            ("a b", "\"a b\""),
        ] {
            assert_eq!(*name(text), written);
        }
    }
}
