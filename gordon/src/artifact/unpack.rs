//! Zips back into folders, for running functions on this machine.
//!
//! Owns that nothing is ever written outside the folder, and that a folder is whole or not there.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::lock;
use super::{Artifact, Error, ErrorKind};

/// Unpacks an artifact so that `to` holds exactly its files. A folder that already does is left as it is; one that
/// Gordon unpacked another artifact to is replaced.
///
/// What is in `to` is remembered in a file beside it, `.<name>.digest`.
///
/// # Errors
///
/// Where the zip cannot be read or holds names that lead out of `to`, or `to` is a folder that Gordon did not make.
pub fn unpack(artifact: &Artifact, to: &Path) -> Result<(), Error> {
    let to = std::path::absolute(to).map_err(|e| Error::io("read", to, e))?;
    let fail = |e| Error::io("write", &to, e);
    let beside = |extension: &str| {
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        to.with_file_name(format!(".{name}.{extension}"))
    };
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(|e| Error::io("create", parent, e))?;
    }
    let _held = lock::hold(&beside("lock")).map_err(fail)?;
    let (mark, part) = (beside("digest"), beside("part"));
    let digest = artifact.digest.to_string();
    let marked = fs::read_to_string(&mark).ok();
    let empty = !to.exists() || fs::read_dir(&to).map_err(fail)?.next().is_none();
    match &marked {
        Some(there) if *there == digest && to.is_dir() => return Ok(()),
        None if !empty => {
            return Err(fail(io::ErrorKind::AlreadyExists.into())
                .hint_is("Gordon did not unpack what is there: remove it, or choose another folder"));
        }
        _ => {}
    }
    if part.exists() {
        fs::remove_dir_all(&part).map_err(fail)?;
    }
    fs::create_dir(&part).map_err(fail)?;
    archive(&artifact.path, &part)?;
    // From here until the end the mark names nothing: an interrupted unpacking starts anew.
    fs::write(&mark, "").map_err(fail)?;
    if to.exists() {
        fs::remove_dir_all(&to).map_err(fail)?;
    }
    fs::rename(&part, &to).map_err(fail)?;
    lock::replace(&mark, digest.as_bytes()).map_err(fail)
}

/// Unpacks any zip into an empty folder.
pub(super) fn archive(zip: &Path, into: &Path) -> Result<(), Error> {
    let read = |e: io::Error| Error::io("read", zip, e);
    let file = File::open(zip).map_err(read)?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|e| read(e.into()))?;
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).map_err(|e| read(e.into()))?;
        let name = entry.name().map_err(|e| read(e.into()))?.into_owned();
        let path = inside(&name)
            .ok_or_else(|| Error::new(ErrorKind::Outside { path: PathBuf::from(&name), root: into.to_owned() }))?;
        let path = into.join(path);
        if entry.is_dir() {
            fs::create_dir_all(&path).map_err(|e| Error::io("create", &path, e))?;
            continue;
        }
        if entry.is_symlink() {
            return Err(Error::new(ErrorKind::NotAFile { path: PathBuf::from(&name) }));
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io("create", parent, e))?;
        }
        // Fails on a second entry of one name rather than choose between them.
        let mut to = File::create_new(&path).map_err(|e| Error::io("create", &path, e))?;
        io::copy(&mut entry, &mut to).map_err(|e| Error::io("write", &path, e))?;
        drop(to);
        set_mode(&path, entry.unix_mode()).map_err(|e| Error::io("write", &path, e))?;
    }
    Ok(())
}

/// An entry's name as a path, if it stays inside.
fn inside(name: &str) -> Option<PathBuf> {
    let parts: Vec<_> = name.trim_end_matches('/').split('/').collect();
    let good = |part: &&str| !part.is_empty() && *part != "." && *part != ".." && !part.contains(['\\', ':', '\0']);
    parts.iter().all(good).then(|| parts.iter().collect())
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: Option<u32>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let executable = mode.is_some_and(|mode| mode & 0o111 != 0);
    fs::set_permissions(path, fs::Permissions::from_mode(if executable { 0o755 } else { 0o644 }))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: Option<u32>) -> io::Result<()> {
    Ok(())
}
