//! Problems as text, with the user's line, or as JSON.
//!
//! Owns how a problem looks. Reads the source files that places name; a file that is gone costs only the snippet.

use std::fs;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value as Json, json};

use super::problem::Problem;
use crate::check::{Severity, source_file};
use crate::describe::Place;

/// The problem as compilers show it.
pub(super) fn text(problem: &Problem, crate_dir: &Path) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(problem.message.as_str()));
    if let Some(place) = &problem.place {
        group = at(group, place, problem.label.as_deref(), AnnotationKind::Primary, crate_dir);
    }
    for (place, label) in &problem.related {
        group = at(group, place, Some(label), AnnotationKind::Context, crate_dir);
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

fn at<'a>(
    group: Group<'a>,
    place: &'a Place,
    label: Option<&'a str>,
    kind: AnnotationKind,
    crate_dir: &Path,
) -> Group<'a> {
    let source = source_file(place, crate_dir).and_then(|file| fs::read_to_string(file).ok());
    let span = source.as_deref().and_then(|source| span(source, place));
    match (source, span) {
        (Some(source), Some(span)) => {
            let annotation = kind.span(span);
            let annotation = match label {
                Some(label) => annotation.label(label),
                None => annotation,
            };
            group.element(Snippet::source(source).path(place.file()).annotation(annotation))
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
