//! Which files of a tree stay out of its artifact.
//!
//! Owns the default excludes and `.gordonignore`; must not walk the tree.

use std::path::{Path, PathBuf};

use super::index::Index;
use super::{Error, ErrorKind};
use crate::gitignore::{BadPattern, Rules};

/// The name of an ignore file, in gitignore's syntax; it counts for its folder and all below.
pub(super) const IGNORE_FILE: &str = ".gordonignore";

/// Left out unless a `.gordonignore` says `!NAME`: history, caches, editors' files, and secrets of this machine.
const DEFAULTS: &[&str] = &[
    IGNORE_FILE,
    ".git",
    ".gitignore",
    ".hg",
    ".svn",
    ".DS_Store",
    "Thumbs.db",
    "__pycache__",
    "*.py[cod]",
    ".venv",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
    ".tox",
    ".nox",
    ".coverage",
    ".idea",
    ".vscode",
    ".gradle",
    ".env",
    "*.swp",
    "*~",
];

/// The rules in force in one folder: its own, then each folder's above, then the defaults.
pub(super) struct Ignores {
    levels: Vec<Rules>,
    builder: &'static [&'static str],
}

impl Ignores {
    /// The rules for `folder`, with those of the folders above it up to `root`. `builder` names what the runtime's
    /// builder makes itself, such as `node_modules`; no ignore file can bring those back.
    pub(super) fn new(
        root: &Path,
        folder: &Path,
        builder: &'static [&'static str],
        index: &Index,
    ) -> Result<Self, Error> {
        let mut defaults = Rules::new(root);
        for line in DEFAULTS {
            defaults.add(line).map_err(|cause| bad(root, cause))?;
        }
        let mut rules = Self { levels: vec![defaults], builder };
        let mut above: Vec<PathBuf> =
            folder.ancestors().skip(1).take_while(|up| up.starts_with(root)).map(Path::to_owned).collect();
        while let Some(up) = above.pop() {
            rules.enter(&up, &up, index)?;
        }
        Ok(rules)
    }

    /// Adds the rules of a folder; true if it has any, and [`leave`](Self::leave) must then follow. `seen` is the
    /// folder's name in the tree, `folder` where it really is, which differ under a symbolic link.
    pub(super) fn enter(&mut self, seen: &Path, folder: &Path, index: &Index) -> Result<bool, Error> {
        let file = folder.join(IGNORE_FILE);
        if !file.is_file() {
            return Ok(false);
        }
        let text = index.text(&file)?;
        let mut rules = Rules::new(seen);
        for line in text.lines() {
            rules.add(line).map_err(|cause| bad(&file, cause))?;
        }
        self.levels.push(rules);
        Ok(true)
    }

    pub(super) fn leave(&mut self) {
        self.levels.pop();
    }

    /// Whether a path stays out. `parent` is the real folder that it is in.
    pub(super) fn ignored(&self, path: &Path, parent: &Path, is_folder: bool) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if self.builder.contains(&name) {
            return true;
        }
        let said = self.levels.iter().rev().find_map(|level| level.matched(path, is_folder));
        said.unwrap_or_else(|| is_folder && is_build_folder(name, parent))
    }
}

/// Folders that a tool makes and can make again, told from a user's folder of that name by the tool's own file.
fn is_build_folder(name: &str, parent: &Path) -> bool {
    let beside = |file: &str| parent.join(file).is_file();
    match name {
        "target" => beside("Cargo.toml") || beside("pom.xml"),
        "build" => beside("build.gradle") || beside("build.gradle.kts"),
        "node_modules" => false,
        _ => parent.join(name).join("pyvenv.cfg").is_file(),
    }
}

fn bad(path: &Path, cause: BadPattern) -> Error {
    Error::new(ErrorKind::Unbuildable { reason: format!("`{}` has a pattern that cannot be read", path.display()) })
        .hint_is("patterns are written as in a .gitignore")
        .because(cause)
}
