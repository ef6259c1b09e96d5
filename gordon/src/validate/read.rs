//! From a file's bytes to a tree.
//!
//! Owns what is text and what is not, how much is read, and whether it is YAML or JSON.

use super::finding::Finding;
use super::rules::{INVALID_ENCODING, INVALID_SYNTAX, TOO_COMPLEX};
use super::tree::{MOST_DEPTH, Position, Span, Tree};
use super::{json, yaml};

/// What is read of a template at most, in bytes: four times what CloudFormation takes.
pub(crate) const MOST_READ: usize = 4_000_000;

/// How much of a template may come of its text: values, and with them the text that aliases repeat.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

/// In values; a value of more text counts as several.
const MOST_VALUES: usize = 600_000;
const TEXT_OF_ONE_VALUE: usize = 32;

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: MOST_VALUES }
    }

    /// Takes the cost of a value with so many bytes of text.
    pub(super) fn take(&mut self, text: usize, at: Span) -> Result<(), Box<Finding>> {
        let cost = 1 + text / TEXT_OF_ONE_VALUE;
        match self.left.checked_sub(cost) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                let mut finding = Finding::refusal(&TOO_COMPLEX, Some(at), "the template has too many values");
                finding.help("aliases that repeat aliases grow fast: write out what is needed");
                Err(finding)
            }
        }
    }
}

/// Reads a template: a tree, or why it is none; and what was wrong with its text all the same.
pub(super) fn read(bytes: &[u8]) -> (Option<Tree>, Vec<Finding>) {
    let text = match decode(bytes) {
        Ok(text) => text,
        Err(finding) => return (None, vec![*finding]),
    };
    // JSON is nearly YAML, and its own mistakes are told better in its own words.
    if text.trim_start().starts_with('{') {
        match json::read(text) {
            Ok((tree, findings)) => return (Some(tree), findings),
            Err(wrong) => {
                return match yaml::read(text) {
                    Ok((tree, findings)) if looks_like_yaml(text) => (Some(tree), findings),
                    _ => (None, vec![*wrong]),
                };
            }
        }
    }
    match yaml::read(text) {
        Ok((tree, findings)) => (Some(tree), findings),
        Err(finding) => (None, vec![*finding]),
    }
}

/// Whether what begins with a brace is YAML on purpose: with tags, comments or keys without quotes.
fn looks_like_yaml(text: &str) -> bool {
    let inner = text.trim_start().trim_start_matches('{').trim_start();
    !inner.starts_with('"') || text.contains(": !") || text.contains("#")
}

/// The text of a file.
fn decode(bytes: &[u8]) -> Result<&str, Box<Finding>> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || is_wide(bytes) {
        let mut finding = Finding::refusal(&INVALID_ENCODING, Some(point(1, 1)), "the file is in UTF-16 or UTF-32");
        finding.help("save it as UTF-8");
        return Err(finding);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = &bytes[..error.valid_up_to()];
        let at = position(std::str::from_utf8(good).unwrap_or_default());
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        let message = format!("the file is not UTF-8: there is the byte 0x{byte:02X}");
        let mut finding = Finding::refusal(&INVALID_ENCODING, Some(Span { start: at, end: at }), message);
        finding.help("save it as UTF-8; it may be in Latin-1, or no text at all");
        finding
    })?;
    let control = |letter: char| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{85}');
    if let Some((at, letter)) = text.char_indices().find(|(_, letter)| control(*letter)) {
        let at = position(&text[..at]);
        let message = format!("the file has the control character U+{:04X}", u32::from(letter));
        let mut finding = Finding::refusal(&INVALID_ENCODING, Some(Span { start: at, end: at }), message);
        finding.help("remove it, or write it as an escape in quotes");
        return Err(finding);
    }
    if text.trim().is_empty() {
        let mut finding = Finding::refusal(&INVALID_SYNTAX, Some(point(1, 1)), "the file is empty");
        finding.help("a template has at least `Resources` with one resource");
        return Err(finding);
    }
    Ok(text)
}

/// UTF-16 or UTF-32 without a mark: every other byte of ASCII is zero.
fn is_wide(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0, 1..=127, 0, ..] | [1..=127, 0, 1..=127, 0, ..] | [0, 0, 0, 1..=127, ..] | [1..=127, 0, 0, 0, ..]
    )
}

/// The position after a text.
fn position(text: &str) -> Position {
    let line = text.matches('\n').count();
    let last = text.rsplit('\n').next().unwrap_or_default();
    Position { line: small(line + 1), column: small(last.chars().count() + 1) }
}

pub(super) fn point(line: u32, column: u32) -> Span {
    let at = Position { line, column };
    Span { start: at, end: at }
}

/// Lines and columns are of files of at most [`MOST_READ`] bytes.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// What nests deeper than anybody reads.
pub(super) fn too_deep(at: Span) -> Box<Finding> {
    let mut finding = Finding::refusal(&TOO_COMPLEX, Some(at), format!("values nest deeper than {MOST_DEPTH} levels"));
    finding.help("templates nest some ten levels deep");
    finding
}
