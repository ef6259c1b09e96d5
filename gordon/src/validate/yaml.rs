//! YAML as a tree with positions, with the short forms of CloudFormation's functions.
//!
//! Owns what a plain scalar is (YAML 1.1, as CloudFormation reads it), tags, aliases and merge keys. The parser itself is
//! `saphyr-parser`, whose events need no stack of the program.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>

use std::collections::HashMap;

use gordon_schema::words::closest;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};

use super::finding::Finding;
use super::function::Function;
use super::json::unique;
use super::read::{Budget, small, too_deep};
use super::rules::{INVALID_SYNTAX, UNKNOWN_TAG, YAML_ALIAS, YAML_MERGE};
use super::tree::{Data, Key, MOST_DEPTH, Position, Span, Tree};

/// Reads a text.
pub(super) fn read(text: &str) -> Result<(Tree, Vec<Finding>), Box<Finding>> {
    let mut reader = Reader { budget: Budget::new(), ..Reader::default() };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| syntax(&error, text))?;
        let span = Span { start: position(span.start), end: position(span.end) };
        reader.event(event, span)?;
    }
    match reader.root {
        Some(tree) => Ok((tree, reader.findings)),
        None => Err(Finding::refusal(&INVALID_SYNTAX, None, "the file has no value")),
    }
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    root: Option<Tree>,
    /// What anchors stand for, by the parser's numbers, each with how deep it nests.
    anchors: HashMap<usize, (Tree, usize)>,
    budget: Budget,
    findings: Vec<Finding>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

/// A list or an object that has begun.
struct Open {
    start: Position,
    anchor: usize,
    tag: Option<Tag>,
    of: Collection,
}

enum Collection {
    List(Vec<Tree>),
    Object {
        entries: Vec<(Key, Tree)>,
        key: Option<Key>,
        /// Whether the key is `<<`.
        merge: bool,
        /// What merge keys brought.
        merged: Vec<(Key, Tree)>,
    },
}

impl Reader {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Box<Finding>> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                let mut finding = Finding::refusal(&INVALID_SYNTAX, Some(span), "the file has several documents");
                finding.help("a template is one document: remove what follows `---`");
                Err(finding)
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(span, anchor, tag.map(|tag| tag.into_owned()), Collection::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                let object = Collection::Object { entries: Vec::new(), key: None, merge: false, merged: Vec::new() };
                self.begin(span, anchor, tag.map(|tag| tag.into_owned()), object)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Scalar(text, style, anchor, tag) => {
                if self.wants_key() {
                    return self.key(&text, style, anchor, span);
                }
                let tree = self.scalar(&text, style, tag.as_deref(), span);
                self.put(tree, anchor)
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            _ => Ok(()),
        }
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { of: Collection::Object { key: None, merge: false, .. }, .. }))
    }

    fn begin(&mut self, span: Span, anchor: usize, tag: Option<Tag>, of: Collection) -> Result<(), Box<Finding>> {
        if self.wants_key() {
            return Err(no_key(span, "a list or an object"));
        }
        if self.open.len() >= MOST_DEPTH {
            return Err(too_deep(span));
        }
        self.open.push(Open { start: span.start, anchor, tag, of });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Box<Finding>> {
        let Some(Open { start, anchor, tag, of }) = self.open.pop() else { return Ok(()) };
        let span = Span { start, end: span.end };
        let tree = match of {
            Collection::List(items) => Tree::new(span, Data::List(items)),
            Collection::Object { entries, merged, .. } => {
                let mut entries = unique(entries, &mut self.findings);
                // A key of the object's own wins over a merged one, and of these the first.
                let mut own: std::collections::HashSet<String> = if merged.is_empty() {
                    Default::default()
                } else {
                    entries.iter().map(|(key, _)| key.name.clone()).collect()
                };
                entries.extend(merged.into_iter().filter(|(key, _)| own.insert(key.name.clone())));
                Tree::object(span, entries)
            }
        };
        let tree = match tag {
            Some(tag) => self.tagged(&tag, tree),
            None => tree,
        };
        self.put(tree, anchor)
    }

    fn key(&mut self, text: &str, style: ScalarStyle, anchor: usize, span: Span) -> Result<(), Box<Finding>> {
        if style == ScalarStyle::Plain && matches!(text, "" | "~") {
            return Err(no_key(span, "nothing"));
        }
        if anchor > 0 {
            let tree = Tree::new(span, Data::Text(text.to_owned()));
            self.remember(&tree, anchor)?;
        }
        self.set_key(text, style == ScalarStyle::Plain && text == "<<", span);
        Ok(())
    }

    fn set_key(&mut self, name: &str, is_merge: bool, span: Span) {
        if let Some(Open { of: Collection::Object { key, merge, .. }, .. }) = self.open.last_mut() {
            if is_merge {
                *merge = true;
                let mut finding =
                    Finding::of_text(&YAML_MERGE, Some(span), "CloudFormation does not take merge keys (`<<`)");
                finding.help("write the values out, or deploy with a tool that expands them, such as `aws cloudformation package`");
                self.findings.push(finding);
            } else {
                *key = Some(Key { name: name.to_owned(), span });
            }
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Box<Finding>> {
        let Some((known, depth)) = self.anchors.get(&anchor) else {
            return Err(Finding::refusal(&INVALID_SYNTAX, Some(span), "the alias stands inside of what it stands for"));
        };
        if self.open.len() + depth > MOST_DEPTH {
            return Err(too_deep(span));
        }
        charge(known, &mut self.budget, span)?;
        let mut tree = known.clone();
        tree.span = span;
        let mut finding = Finding::of_text(&YAML_ALIAS, Some(span), "CloudFormation does not take aliases (`*`)");
        finding
            .help("write the value out, or deploy with a tool that expands it, such as `aws cloudformation package`");
        // The merge key has said it already.
        if !matches!(self.open.last(), Some(Open { of: Collection::Object { merge: true, .. }, .. })) {
            self.findings.push(finding);
        }
        if self.wants_key() {
            let Some(name) = tree.scalar() else { return Err(no_key(span, tree.what())) };
            self.set_key(&name, false, span);
            return Ok(());
        }
        self.put(tree, 0)
    }

    /// Puts a value where it belongs.
    fn put(&mut self, tree: Tree, anchor: usize) -> Result<(), Box<Finding>> {
        self.budget.take(tree.text().map_or(0, str::len), tree.span)?;
        if anchor > 0 {
            self.remember(&tree, anchor)?;
        }
        match self.open.last_mut().map(|open| &mut open.of) {
            None => self.root = Some(tree),
            Some(Collection::List(items)) => items.push(tree),
            Some(Collection::Object { merge: merging @ true, merged, .. }) => {
                *merging = false;
                let objects = match tree.data {
                    Data::List(items) => items,
                    _ => vec![tree],
                };
                for object in objects {
                    match object.data {
                        Data::Object(entries) | Data::Opaque(entries) => merged.extend(entries),
                        _ => {
                            return Err(Finding::refusal(
                                &INVALID_SYNTAX,
                                Some(object.span),
                                "a merge key (`<<`) takes objects",
                            ));
                        }
                    }
                }
            }
            Some(Collection::Object { entries, key, .. }) => entries.extend(key.take().map(|key| (key, tree))),
        }
        Ok(())
    }

    fn remember(&mut self, tree: &Tree, anchor: usize) -> Result<(), Box<Finding>> {
        let depth = charge(tree, &mut self.budget, tree.span)?;
        self.anchors.insert(anchor, (tree.clone(), depth));
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Tree {
        let literal = |data| Tree::new(span, data);
        match tag {
            None if style == ScalarStyle::Plain => literal(plain(text)),
            None => literal(Data::Text(text.to_owned())),
            Some(tag)
                if tag.is_yaml_core_schema() && matches!(tag.suffix.as_str(), "int" | "float" | "bool" | "null") =>
            {
                literal(plain(text))
            }
            // A function's argument is text, whatever it looks like.
            Some(tag) => self.tagged(tag, literal(Data::Text(text.to_owned()))),
        }
    }

    /// A value with its tag.
    fn tagged(&mut self, tag: &Tag, tree: Tree) -> Tree {
        let span = tree.span;
        if tag.handle == "!" && tag.suffix.is_empty() || tag.is_yaml_core_schema() && is_core(&tag.suffix) {
            return tree;
        }
        if tag.handle == "!" {
            if tag.suffix == "Condition" {
                return Tree::object(span, vec![(Key { name: "Condition".to_owned(), span }, tree)]);
            }
            if let Some(function) = Function::tagged(&tag.suffix) {
                return Tree::call(span, function, span, tree);
            }
        }
        let written = if tag.is_yaml_core_schema() {
            format!("!!{}", tag.suffix)
        } else {
            format!("{}{}", tag.handle, tag.suffix)
        };
        let names = Function::names().map(|name| name.strip_prefix("Fn::").unwrap_or(name)).chain(["Condition"]);
        let mut finding = Finding::of_text(&UNKNOWN_TAG, Some(span), format!("CloudFormation has no tag `{written}`"));
        finding.help(match closest(&tag.suffix, names).filter(|_| tag.suffix.len() < 50) {
            Some(near) => format!("did you mean `!{near}`?"),
            None => "tags are short forms of functions, such as `!Sub`".to_owned(),
        });
        self.findings.push(finding);
        // Nobody knows what it stands for.
        Tree::new(span, Data::Opaque(Vec::new()))
    }
}

/// Tags of YAML's own that say what CloudFormation sees anyway. It takes no `!!binary`, `!!omap`, `!!pairs`, `!!set` and
/// `!!timestamp`.
fn is_core(suffix: &str) -> bool {
    matches!(suffix, "str" | "int" | "float" | "bool" | "null" | "seq" | "map")
}

fn no_key(span: Span, what: &str) -> Box<Finding> {
    let mut finding = Finding::refusal(&INVALID_SYNTAX, Some(span), format!("a key is text, and this is {what}"));
    finding.help("write a name before the colon");
    finding
}

/// Takes the cost of a copy of a whole value, and says how deep it nests.
fn charge(tree: &Tree, budget: &mut Budget, at: Span) -> Result<usize, Box<Finding>> {
    let keys: usize = tree.fields().unwrap_or_default().iter().map(|(key, _)| key.name.len()).sum();
    budget.take(tree.text().map_or(0, str::len) + keys, at)?;
    tree.children().try_fold(0, |deepest, child| Ok(deepest.max(charge(child, budget, at)? + 1)))
}

/// What a plain scalar is.
///
/// <https://yaml.org/type/> for YAML 1.1
fn plain(text: &str) -> Data {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Data::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Data::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Data::Bool(false),
        _ => {}
    }
    number(text).unwrap_or_else(|| Data::Text(text.to_owned()))
}

fn number(text: &str) -> Option<Data> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let first = unsigned.chars().next()?;
    if !first.is_ascii_digit() && first != '.' {
        return None;
    }
    let negative = text.starts_with('-');
    let integer = |digits: &str, radix: u32| {
        let digits = digits.replace('_', "");
        let value = i64::from_str_radix(&digits, radix).ok()?;
        Some(Data::Integer(if negative { -value } else { value }))
    };
    let only =
        |digits: &str, allowed: fn(char) -> bool| !digits.is_empty() && digits.chars().all(|c| c == '_' || allowed(c));
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return only(digits, |c| c.is_ascii_hexdigit()).then(|| integer(digits, 16)).flatten();
    }
    if let Some(digits) = unsigned.strip_prefix("0b") {
        return only(digits, |c| matches!(c, '0' | '1')).then(|| integer(digits, 2)).flatten();
    }
    if unsigned.len() > 1 && unsigned.starts_with('0') && only(unsigned, |c| c.is_ascii_digit()) {
        // `0644` is 420, and `089` is text.
        return only(unsigned, |c| matches!(c, '0'..='7')).then(|| integer(&unsigned[1..], 8)).flatten();
    }
    if only(unsigned, |c| c.is_ascii_digit()) {
        return integer(unsigned, 10).or_else(|| unsigned.replace('_', "").parse().ok().map(Data::Number));
    }
    if unsigned.contains(':') {
        return sexagesimal(unsigned).map(|value| Data::Integer(if negative { -value } else { value }));
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let good = mantissa.contains('.')
        && mantissa.matches('.').count() == 1
        && mantissa.chars().any(|c| c.is_ascii_digit())
        && mantissa.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '_')
        // YAML 1.1 wants the exponent's sign.
        && exponent.is_none_or(|e| {
            e.strip_prefix(['+', '-']).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit()))
        });
    let value: f64 = good.then(|| text.replace('_', "").parse().ok()).flatten()?;
    Some(Data::Number(value))
}

/// `22:22` is 1342 in YAML 1.1: numbers to the base of sixty.
fn sexagesimal(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let first = parts.next().filter(|first| first.starts_with(|c: char| matches!(c, '1'..='9')))?;
    let mut value: i64 = first.parse().ok()?;
    for part in parts {
        let digit: i64 =
            (part.len() <= 2 && part.bytes().all(|c| c.is_ascii_digit())).then(|| part.parse().ok()).flatten()?;
        if digit > 59 {
            return None;
        }
        value = value.checked_mul(60)?.checked_add(digit)?;
    }
    Some(value)
}

fn position(marker: Marker) -> Position {
    Position { line: small(marker.line()), column: small(marker.col() + 1) }
}

/// What the parser says, with a better word for what is most often wrong.
fn syntax(error: &ScanError, text: &str) -> Box<Finding> {
    let at = position(*error.marker());
    let line = text.lines().nth((at.line as usize).saturating_sub(1)).unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    let span = Span { start: at, end: at };
    // The parser has a limit of its own, where one list is in another.
    if error.info().contains("recursion limit") {
        return too_deep(span);
    }
    if indent.contains('\t') {
        let mut finding = Finding::refusal(&INVALID_SYNTAX, Some(span), "not YAML: a tab indents this line");
        finding.help("indent with spaces");
        return finding;
    }
    Finding::refusal(&INVALID_SYNTAX, Some(span), format!("not YAML: {}", error.info()))
}
