//! Rules in gitignore's syntax, <https://git-scm.com/docs/gitignore>: one file's, against one path.
//!
//! Owns how a line is read and which line decides; must not read files or walk folders. A rule says nothing of what is
//! in a folder that it leaves out: who walks does not go there.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use fast_glob::glob_match;

/// The rules of one file.
#[derive(Debug)]
pub(crate) struct Rules {
    /// The folder that the file is in, as paths to be judged are written.
    folder: PathBuf,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    /// What a path below the folder, or its last name alone, must be.
    glob: String,
    /// Whether the glob is for the whole path.
    anchored: bool,
    /// Whether it is for folders alone.
    folders: bool,
    /// Whether the path is left out, or brought back.
    out: bool,
}

/// A line that is no pattern.
#[derive(Debug)]
pub(crate) struct BadPattern {
    line: String,
    cause: fast_glob::Error,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no pattern: {}", self.line, self.cause)
    }
}

impl std::error::Error for BadPattern {}

impl Rules {
    /// No rules, of a file in `folder`.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), rules: Vec::new() }
    }

    /// Adds a line: a rule, a comment, or nothing.
    pub(crate) fn add(&mut self, line: &str) -> Result<(), BadPattern> {
        let rest = trimmed(line);
        let (out, rest) = rest.strip_prefix('!').map_or((true, rest), |rest| (false, rest));
        if rest.is_empty() || (out && rest.starts_with('#')) {
            return Ok(());
        }
        let (rest, folders) = rest.strip_suffix('/').map_or((rest, false), |rest| (rest, true));
        let anchored = rest.contains('/');
        let glob = globbed(rest.strip_prefix('/').unwrap_or(rest));
        fast_glob::validate(&glob).map_err(|cause| BadPattern { line: line.to_owned(), cause })?;
        self.rules.push(Rule { glob, anchored, folders, out });
        Ok(())
    }

    /// Whether a path is left out, or brought back; nothing where no rule is for it. The last rule that is decides.
    pub(crate) fn matched(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let below = path.strip_prefix(&self.folder).ok()?;
        let names = below.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
        let whole = names.collect::<Vec<_>>().join("/");
        let last = whole.rsplit('/').next().unwrap_or_default();
        let matches = |rule: &&Rule| {
            (is_folder || !rule.folders) && glob_match(&rule.glob, if rule.anchored { &whole } else { last })
        };
        self.rules.iter().rev().find(matches).map(|rule| rule.out)
    }
}

/// A line without its end and without spaces after it that no backslash keeps.
fn trimmed(line: &str) -> &str {
    let line = line.trim_end_matches(['\r', '\n']);
    let short = line.trim_end_matches(' ');
    let backslashes = short.len() - short.trim_end_matches('\\').len();
    if backslashes % 2 == 1 && short.len() < line.len() { &line[..=short.len()] } else { short }
}

/// Git's glob in the matcher's words: braces and an exclamation mark mean themselves, two stars are special only as a
/// whole name.
fn globbed(pattern: &str) -> String {
    let names = pattern.split('/').map(|name| {
        if name == "**" {
            return name.to_owned();
        }
        let (mut glob, mut escaped, mut in_class) = (String::new(), false, false);
        for c in name.chars() {
            let special = match c {
                _ if escaped => false,
                '{' | '}' => !in_class,
                '!' => glob.is_empty(),
                '*' if !in_class && glob.ends_with('*') => continue,
                _ => false,
            };
            if special {
                glob.push('\\');
            }
            glob.push(c);
            in_class = !escaped && (c == '[' || (in_class && c != ']'));
            escaped = !escaped && c == '\\';
        }
        glob
    });
    names.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the rules leave out a path below their folder; a `/` at its end makes it a folder.
    #[track_caller]
    fn check(lines: &str, path: &str, out: Option<bool>) {
        let mut rules = Rules::new(Path::new("/here"));
        lines.lines().for_each(|line| rules.add(line).expect("a pattern"));
        let (name, folder) = path.strip_suffix('/').map_or((path, false), |name| (name, true));
        assert_eq!(rules.matched(&Path::new("/here").join(name), folder), out, "{lines:?} on {path}");
    }

    #[test]
    fn a_name_is_found_anywhere_and_a_path_from_the_folder() {
        check("a.txt", "x/a.txt", Some(true));
        check("a.txt", "x/ba.txt", None);
        check("/a.txt", "a.txt", Some(true));
        check("/a.txt", "x/a.txt", None);
        check("x/a.txt", "x/a.txt", Some(true));
        check("x/a.txt", "y/x/a.txt", None);
        check("*.txt", "x/y/a.txt", Some(true));
        check("x/*.txt", "x/y/a.txt", None);
        check("*.py[cod]", "x/a.pyc", Some(true));
        check("[!a]b", "ab", None);
        check("[!a]b", "cb", Some(true));
        check("?b", "ab", Some(true));
    }

    #[test]
    fn two_stars_are_any_number_of_folders() {
        check("**/a", "a", Some(true));
        check("**/a", "x/y/a", Some(true));
        check("x/**", "x/y/a", Some(true));
        check("x/**", "x/", None);
        check("x/**/a", "x/a", Some(true));
        check("x/**/a", "x/y/z/a", Some(true));
        check("x/**/a", "z/a", None);
        check("x/a**b", "x/a.b", Some(true));
        check("x/a**b", "x/a/b", None);
        check("**", "x/y", Some(true));
    }

    #[test]
    fn a_slash_at_the_end_is_for_folders() {
        check("a/", "a/", Some(true));
        check("a/", "a", None);
        check("a/", "x/a/", Some(true));
        check("/a/", "x/a/", None);
    }

    #[test]
    fn the_last_rule_decides() {
        check("*.txt\n!b.txt", "b.txt", Some(false));
        check("*.txt\n!b.txt", "a.txt", Some(true));
        check("!b.txt\n*.txt", "b.txt", Some(true));
    }

    #[test]
    fn marks_mean_themselves_after_a_backslash_and_where_git_gives_them_no_meaning() {
        check("# a comment\n\n", "# a comment", None);
        check("\\#a", "#a", Some(true));
        check("\\!a", "!a", Some(true));
        check("!!a", "!a", Some(false));
        check("a\\*", "a*", Some(true));
        check("a\\*", "ab", None);
        check("{a,b}", "a", None);
        check("{a,b}", "{a,b}", Some(true));
        check("[{]a", "{a", Some(true));
        check("a  ", "a", Some(true));
        check("a\\ ", "a ", Some(true));
        check("a\r", "a", Some(true));
    }

    #[test]
    fn another_folders_paths_are_not_judged() {
        let mut rules = Rules::new(Path::new("/here"));
        rules.add("*").expect("a pattern");
        assert_eq!(rules.matched(Path::new("/there/a"), false), None);
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        let error = Rules::new(Path::new("/here")).add("a[b").expect_err("the class is open");
        assert!(error.to_string().starts_with("`a[b` is no pattern: "), "{error}");
    }
}
