//! The files of a folder, as they will stand in a zip.
//!
//! Owns the walk: order, names, symbolic links, modes. Looks at what the file system says of each file, and must not
//! read contents.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::ignores::Ignores;
use super::index::Index;
use super::stamp::Stamp;
use super::{Error, ErrorKind};

/// One file of a tree.
#[derive(Clone, Debug)]
pub(super) struct TreeFile {
    /// The name in the zip: relative, with `/`.
    pub(super) name: String,
    /// Where it really is, symbolic links resolved.
    pub(super) path: PathBuf,
    pub(super) executable: bool,
    pub(super) stamp: Stamp,
}

/// A walk over one folder.
pub(super) struct Walk<'a> {
    /// The folder, resolved.
    pub(super) folder: &'a Path,
    /// Where symbolic links must stay, resolved.
    pub(super) bound: &'a Path,
    /// A folder that is never part of the tree: `_build`.
    pub(super) without: Option<&'a Path>,
    pub(super) index: &'a Index,
}

impl Walk<'_> {
    /// All files that no rule leaves out, sorted by name. `builder` is as in [`Ignores::new`].
    pub(super) fn files(&self, builder: &'static [&'static str]) -> Result<Vec<TreeFile>, Error> {
        let mut ignores = Ignores::new(self.bound, self.folder, builder, self.index)?;
        let mut files = Vec::new();
        self.folder(self.folder, self.folder, "", &mut Some(&mut ignores), &mut Vec::new(), &mut files)?;
        files.sort_by(|a: &TreeFile, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// All files, whatever they are called: for folders that a build made.
    pub(super) fn everything(&self) -> Result<Vec<TreeFile>, Error> {
        let mut files = Vec::new();
        self.folder(self.folder, self.folder, "", &mut None, &mut Vec::new(), &mut files)?;
        files.sort_by(|a: &TreeFile, b| a.name.cmp(&b.name));
        Ok(files)
    }

    fn folder(
        &self,
        seen: &Path,
        real: &Path,
        prefix: &str,
        ignores: &mut Option<&mut Ignores>,
        above: &mut Vec<PathBuf>,
        files: &mut Vec<TreeFile>,
    ) -> Result<(), Error> {
        let entered = match ignores {
            Some(ignores) => ignores.enter(seen, real, self.index)?,
            None => false,
        };
        above.push(real.to_owned());
        for entry in fs::read_dir(real).map_err(|e| Error::io("read", real, e))? {
            let entry = entry.map_err(|e| Error::io("read", real, e))?;
            let seen = seen.join(entry.file_name());
            let kind = entry.file_type().map_err(|e| Error::io("read", &seen, e))?;
            // A link is first judged by its name: one that is ignored may lead anywhere.
            if let Some(ignores) = ignores
                && ignores.ignored(&seen, real, kind.is_dir() || kind.is_symlink() && seen.is_dir())
            {
                continue;
            }
            let path = if kind.is_symlink() { self.resolve(&seen, above)? } else { real.join(entry.file_name()) };
            if self.without == Some(path.as_path()) {
                continue;
            }
            let name = format!("{prefix}{}", entry_name(&entry.file_name(), &seen)?);
            let metadata = fs::metadata(&path).map_err(|e| Error::io("read", &path, e))?;
            if metadata.is_dir() {
                self.folder(&seen, &path, &format!("{name}/"), ignores, above, files)?;
            } else {
                files.push(file(name, path, &metadata)?);
            }
        }
        above.pop();
        if let (true, Some(ignores)) = (entered, ignores) {
            ignores.leave();
        }
        Ok(())
    }

    /// Where a symbolic link leads, if that is inside the tree and not above the link.
    fn resolve(&self, link: &Path, above: &[PathBuf]) -> Result<PathBuf, Error> {
        let target = fs::canonicalize(link)
            .map_err(|cause| Error::new(ErrorKind::BrokenLink { path: link.to_owned() }).because(cause))?;
        if !target.starts_with(self.bound) {
            return Err(Error::new(ErrorKind::Outside { path: link.to_owned(), root: self.bound.to_owned() })
                .hint_is("copy what it names into the crate, or leave the link out with a .gordonignore"));
        }
        if above.contains(&target) {
            return Err(Error::new(ErrorKind::BrokenLink { path: link.to_owned() }));
        }
        Ok(target)
    }
}

/// A file that is known by its path alone, under a name in the zip.
pub(super) fn file(name: String, path: PathBuf, metadata: &Metadata) -> Result<TreeFile, Error> {
    if !metadata.is_file() {
        return Err(Error::new(ErrorKind::NotAFile { path }));
    }
    Ok(TreeFile { name, path, executable: executable(metadata), stamp: Stamp::of(metadata) })
}

#[cfg(unix)]
fn executable(metadata: &Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0
}

#[cfg(not(unix))]
fn executable(_: &Metadata) -> bool {
    false
}

/// A name that any unzip on Linux gives back as it is.
fn entry_name<'a>(name: &'a std::ffi::OsStr, path: &Path) -> Result<&'a str, Error> {
    let name = name.to_str().filter(|name| !name.contains(|c: char| c == '\\' || c.is_control()));
    name.ok_or_else(|| Error::new(ErrorKind::BadName { path: path.to_owned() }).hint_is("rename the file"))
}
