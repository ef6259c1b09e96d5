//! The user's cache folder, and files of Gordon's own that are kept in it.
//!
//! Owns where Gordon keeps what it can make again; must not hold anything that is missed when deleted.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::error::{Error, ErrorKind};
use super::id;

/// Where Gordon keeps what it can make again: `GORDON_CACHE_DIR`, or `gordon` in the user's cache folder
/// (`XDG_CACHE_HOME`, `~/.cache`, on macOS `~/Library/Caches`).
///
/// # Errors
///
/// [`ErrorKind::Io`] when no variable tells where that is.
pub fn cache_dir() -> Result<PathBuf, Error> {
    cache_dir_from(|name| std::env::var_os(name).filter(|value| !value.is_empty())).ok_or_else(|| {
        Error::new(ErrorKind::Io, "the cache folder is not known: neither HOME nor XDG_CACHE_HOME is set")
            .hint("set GORDON_CACHE_DIR to a folder that Gordon may write to")
    })
}

fn cache_dir_from(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(folder) = variable("GORDON_CACHE_DIR") {
        return std::path::absolute(PathBuf::from(folder)).ok();
    }
    // A relative folder is no folder to XDG's specification.
    let given = variable("XDG_CACHE_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let home = || variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from);
    let base = match given {
        Some(folder) => folder,
        None if cfg!(target_os = "macos") => home()?.join("Library/Caches"),
        None if cfg!(windows) => variable("LOCALAPPDATA").map(PathBuf::from)?,
        None => home()?.join(".cache"),
    };
    Some(base.join("gordon"))
}

/// Writes a file that other processes may be writing or reading at the same time: whole or not at all.
pub(super) fn write_atomically(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let describe = |error| Error::io(format!("could not write {}", file.display()), error);
    fs::create_dir_all(folder).map_err(describe)?;
    let part = folder.join(format!(".{:016x}.part", id::random()));
    let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, file));
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written.map_err(describe)
}

/// A short name for some content.
pub(super) fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir(variables: &[(&str, &str)]) -> Option<PathBuf> {
        cache_dir_from(|wanted| variables.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.into()))
    }

    #[test]
    fn where_it_is() {
        let home = ("HOME", "/home/ada");
        assert_eq!(dir(&[home, ("GORDON_CACHE_DIR", "/c")]), Some("/c".into()));
        assert_eq!(dir(&[home, ("XDG_CACHE_HOME", "/x")]), Some("/x/gordon".into()));
        let usual =
            if cfg!(target_os = "macos") { "/home/ada/Library/Caches/gordon" } else { "/home/ada/.cache/gordon" };
        assert_eq!(dir(&[home]), Some(usual.into()));
        assert_eq!(dir(&[home, ("XDG_CACHE_HOME", "relative")]), Some(usual.into()));
        assert_eq!(dir(&[]), None);
    }
}
