//! Names of new projects and apps.
//!
//! Owns what may be a name: it becomes a crate or a module, a folder, and a part of stacks' names, and must be good as
//! each of them.

use std::fmt;

use super::{Error, ErrorKind};

/// Rust's words, of every edition; none can be a crate's or a module's name.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Crates that are there already, and folders that cargo makes among the binaries.
const CARGOS: &[&str] =
    &["alloc", "build", "core", "deps", "examples", "gordon", "incremental", "proc_macro", "std", "test"];

/// Modules that a binary crate has already, and words of the prelude that a new app uses.
const OF_AN_INFRA_CRATE: &[&str] = &["app", "http", "lib", "main"];

/// The name of a project, which is its crate's: `^[a-z][a-z0-9-]*$`, at most 40 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProjectName(String);

/// The name of an app, which is its module's: `^[a-z][a-z0-9]*(_[a-z0-9]+)*$`, at most 30 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppName(String);

impl ProjectName {
    /// The name, if it is one.
    pub(crate) fn new(name: &str) -> Result<Self, Error> {
        let good = |name: &str| {
            name.starts_with(|first: char| first.is_ascii_lowercase())
                && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        let wrong = |rule: &str, instead| Err(wrong("project", name, rule, instead));
        if !good(name) {
            let instead = words(name, "-").filter(|instead| good(instead) && instead.len() <= 40);
            return wrong("a-z, 0-9 and `-` only, a letter first", instead);
        }
        if name.len() > 40 {
            return wrong("it has more than 40 characters", None);
        }
        match taken(name) {
            Some(by) => wrong(&by, None),
            None => Ok(Self(name.to_owned())),
        }
    }
}

impl AppName {
    /// The name, if it is one.
    pub(crate) fn new(name: &str) -> Result<Self, Error> {
        let good = |name: &str| {
            name.starts_with(|first: char| first.is_ascii_lowercase())
                && name
                    .split('_')
                    .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
        };
        let wrong = |rule: &str, instead| Err(wrong("app", name, rule, instead));
        if !good(name) {
            let instead = words(name, "_").filter(|instead| good(instead) && instead.len() <= 30);
            return wrong("it is a module's: a-z, 0-9 and `_` between words, a letter first", instead);
        }
        if name.len() > 30 {
            return wrong("it has more than 30 characters", None);
        }
        if OF_AN_INFRA_CRATE.contains(&name) {
            return wrong("an infra crate uses it already", None);
        }
        match taken(name) {
            Some(by) => wrong(&by, None),
            None => Ok(Self(name.to_owned())),
        }
    }

    /// The name of a type: `warm_up` is `WarmUp`.
    pub(super) fn type_name(&self) -> String {
        let mut out = String::new();
        for word in self.0.split('_') {
            let mut letters = word.chars();
            out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            out.extend(letters);
        }
        out
    }

    /// Whether `#[derive(Function)]` finds this name in the type's: words of one letter and numbers run together there.
    pub(super) fn is_told_by_type_name(&self) -> bool {
        self.0.split('_').all(|word| word.len() > 1 && word.starts_with(|first: char| first.is_ascii_lowercase()))
    }
}

fn wrong(what: &'static str, name: &str, rule: &str, instead: Option<String>) -> Error {
    Error::new(ErrorKind::Name { what, name: name.to_owned(), rule: rule.to_owned(), instead })
}

fn taken(name: &str) -> Option<String> {
    if KEYWORDS.contains(&name) {
        return Some("it is a word of Rust".to_owned());
    }
    CARGOS.contains(&name).then(|| "Rust and cargo use it for something else".to_owned())
}

/// The name in lower case, its words joined by `joint`: `MyShop` and `my shop` are `my-shop`.
fn words(name: &str, joint: &str) -> Option<String> {
    let mut spaced = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            spaced.push(' ');
        }
        spaced.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' });
        before = letter;
    }
    let joined = spaced.split_whitespace().collect::<Vec<_>>().join(joint);
    (taken(&joined).is_none() && !joined.is_empty()).then_some(joined)
}

impl fmt::Display for ProjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AppName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instead(error: &Error) -> Option<&str> {
        match error.kind() {
            ErrorKind::Name { instead, .. } => instead.as_deref(),
            _ => None,
        }
    }

    #[test]
    fn projects() {
        for good in ["a", "weather", "my-shop", "s3-copy2"] {
            assert_eq!(ProjectName::new(good).map(|name| name.to_string()).ok().as_deref(), Some(good));
        }
        let long = "a".repeat(41);
        for bad in ["", "-", "1shop", "shop!", "über", "gen", "test", "gordon", "a/b", "..", long.as_str()] {
            assert!(ProjectName::new(bad).is_err(), "{bad}");
        }
        for (bad, better) in [("My Shop", "my-shop"), ("my_shop", "my-shop"), ("MyShop", "my-shop"), ("shop!", "shop")]
        {
            assert_eq!(instead(&ProjectName::new(bad).expect_err(bad)), Some(better));
        }
        assert_eq!(instead(&ProjectName::new("Gordon").expect_err("a crate's")), None);
    }

    #[test]
    fn apps() {
        for good in ["orders", "warm_up", "a1_2"] {
            assert_eq!(AppName::new(good).map(|name| name.to_string()).ok().as_deref(), Some(good));
        }
        let long = "a".repeat(31);
        for bad in ["", "_", "a__b", "a_", "1a", "main", "http", "match", "crate", "Orders", "a/b", long.as_str()] {
            assert!(AppName::new(bad).is_err(), "{bad}");
        }
        assert_eq!(instead(&AppName::new("my-orders").expect_err("a dash")), Some("my_orders"));
    }

    #[test]
    fn type_names() {
        let name = |name| AppName::new(name).expect("a name");
        assert_eq!(name("warm_up2").type_name(), "WarmUp2");
        assert!(name("warm_up2").is_told_by_type_name());
        assert!(!name("a_b").is_told_by_type_name());
        assert!(!name("warm_2").is_told_by_type_name());
    }
}
