//! Files that a test's output is compared with; `GORDON_BLESS=1` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the golden files.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// Compares with the golden file of that name.
///
/// # Panics
///
/// Where they differ, with the first line that does.
#[track_caller]
pub fn check(name: &str, found: &str) {
    let path = folder().join(name);
    if std::env::var_os("GORDON_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, found).expect("the golden file");
        return;
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    if wanted != found {
        let line = wanted.lines().zip(found.lines()).position(|(a, b)| a != b);
        let line = line.unwrap_or(wanted.lines().count().min(found.lines().count()));
        let show = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
        panic!(
            "{} differs at line {}\n  golden: {}\n  now:    {}\n`tests/bless` writes it anew",
            path.display(),
            line + 1,
            show(&wanted),
            show(found)
        );
    }
}
