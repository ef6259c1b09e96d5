//! An artifact made from another one and a file that was not known when that was built.
//!
//! Owns the derived zip, which has a digest and so a name of its own. Must not know what the file is.

use std::path::Path;

use super::archive::{self, Entry};
use super::unpack;
use super::work::Work;
use super::{Artifact, Error, ErrorKind, Settings};

/// The artifact of `base` (a zip of Gordon's) with the file `name` added, or put in the place of the one of that name.
///
/// # Errors
///
/// Where the zip cannot be read or the new one not be written, or the file's name leads out of the zip.
pub fn derive(base: &Path, name: &str, content: Vec<u8>, settings: &Settings) -> Result<Artifact, Error> {
    if unpack::inside(name).is_none() {
        return Err(Error::new(ErrorKind::Outside { path: name.into(), root: base.to_owned() }));
    }
    let work = Work::open(settings, &|_| ())?;
    let folder = work.stage()?;
    unpack::archive(base, &folder)?;
    let mut entries: Vec<Entry> = work.made(&folder)?.into_iter().map(Entry::made).collect();
    entries.push(Entry::bytes(name.to_owned(), content));
    let entries = archive::order(entries, base)?;
    archive::unzipped_size(&entries)?;
    let artifact = work.seal(name, &entries)?;
    work.close()?;
    Ok(artifact)
}
