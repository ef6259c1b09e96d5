//! Zips that depend on their entries alone, and their unpacking.
//!
//! Owns entries, their digest and the zip's bytes; must not know where entries come from.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::digest::{Digest, Hash};
use super::index::Index;
use super::tree::TreeFile;
use super::{Error, ErrorKind};

/// Bytes that Lambda accepts in a function with its layers, unzipped.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
pub const UNZIPPED_LIMIT: u64 = 262_144_000;

/// One file of an artifact.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) executable: bool,
    pub(super) size: u64,
    pub(super) body: Body,
    /// The hash of the content, where it is known without reading.
    pub(super) hash: Option<Digest>,
}

/// Where an entry's content is.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// A file of the user's tree, which the next build may meet unchanged.
    Tree(PathBuf),
    /// A file that a build made.
    Made(PathBuf),
    /// Held in memory: small files that Gordon adds.
    Bytes(Vec<u8>),
}

impl Entry {
    pub(super) fn tree(file: TreeFile, index: &Index) -> Self {
        let hash = index.known(&file.path, &file.stamp);
        Self {
            name: file.name,
            executable: file.executable,
            size: file.stamp.size(),
            body: Body::Tree(file.path),
            hash,
        }
    }

    pub(super) fn made(file: TreeFile) -> Self {
        Self {
            name: file.name,
            executable: file.executable,
            size: file.stamp.size(),
            body: Body::Made(file.path),
            hash: None,
        }
    }

    pub(super) fn bytes(name: String, bytes: Vec<u8>) -> Self {
        let (size, hash) = (bytes.len() as u64, Some(Digest::of(&bytes)));
        Self { name, executable: false, size, body: Body::Bytes(bytes), hash }
    }

    fn mode(&self) -> u32 {
        if self.executable { 0o755 } else { 0o644 }
    }
}

/// The digest of sorted entries, if every content is known.
pub(super) fn digest(entries: &[Entry]) -> Option<Digest> {
    let mut digest = Hash::new("gordon artifact 1");
    for entry in entries {
        add(&mut digest, entry, entry.hash?);
    }
    Some(digest.finish())
}

fn add(digest: &mut Hash, entry: &Entry, content: Digest) {
    digest.add(&entry.name);
    digest.add(entry.mode().to_le_bytes());
    digest.add(content.bytes());
}

/// Sorts entries; of two with one name the later stays. Fails where no unzip could give them all back.
pub(super) fn order(entries: Vec<Entry>, from: &Path) -> Result<Vec<Entry>, Error> {
    let mut sorted = std::collections::BTreeMap::new();
    for entry in entries {
        sorted.insert(entry.name.clone(), entry);
    }
    if sorted.is_empty() {
        return Err(Error::new(ErrorKind::Empty { path: from.to_owned() })
            .hint_is("look whether a .gordonignore leaves everything out"));
    }
    for name in sorted.keys() {
        let parents = name.match_indices('/').map(|(at, _)| &name[..at]);
        if let Some(file) = parents.into_iter().find(|parent| sorted.contains_key(*parent)) {
            return Err(Error::new(ErrorKind::Clash { first: file.to_owned(), second: name.clone() }));
        }
    }
    Ok(sorted.into_values().collect())
}

/// The bytes of all entries, if Lambda accepts that many.
pub(super) fn unzipped_size(entries: &[Entry]) -> Result<u64, Error> {
    let size = entries.iter().map(|entry| entry.size).sum();
    if size <= UNZIPPED_LIMIT {
        return Ok(size);
    }
    let mut folders = std::collections::BTreeMap::<String, u64>::new();
    for entry in entries {
        let top = match entry.name.split_once('/') {
            Some((folder, _)) => format!("{folder}/"),
            None => entry.name.clone(),
        };
        *folders.entry(top).or_default() += entry.size;
    }
    let mut biggest: Vec<_> = folders.into_iter().collect();
    biggest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    biggest.truncate(5);
    Err(Error::new(ErrorKind::TooLarge { size, limit: UNZIPPED_LIMIT, biggest })
        .hint_is("leave files out with a .gordonignore, or move large dependencies into a container image"))
}

/// Writes sorted entries to a zip. Each content is read once, for its hash and the zip alike, so the digest is that of
/// what was written, whatever the file system said before.
pub(super) fn write(entries: &[Entry], to: &Path, index: &Index) -> Result<(Digest, u64), Error> {
    let fail = |e: io::Error| Error::io("write", to, e);
    let mut zip = ZipWriter::new(BufWriter::new(File::create(to).map_err(fail)?));
    let mut digest = Hash::new("gordon artifact 1");
    let mut unzipped = 0;
    for entry in entries {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(entry.mode());
        zip.start_file(entry.name.as_str(), options).map_err(|e| fail(e.into()))?;
        let mut sink = |chunk: &[u8]| zip.write_all(chunk);
        let (hash, size) = match &entry.body {
            Body::Tree(path) => index.read(path, &mut sink)?,
            Body::Made(path) => index.read_once(path, &mut sink)?,
            Body::Bytes(bytes) => {
                sink(bytes).map_err(fail)?;
                (Digest::of(bytes), bytes.len() as u64)
            }
        };
        add(&mut digest, entry, hash);
        unzipped += size;
    }
    let file = zip.finish().map_err(|e| fail(e.into()))?;
    file.into_inner().map_err(|e| fail(e.into_error()))?;
    Ok((digest.finish(), unzipped))
}
