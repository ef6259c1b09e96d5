//! The YAML of a vault: names with values, where each stands in the text, and the text with other values in it.
//!
//! Owns reading and rewriting; comments, order and all else of the text stay as they are. Must not know passwords. The
//! parser copies parts of the text on its way, which nobody can overwrite; what is kept here is overwritten.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use zeroize::Zeroizing;

use super::envelope::Envelope;
use super::scalar::{self, Scalar};

/// A mapping of names to values.
#[derive(Clone, Default)]
pub(crate) struct Document {
    text: Zeroizing<String>,
    pub(crate) entries: Vec<Entry>,
    /// Spaces before the names.
    pub(super) indent: usize,
    /// Whether it is in braces.
    flow: bool,
}

/// A name with its value.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) content: Content,
    /// The name's line, from 1.
    pub(crate) line: usize,
    /// The bytes of the value, with its tag and, of a block, its first line.
    range: Range<usize>,
    is_block: bool,
}

/// What a value is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// An encrypted text.
    Sealed(String),
    /// A text in the clear.
    Text(Zeroizing<String>),
    /// Nothing yet.
    Nothing,
    /// No text: what it is instead.
    Other(&'static str),
}

/// Why a text is no vault's: the line and column, from 1, and a sentence without any of the text.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.iter().map(|entry| &entry.name)).finish()
    }
}

impl Document {
    /// Reads a text.
    pub(crate) fn parse(text: Zeroizing<String>) -> Result<Self, Mistake> {
        let mut reader = Reader::new(&text);
        for event in Parser::new_from_str(&text) {
            let (event, span) = event.map_err(|error| Mistake {
                line: error.marker().line(),
                column: error.marker().col() + 1,
                message: error.info().to_owned(),
            })?;
            reader.event(event, span)?;
        }
        let Reader { entries, indent, flow, .. } = reader;
        Ok(Self { entries, indent, flow, text })
    }

    pub(crate) fn text(&self) -> &Zeroizing<String> {
        &self.text
    }

    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// A value as it stands in the text, without its comment.
    pub(super) fn scalar(&self, entry: &Entry) -> Scalar {
        let source = &self.text[entry.range.clone()];
        let (head, block) = match source.split_once('\n') {
            Some((head, lines)) if entry.is_block => (&head[..comment(head)], format!("{}\n", lines.trim_end())),
            _ => (source, String::new()),
        };
        Scalar { head: Zeroizing::new(head.trim_end().to_owned()), block: Zeroizing::new(block) }
    }

    /// The same document with other values; `None` where the result would be more or less than that.
    pub(super) fn rewritten(&self, mut values: Vec<(&Entry, Scalar)>) -> Option<Self> {
        values.sort_by_key(|(entry, _)| entry.range.start);
        let more: usize = values.iter().map(|(_, value)| value.head.len() + value.block.len() + 2).sum();
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() + more));
        let mut from = 0;
        for (entry, value) in &values {
            let Range { start, end } = entry.range;
            let (comment, rest) = if entry.is_block {
                let head = self.text[start..end].lines().next().unwrap_or_default();
                (&head[comment(head)..], end)
            } else {
                let line = self.text[end..].split('\n').next().unwrap_or_default();
                (line.trim_end(), end + line.len())
            };
            text.push_str(self.text.get(from..start)?);
            if text.ends_with(':') {
                text.push(' ');
            }
            text.push_str(&value.head);
            text.push_str(comment);
            if let Some(block) = value.block.strip_suffix('\n') {
                text.push('\n');
                text.push_str(block);
            }
            from = rest;
        }
        text.push_str(self.text.get(from..)?);
        let made = Self::parse(text).ok()?;
        let same = made.entries.len() == self.entries.len()
            && made.entries.iter().zip(&self.entries).all(|(made, old)| {
                let is_other = || values.iter().any(|(entry, _)| entry.name == old.name);
                made.name == old.name && (made.content == old.content || is_other())
            });
        same.then_some(made)
    }

    /// The same document with another name at its end; `None` where the result would be another than that.
    pub(super) fn extended(&self, name: &str, value: &Scalar) -> Option<Self> {
        let key = scalar::name(name);
        let more = self.indent + key.len() + value.head.len() + value.block.len() + 8;
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() + more));
        text.push_str(&self.text);
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.extend(std::iter::repeat_n(' ', self.indent));
        for part in [&**key, ": ", &value.head, "\n", &value.block] {
            text.push_str(part);
        }
        let made = Self::parse(text).ok()?;
        let (last, before) = made.entries.split_last()?;
        let same = before.len() == self.entries.len()
            && before.iter().zip(&self.entries).all(|(made, old)| made.name == old.name && made.content == old.content);
        (same && last.name == name).then_some(made)
    }

    /// Whether names can be added and changed: in braces there is no room for an encrypted text.
    pub(super) fn is_flow(&self) -> bool {
        self.flow
    }
}

/// Where the comment of a block's first line begins, with the space before it; the line's end where there is none.
fn comment(head: &str) -> usize {
    let at = head.find(" #").or_else(|| head.find("\t#")).unwrap_or(head.len());
    head[..at].trim_end().len()
}

/// Makes entries of the parser's events.
struct Reader<'a> {
    text: &'a str,
    /// The byte of each character, and the end.
    bytes: Vec<usize>,
    depth: usize,
    documents: usize,
    key: Option<(String, Span)>,
    /// Where a list or mapping that is a value began.
    inner: Option<(Span, &'static str)>,
    anchors: HashMap<usize, Content>,
    entries: Vec<Entry>,
    indent: usize,
    flow: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self {
            text,
            bytes,
            depth: 0,
            documents: 0,
            key: None,
            inner: None,
            anchors: HashMap::new(),
            entries: Vec::new(),
            indent: 0,
            flow: false,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Mistake> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(mistake(span, "a vault is one YAML document, and this is a second"));
                }
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let is_mapping = matches!(event, Event::MappingStart(..));
                match (self.depth, &self.key) {
                    (0, _) if is_mapping => {
                        self.flow = !span.is_empty();
                        self.indent = span.start.col();
                    }
                    (1, None) => return Err(mistake(span, "a name is text")),
                    (1, Some(_)) => self.inner = Some((span, if is_mapping { "a mapping" } else { "a list" })),
                    (0, _) => return Err(not_a_mapping(span)),
                    _ => {}
                }
                self.depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.depth -= 1;
                if self.depth == 1
                    && let Some((begin, what)) = self.inner.take()
                {
                    self.value(Content::Other(what), Span::new(begin.start, span.end), false)?;
                }
            }
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), span)?,
            Event::Alias(anchor) if self.depth == 1 => {
                let content = self.anchors.get(&anchor).cloned();
                self.value(content.unwrap_or(Content::Other("an alias of a list or a mapping")), span, false)?;
            }
            Event::Alias(_) if self.depth == 0 => return Err(not_a_mapping(span)),
            _ => {}
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Mistake> {
        let text = Zeroizing::new(text.into_owned());
        let is_nothing = style == ScalarStyle::Plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
        match (self.depth, &self.key) {
            // A file of nothing but comments.
            (0, _) if is_nothing => Ok(()),
            (0, _) => Err(not_a_mapping(span)),
            (1, None) => {
                if style == ScalarStyle::Plain && *text == "<<" {
                    return Err(mistake(span, "merge keys (`<<`) are not read in a vault: write the names out"));
                }
                if text.is_empty() {
                    return Err(mistake(span, "a name is missing before the colon"));
                }
                if let Some(first) = self.entries.iter().find(|entry| entry.name == *text) {
                    let message = format!("`{}` is there twice, first in line {}", *text, first.line);
                    return Err(mistake(span, message));
                }
                self.key = Some((text.to_string(), span));
                Ok(())
            }
            (1, Some(_)) => {
                let is_vault = tag
                    .is_some_and(|tag| tag.handle == "!" && matches!(tag.suffix.as_str(), "vault" | "vault-encrypted"));
                let content = match is_nothing && tag.is_none() {
                    true => Content::Nothing,
                    // Encrypted is what looks like it: nobody wants that text for a secret.
                    false if is_vault || Envelope::is_one(&text) => Content::Sealed(text.to_string()),
                    false => Content::Text(text),
                };
                if anchor > 0 {
                    self.anchors.insert(anchor, content.clone());
                }
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                self.value(content, self.closed(span, style), is_block)
            }
            _ => Ok(()),
        }
    }

    fn value(&mut self, content: Content, span: Span, is_block: bool) -> Result<(), Mistake> {
        let Some((name, key)) = self.key.take() else { return Err(mistake(span, "a name is text")) };
        let mut range = self.byte(span.start.index())..self.byte(span.end.index());
        let after_key = self.after_colon(self.byte(key.end.index()));
        if is_block && !matches!(self.text.as_bytes().get(range.start), Some(b'!' | b'&')) {
            // Without a tag, the parser's block begins below its first line.
            range.start = after_key;
        }
        if is_block || matches!(content, Content::Other(_)) {
            // Empty lines and comments below belong to nobody.
            range.end = range.start + self.text[range.clone()].trim_end().len();
        }
        if range.is_empty() {
            // The parser has nothing stand before the colon.
            let colon = self.text[self.byte(key.end.index())..].find(':').map_or(0, |at| at + 1);
            range = self.byte(key.end.index()) + colon..self.byte(key.end.index()) + colon;
        }
        self.entries.push(Entry { name, content, line: key.start.line(), range, is_block });
        Ok(())
    }

    /// The span of a value in quotes without the spaces and the comment behind it, which the parser counts in.
    fn closed(&self, span: Span, style: ScalarStyle) -> Span {
        let (quote, escape) = match style {
            ScalarStyle::DoubleQuoted => ('"', '\\'),
            // A quote in it is written twice.
            ScalarStyle::SingleQuoted => ('\'', '\''),
            _ => return span,
        };
        let mut letters = self.text[self.byte(span.start.index())..].chars().enumerate().peekable();
        // A tag or an anchor before it holds no quote.
        letters.by_ref().find(|(_, letter)| *letter == quote);
        while let Some((at, letter)) = letters.next() {
            let is_escaped =
                letter == escape && (escape != quote || letters.peek().is_some_and(|(_, next)| *next == quote));
            if is_escaped {
                letters.next();
            } else if letter == quote {
                return Span::new(span.start, Marker::new(span.start.index() + at + 1, 0, 0));
            }
        }
        span
    }

    fn byte(&self, character: usize) -> usize {
        self.bytes.get(character).copied().unwrap_or(self.text.len())
    }

    /// Where a value begins whose name ends at `from`: behind the colon, spaces and comments.
    fn after_colon(&self, from: usize) -> usize {
        let mut rest = self.text[from..].trim_start();
        rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
        while rest.starts_with('#') {
            rest = rest.find('\n').map_or("", |end| rest[end..].trim_start());
        }
        self.text.len() - rest.len()
    }
}

fn mistake(span: Span, message: impl Into<String>) -> Mistake {
    Mistake { line: span.start.line(), column: span.start.col() + 1, message: message.into() }
}

fn not_a_mapping(span: Span) -> Mistake {
    mistake(span, "a vault is a mapping: a name, a colon and a value in each line")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Document {
        Document::parse(Zeroizing::new(text.to_owned())).unwrap_or_else(|mistake| panic!("{mistake:?}: {text}"))
    }

    fn contents(document: &Document) -> Vec<(&str, String)> {
        let words = |content: &Content| match content {
            Content::Sealed(text) => format!("sealed {text:?}"),
            Content::Text(text) => format!("text {:?}", **text),
            Content::Nothing => "nothing".to_owned(),
            Content::Other(what) => (*what).to_owned(),
        };
        document.entries.iter().map(|entry| (entry.name.as_str(), words(&entry.content))).collect()
    }

    const ALL: &str = "# top\n\na: !vault |  # note\n  l1\n  l2\n\n# about b\nb: plain words # x\nc: 'quo''ted' # it''s\nd:\n  # why\n  !vault |\n    l1\n\n? e\n: !!str \"a\\t\\\"b\" # \"e\"\nf: &f !!str 5\ng: *f\nh:\ni:  # later\nj: {x: 1}\nk:\n  - 1\n\"l l\": |-\n    z # no comment\n    y\nm: >+\n  folded\n  text\n\n# end\n";

    #[test]
    fn every_way_to_write_a_value_is_read() {
        let document = parse(ALL);
        let expected = [
            ("a", "sealed \"l1\\nl2\\n\""),
            ("b", "text \"plain words\""),
            ("c", "text \"quo'ted\""),
            ("d", "sealed \"l1\\n\""),
            ("e", "text \"a\\t\\\"b\""),
            ("f", "text \"5\""),
            ("g", "text \"5\""),
            ("h", "nothing"),
            ("i", "nothing"),
            ("j", "a mapping"),
            ("k", "a list"),
            ("l l", "text \"z # no comment\\ny\""),
            ("m", "text \"folded text\\n\\n\""),
        ];
        assert_eq!(contents(&document), expected.map(|(name, words)| (name, words.to_owned())));
        assert_eq!(document.entry("b").unwrap().line, 8);
    }

    #[test]
    fn any_one_value_is_changed_and_all_else_stays() {
        let document = parse(ALL);
        let block =
            || Scalar { head: Zeroizing::new("!vault |".to_owned()), block: Zeroizing::new("      new\n".to_owned()) };
        for (entry, old, new) in [
            ("a", "a: !vault |  # note\n  l1\n  l2\n", "a: !vault |  # note\n      new\n"),
            ("b", "b: plain words # x\n", "b: !vault | # x\n      new\n"),
            ("c", "c: 'quo''ted' # it''s\n", "c: !vault | # it''s\n      new\n"),
            ("d", "  # why\n  !vault |\n    l1\n", "  # why\n  !vault |\n      new\n"),
            ("e", ": !!str \"a\\t\\\"b\" # \"e\"\n", ": !vault | # \"e\"\n      new\n"),
            ("g", "g: *f\n", "g: !vault |\n      new\n"),
            ("h", "h:\n", "h: !vault |\n      new\n"),
            ("i", "i:  # later\n", "i: !vault |  # later\n      new\n"),
            ("l l", "|-\n    z # no comment\n    y\n", "!vault |\n      new\n"),
            ("m", "m: >+\n  folded\n  text\n", "m: !vault |\n      new\n"),
        ] {
            let made = document.rewritten(vec![(document.entry(entry).unwrap(), block())]);
            let made = made.unwrap_or_else(|| panic!("{entry}"));
            assert_eq!(**made.text(), ALL.replace(old, new), "{entry}");
            assert!(made.entry(entry).unwrap().content == Content::Sealed("new\n".to_owned()), "{entry}");
            // And back, in the clear.
            let plain = made.rewritten(vec![(made.entry(entry).unwrap(), Scalar::plain("in the clear", 0))]).unwrap();
            assert!(plain.entry(entry).unwrap().content == Content::Text(Zeroizing::new("in the clear".to_owned())));
        }
        // An alias would lose what it stands for.
        assert!(document.rewritten(vec![(document.entry("f").unwrap(), block())]).is_none());
    }

    #[test]
    fn several_values_are_changed_at_once() {
        let document = parse("a: 1\nb: 2 # two\nc: |\n  3\n");
        let values = ["c", "a"].map(|name| (document.entry(name).unwrap(), Scalar::plain("x\ny\n", 0))).into();
        let made = document.rewritten(values).unwrap();
        assert_eq!(**made.text(), "a: |\n  x\n  y\nb: 2 # two\nc: |\n  x\n  y\n");
        let moved = made.rewritten(vec![(made.entry("b").unwrap(), made.scalar(made.entry("a").unwrap()))]).unwrap();
        assert_eq!(**moved.text(), "a: |\n  x\n  y\nb: | # two\n  x\n  y\nc: |\n  x\n  y\n");
    }

    #[test]
    fn a_name_is_added_at_the_end() {
        let value = || Scalar::plain("v", 0);
        for (text, made) in [
            ("", "new: \"v\"\n"),
            ("---\n# none\n", "---\n# none\nnew: \"v\"\n"),
            ("a: 1 # x\n# end", "a: 1 # x\n# end\nnew: \"v\"\n"),
            ("  a: 1\n", "  a: 1\n  new: \"v\"\n"),
            ("a: |\n  x\n", "a: |\n  x\nnew: \"v\"\n"),
        ] {
            assert_eq!(**parse(text).extended("new", &value()).unwrap().text(), made);
        }
        assert!(parse("a: 1\n...\n").extended("new", &value()).is_none());
        assert!(parse("{a: 1}\n").is_flow() && parse("{a: 1}\n").extended("new", &value()).is_none());
        assert!(parse("a: 1\n").extended("a", &value()).is_none());
    }

    #[test]
    fn odd_texts_are_read_or_refused() {
        for text in [
            "a: |",
            "a: |\n",
            "a: >2\n",
            "a: |\n\n\n",
            "a: !vault |2\n",
            "a: !vault",
            "a: &x",
            "? a",
            "? a\n",
            "a:",
            "\u{feff}a: 1",
            "a: 1\r\nb: |\r\n  x\r\n",
            "a: 'x\n  y' # c",
            "a: \"\\\"\" #\"",
            "a: x: # c",
            "---\na: 1\n---\n",
            "é: |\n  é",
            "a : 1",
        ] {
            let Ok(document) = Document::parse(Zeroizing::new(text.to_owned())) else { continue };
            for entry in &document.entries {
                let _ = document.scalar(entry);
                for value in ["v", "v\nw"] {
                    let Some(made) = document.rewritten(vec![(entry, Scalar::plain(value, document.indent))]) else {
                        continue;
                    };
                    let is_set = made
                        .entry(&entry.name)
                        .is_some_and(|set| set.content == Content::Text(value.to_owned().into()));
                    assert!(is_set, "{text:?}: {:?}", **made.text());
                }
            }
        }
    }

    #[test]
    fn what_is_no_vault_says_where_and_nothing_of_the_text() {
        for (text, line, column, message) in [
            ("- marker\n", 1, 1, "a vault is a mapping"),
            ("marker\n", 1, 1, "a vault is a mapping"),
            ("a: 1\nb: marker: 2\n", 2, 10, "mapping values are not allowed"),
            ("a: 1\n---\nb: 2\n", 2, 1, "a second"),
            ("a: 1\na: 2\n", 2, 1, "first in line 1"),
            ("a: &x {<<: 1}\n<<: *x\n", 2, 1, "merge keys"),
            ("? [marker]\n: 1\n", 1, 3, "a name is text"),
            (": marker\n", 1, 1, "a name is missing"),
            ("a: \"marker\n", 1, 4, "unexpected end"),
        ] {
            let mistake =
                Document::parse(Zeroizing::new(text.to_owned())).map(|found| contents(&found).len()).unwrap_err();
            assert!(mistake.message.contains(message) && !mistake.message.contains("marker"), "{text}: {mistake:?}");
            assert_eq!((mistake.line, mistake.column), (line, column), "{text}: {mistake:?}");
        }
    }
}
