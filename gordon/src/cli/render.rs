//! Problems as text, with the user's line, or as JSON.
//!
//! Owns how a problem looks. Reads the source files that places name; a file that is gone costs only the snippet.

use std::fs;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value as Json, json};

use super::problem::{Problem, Source};
use crate::check::{Severity, source_file};
use crate::describe::Place;

/// The problem as compilers show it.
pub(super) fn text(problem: &Problem, crate_dir: &Path) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(problem.message.as_str());
    let mut group = Group::with_title(match problem.rule {
        Some(rule) => title.id(rule),
        None => title,
    });
    let shown = Shown { source: problem.source.as_deref(), crate_dir };
    if let Some(place) = &problem.place {
        group = shown.at(group, place, problem.end.as_ref(), problem.label.as_deref(), AnnotationKind::Primary);
    }
    for (place, label) in &problem.related {
        group = shown.at(group, place, None, Some(label), AnnotationKind::Context);
    }
    for cause in &problem.causes {
        group = group.element(Level::NOTE.with_name("caused by").message(cause.as_str()));
    }
    if !problem.notes.is_empty() {
        group = group.element(Level::NOTE.message(problem.notes.join("\n")));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    Renderer::styled().render(&[group])
}

/// Where the text of places is.
#[derive(Clone, Copy)]
struct Shown<'a> {
    source: Option<&'a Source>,
    crate_dir: &'a Path,
}

impl<'a> Shown<'a> {
    fn at(
        self,
        group: Group<'a>,
        place: &'a Place,
        end: Option<&Place>,
        label: Option<&'a str>,
        kind: AnnotationKind,
    ) -> Group<'a> {
        let annotated = |span| match label {
            Some(label) => kind.span(span).label(label),
            None => kind.span(span),
        };
        if let Some(line) = self.source.and_then(|source| source.line(place.line()))
            && let Some(span) = within(line, place, end)
        {
            let snippet = Snippet::source(line).line_start(place.line() as usize).path(place.file());
            return group.element(snippet.annotation(annotated(span)));
        }
        let source = source_file(place, self.crate_dir).and_then(|file| fs::read_to_string(file).ok());
        let span = source.as_deref().and_then(|source| span(source, place));
        match (source, span) {
            (Some(source), Some(span)) if self.source.is_none() => {
                group.element(Snippet::source(source).path(place.file()).annotation(annotated(span)))
            }
            _ => {
                let origin = annotate_snippets::Origin::path(place.file())
                    .line(place.line() as usize)
                    .char_column(place.column() as usize);
                let group = group.element(origin);
                match label {
                    Some(label) => group.element(Level::NOTE.message(label)),
                    None => group,
                }
            }
        }
    }
}

/// The bytes of a line from a place to an end, which may be on a later line; of a word, where no end is known.
fn within(line: &str, place: &Place, end: Option<&Place>) -> Option<Range<usize>> {
    let byte =
        |column: u32| line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(column.checked_sub(1)? as usize);
    let start = byte(place.column())?;
    let to = match end {
        Some(end) if end.line() == place.line() => byte(end.column()),
        Some(_) => Some(line.trim_end().len()),
        None => span(line, &Place::new("", 1, place.column())).map(|range| range.end),
    };
    let least = start + line[start..].chars().next().map_or(0, char::len_utf8);
    Some(start..to.unwrap_or(line.len()).max(least))
}

/// The bytes of the word at a place: a name, a call's name, or one character.
fn span(source: &str, place: &Place) -> Option<Range<usize>> {
    let line = source.split_inclusive('\n').nth(place.line().checked_sub(1)? as usize)?;
    let before: usize = source.split_inclusive('\n').take(place.line() as usize - 1).map(str::len).sum();
    let column = place.column().checked_sub(1)? as usize;
    let start = line.char_indices().map(|(at, _)| at).chain([line.len()]).nth(column)?;
    let rest = line[start..].trim_end();
    let word = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    let length = word.unwrap_or(rest.len()).max(rest.chars().next().map_or(0, char::len_utf8));
    Some(before + start..before + start + length)
}

/// The problem as data.
pub(super) fn to_json(problem: &Problem) -> Json {
    let place = |place: &Place| json!({ "file": place.file(), "line": place.line(), "column": place.column() });
    json!({
        "severity": match problem.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": problem.message,
        "place": problem.place.as_ref().map(place),
        "label": problem.label,
        "related": problem.related.iter().map(|(at, label)| json!({ "place": place(at), "label": label })).collect::<Vec<_>>(),
        "causes": problem.causes,
        "notes": problem.notes,
        "help": problem.help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_the_word_at_the_place() {
        let source = "let é = f()\n    .memory(64);\n";
        let word = |line, column| span(source, &Place::new("a", line, column)).map(|range| &source[range]);
        assert_eq!(word(2, 6), Some("memory"));
        assert_eq!(word(1, 9), Some("f"));
        assert_eq!(word(1, 5), Some("é"));
        assert_eq!(word(1, 10), Some("("));
        assert_eq!(word(3, 1), None);
        assert_eq!(word(0, 1), None);
    }
}
