//! Writes new files so that all of them appear, or none.
//!
//! Owns that nothing is overwritten and nothing is left behind by a failure; must not know what is written.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::Error;
use super::template::NewFile;

/// What was made so far; unless it is [kept](Self::keep), it is taken away again.
#[derive(Debug, Default)]
pub(super) struct Making {
    made: Vec<PathBuf>,
    /// Files that were changed, with what they held.
    changed: Vec<(PathBuf, Vec<u8>)>,
}

impl Making {
    /// Makes a folder with files. It appears whole: it is written beside its place, then renamed.
    pub(super) fn folder(&mut self, at: &Path, files: &[NewFile]) -> Result<(), Error> {
        free(at)?;
        if let Some(parent) = at.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            self.parents(parent)?;
        }
        let name = at.file_name().unwrap_or_default().to_string_lossy();
        let part = at.with_file_name(format!(".{name}.{}.part", std::process::id()));
        fs::create_dir(&part).map_err(|e| Error::io("create", &part, e))?;
        self.made.push(part.clone());
        for file in files {
            let path = part.join(&file.path);
            let folder = path.parent().unwrap_or(&part);
            fs::create_dir_all(folder).map_err(|e| Error::io("create", folder, e))?;
            fs::write(&path, &file.text).map_err(|e| Error::io("write", &path, e))?;
        }
        free(at)?;
        fs::rename(&part, at).map_err(|e| Error::io("create", at, e))?;
        self.made.push(at.to_owned());
        Ok(())
    }

    /// Makes a file that must not exist.
    pub(super) fn file(&mut self, at: &Path, text: &str) -> Result<(), Error> {
        free(at)?;
        if let Some(parent) = at.parent() {
            self.parents(parent)?;
        }
        let failed = |e| Error::io("write", at, e);
        let mut file = fs::File::create_new(at).map_err(failed)?;
        self.made.push(at.to_owned());
        file.write_all(text.as_bytes()).map_err(failed)
    }

    /// Gives a file another text, in one step. Where it is a link, what it leads to is changed.
    pub(super) fn change(&mut self, at: &Path, text: &str) -> Result<(), Error> {
        let failed = |e| Error::io("change", at, e);
        let real = fs::canonicalize(at).map_err(failed)?;
        let before = fs::read(&real).map_err(failed)?;
        self.changed.push((real.clone(), before));
        replace(&real, text.as_bytes()).map_err(failed)
    }

    /// Keeps all that was made.
    pub(super) fn keep(mut self) {
        self.made.clear();
        self.changed.clear();
    }

    /// Makes the folders that lead to a place, noting those that were not there.
    fn parents(&mut self, folder: &Path) -> Result<(), Error> {
        let exists = |up: &&Path| up.as_os_str().is_empty() || up.exists();
        let mut missing: Vec<&Path> = folder.ancestors().take_while(|up| !exists(up)).collect();
        while let Some(up) = missing.pop() {
            fs::create_dir(up).map_err(|e| Error::io("create", up, e))?;
            self.made.push(up.to_owned());
        }
        Ok(())
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        // A failure is being reported already; what cannot be taken away stays.
        for (path, before) in self.changed.drain(..).rev() {
            let _ = replace(&path, &before);
        }
        for path in self.made.drain(..).rev() {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// Whether nothing is there, be it a link that leads nowhere.
pub(super) fn free(at: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(at) {
        Ok(_) => Err(Error::exists(at)),
        Err(_) => Ok(()),
    }
}

fn replace(at: &Path, content: &[u8]) -> std::io::Result<()> {
    let name = at.file_name().unwrap_or_default().to_string_lossy();
    let part = at.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let permissions = fs::metadata(at)?.permissions();
    let done = fs::write(&part, content)
        .and_then(|()| fs::set_permissions(&part, permissions))
        .and_then(|()| fs::rename(&part, at));
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<NewFile> {
        paths.iter().map(|path| NewFile::new(*path, "text", &[])).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_kept_stays() {
        let root = tempfile::tempdir().expect("a folder");
        let mut making = Making::default();
        making.folder(&root.path().join("a/b"), &files(&["c", "d/e"])).expect("made");
        making.file(&root.path().join("f"), "f").expect("made");
        making.change(&root.path().join("f"), "g").expect("changed");
        making.keep();
        assert_eq!(names(&root.path().join("a")), ["b"]);
        assert_eq!(names(&root.path().join("a/b")), ["c", "d"]);
        assert_eq!(fs::read_to_string(root.path().join("f")).expect("a file"), "g");
        assert_eq!(names(root.path()), ["a", "f"]);
    }

    #[test]
    fn what_is_not_kept_goes() {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("own"), "before").expect("a file");
        let mut making = Making::default();
        making.folder(&root.path().join("a/b"), &files(&["c"])).expect("made");
        making.file(&root.path().join("x/f"), "f").expect("made");
        making.change(&root.path().join("own"), "after").expect("changed");
        drop(making);
        assert_eq!(names(root.path()), ["own"]);
        assert_eq!(fs::read_to_string(root.path().join("own")).expect("a file"), "before");
    }

    #[test]
    fn a_failure_leaves_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let mut making = Making::default();
        // `c` would have to be a file and a folder.
        making.folder(&root.path().join("a"), &files(&["c", "c/d"])).expect_err("no such tree");
        drop(making);
        assert_eq!(names(root.path()), [] as [&str; 0]);
    }

    #[test]
    fn nothing_is_overwritten() {
        let root = tempfile::tempdir().expect("a folder");
        fs::create_dir(root.path().join("a")).expect("a folder");
        fs::write(root.path().join("f"), "own").expect("a file");
        let mut making = Making::default();
        assert!(making.folder(&root.path().join("a"), &files(&["c"])).is_err());
        assert!(making.file(&root.path().join("f"), "new").is_err());
        drop(making);
        assert_eq!(names(root.path()), ["a", "f"]);
        assert_eq!(fs::read_to_string(root.path().join("f")).expect("a file"), "own");
    }
}
