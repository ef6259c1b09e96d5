//! A file that is in memory only, for an editor.
//!
//! Owns where such files can be, and that they go: with the value, whatever ends it but a kill.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::envelope;
use super::error::{Error, Kind};

/// A file in a folder of its own, so that what the editor puts beside it goes too. Only its owner may read it.
#[derive(Debug)]
pub(crate) struct MemoryFile {
    folder: PathBuf,
    path: PathBuf,
}

impl MemoryFile {
    /// A folder whose files are in memory.
    pub(crate) fn place() -> Result<PathBuf, Error> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let known = runtime.into_iter().chain([PathBuf::from("/dev/shm")]);
        first_in_memory(known).ok_or_else(|| {
            Error::new(Kind::Refused, "this machine has no folder for a file that never reaches a disk")
                .hint("set one value at a time: `cargo run -- secrets set NAME`")
        })
    }

    /// A file with this text, in a folder that [`place`](Self::place) gave.
    pub(crate) fn new(place: &Path, name: &str, text: &str) -> Result<Self, Error> {
        let failed = |error: io::Error| Error::file("write to", place, &error);
        let random =
            envelope::random_name().map_err(|_| Error::new(Kind::File, "this machine has no random numbers"))?;
        let folder = place.join(format!("gordon-{random}"));
        private_folder(&folder).map_err(failed)?;
        // From here on, dropping it removes the folder.
        let made = Self { path: folder.join(format!("{name}.yml")), folder };
        private_file(&made.path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(failed)?;
        Ok(made)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What the file holds now.
    pub(crate) fn text(&self) -> Result<Zeroizing<String>, Error> {
        fs::read_to_string(&self.path).map(Zeroizing::new).map_err(|error| Error::file("read", &self.path, &error))
    }
}

impl Drop for MemoryFile {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn first_in_memory(mut places: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    places.find(|place| place.is_absolute() && is_in_memory(place))
}

#[cfg(target_os = "linux")]
fn is_in_memory(folder: &Path) -> bool {
    use nix::sys::statfs::{TMPFS_MAGIC, statfs};
    statfs(folder).is_ok_and(|found| found.filesystem_type() == TMPFS_MAGIC)
}

/// No other system says it in a way that Gordon knows.
#[cfg(not(target_os = "linux"))]
fn is_in_memory(_: &Path) -> bool {
    false
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    File::create_new(path)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_is_its_owners_alone_and_goes_with_its_folder() {
        let file = MemoryFile::new(&MemoryFile::place().unwrap(), "dev", "a: 1\n").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&file.folder), mode(file.path())), (0o700, 0o600));
        assert_eq!(**file.text().unwrap(), *"a: 1\n");
        fs::write(file.folder.join("dev.yml~"), "a backup of the editor's").unwrap();
        let folder = file.folder.clone();
        drop(file);
        assert!(!folder.exists());
    }

    #[test]
    fn only_memory_is_a_place() {
        // No disk either, and no memory for files.
        let other = PathBuf::from("/proc");
        assert_eq!(first_in_memory([other.clone(), "relative".into(), "/nowhere".into()].into_iter()), None);
        assert_eq!(first_in_memory([other, "/dev/shm".into()].into_iter()), Some("/dev/shm".into()));
    }
}
