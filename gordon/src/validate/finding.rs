//! What a rule says of a template.
//!
//! Owns findings while they are collected, and how they get their path and their order. Must not render them.

use std::collections::HashMap;

use gordon_schema::schema::closest_type;
use gordon_schema::words::closest;

use super::rules::Rule;
use super::tree::{Data, Key, Span, Tree};
use crate::check::Severity;

/// Something in a template that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, one of [`RULES`](super::RULES).
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The value, from the template's top on, such as `Resources.Table.Properties.KeySchema[0].KeyType`; empty for the
    /// template as a whole.
    pub path: String,
    /// Where it is in the text; nothing where the template was not text, or could not be read at all.
    pub span: Option<Span>,
    /// Other parts of the text that belong to it, each with what to say there.
    pub related: Vec<(Span, String)>,
}

/// Findings as they are collected.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<(At, Finding)>,
    /// What was spent on finding words that are near to others.
    spent: usize,
}

/// How many pairs of letters may be compared for "did you mean" in a template. A file of nothing but mistakes must not
/// take for ever.
const MOST_PAIRS: usize = 10_000_000;
/// What the search for a resource type is counted as, of these pairs.
const PAIRS_OF_A_TYPE: usize = 50_000;
/// In bytes: no name that anybody writes is longer.
const LONGEST_WORD: usize = 300;

/// A value, or the entry of that key in it.
type At = (u32, Option<String>);

/// What of a value a finding is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'t> {
    Whole,
    /// An entry of the object, shown at its key.
    Entry(&'t Key),
    /// The name of the function that the value calls.
    Function,
}

impl Findings {
    /// Adds a finding about a whole value.
    pub(super) fn add(&mut self, rule: &'static Rule, tree: &Tree, message: impl Into<String>) -> &mut Finding {
        self.at(rule, tree, Part::Whole, message)
    }

    /// Adds a finding about an entry of an object.
    pub(super) fn entry(
        &mut self,
        rule: &'static Rule,
        object: &Tree,
        key: &Key,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.at(rule, object, Part::Entry(key), message)
    }

    pub(super) fn at(
        &mut self,
        rule: &'static Rule,
        tree: &Tree,
        part: Part<'_>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let (key, span) = match part {
            Part::Whole => (None, tree.span),
            Part::Entry(key) => (Some(key.name.clone()), key.span),
            Part::Function => (None, tree.as_call().map_or(tree.span, |call| call.name)),
        };
        let finding = Finding {
            rule: rule.name,
            severity: rule.severity,
            message: message.into(),
            help: None,
            path: String::new(),
            span: span.known(),
            related: Vec::new(),
        };
        let index = self.found.len();
        self.found.push(((tree.id, key), finding));
        &mut self.found[index].1
    }

    /// The word that is nearest to another, if one is near enough to be what was meant.
    pub(super) fn near<'a>(&mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        // Of one or two letters, every other word is a slip away.
        if !(3..=LONGEST_WORD).contains(&word.len()) {
            return None;
        }
        let spent = &mut self.spent;
        closest(
            word,
            known.into_iter().filter(|other| {
                // Words of very different lengths are not near.
                if other.len().abs_diff(word.len()) > word.len() / 3 + 1
                    || other.len() > LONGEST_WORD
                    || *spent > MOST_PAIRS
                {
                    return false;
                }
                *spent += word.len() * other.len();
                true
            }),
        )
    }

    /// The resource type that was meant, if one is near.
    pub(super) fn near_type(&mut self, name: &str) -> Option<&'static str> {
        if name.len() > LONGEST_WORD || self.spent > MOST_PAIRS {
            return None;
        }
        self.spent += PAIRS_OF_A_TYPE;
        closest_type(name)
    }

    /// All findings, each with its path, in the order of the template.
    pub(super) fn done(mut self, root: &Tree) -> Vec<Finding> {
        let mut wanted: HashMap<u32, Vec<usize>> = HashMap::new();
        for (index, ((id, _), _)) in self.found.iter().enumerate() {
            wanted.entry(*id).or_default().push(index);
        }
        if !wanted.is_empty() {
            self.paths(root, &mut String::new(), &wanted);
        }
        self.found.sort_by(|(a_at, a), (b_at, b)| (a.span, a_at, &a.message).cmp(&(b.span, b_at, &b.message)));
        self.found.dedup();
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }

    /// Gives the findings about values in `tree`, whose path is `path`, theirs.
    fn paths(&mut self, tree: &Tree, path: &mut String, wanted: &HashMap<u32, Vec<usize>>) {
        for &index in wanted.get(&tree.id).into_iter().flatten() {
            let ((_, key), finding) = &mut self.found[index];
            finding.path.clone_from(path);
            if let Some(key) = key {
                join(&mut finding.path, key);
            }
        }
        let length = path.len();
        match &tree.data {
            Data::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    path.push_str(&format!("[{index}]"));
                    self.paths(item, path, wanted);
                    path.truncate(length);
                }
            }
            Data::Object(entries) | Data::Opaque(entries) => {
                for (key, value) in entries {
                    join(path, &key.name);
                    self.paths(value, path, wanted);
                    path.truncate(length);
                }
            }
            Data::Call(call) => {
                join(path, call.function.name());
                self.paths(&call.argument, path, wanted);
                path.truncate(length);
            }
            _ => {}
        }
    }
}

impl Finding {
    /// A finding about a text that is no tree.
    pub(super) fn of_text(rule: &'static Rule, span: Option<Span>, message: impl Into<String>) -> Self {
        Self {
            rule: rule.name,
            severity: rule.severity,
            message: message.into(),
            help: None,
            path: String::new(),
            span,
            related: Vec::new(),
        }
    }

    /// Why a text is no tree: the reading ends there.
    #[cfg(feature = "cli")]
    pub(super) fn refusal(rule: &'static Rule, span: Option<Span>, message: impl Into<String>) -> Box<Self> {
        Box::new(Self::of_text(rule, span, message))
    }

    pub(super) fn help(&mut self, help: impl Into<String>) -> &mut Self {
        let help = help.into();
        self.help = (!help.is_empty()).then_some(help);
        self
    }

    pub(super) fn related(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        if let Some(span) = span.known() {
            self.related.push((span, label.into()));
        }
        self
    }
}

fn join(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
