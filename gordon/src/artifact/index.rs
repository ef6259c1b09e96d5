//! What is known of files from builds before, so that an unchanged file is not read.
//!
//! Owns `_build/cache/files.json`: content hashes (and the text of small files that builds look into) by path and
//! stamp. Must not know what the files are for.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use super::Error;
use super::digest::{Digest, Hash};
use super::event::Counters;
use super::lock;
use super::stamp::{Clock, Stamp};

/// Bytes read at a time.
const CHUNK: usize = 128 * 1024;

/// What is known of one file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    path: PathBuf,
    stamp: Stamp,
    hash: Digest,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    text: Option<String>,
}

#[derive(Default)]
struct State {
    known: HashMap<PathBuf, Known>,
    fresh: Vec<PathBuf>,
}

/// The files known, shared by a build's threads.
pub(super) struct Index {
    file: PathBuf,
    clock: Clock,
    counters: Arc<Counters>,
    state: Mutex<State>,
}

impl Index {
    /// Loads what earlier builds knew. A file that is missing or cannot be understood is an empty index: it only costs
    /// time.
    pub(super) fn open(file: PathBuf, clock: Clock, counters: Arc<Counters>) -> Self {
        let known = load(&file);
        Self { file, clock, counters, state: Mutex::new(State { known, fresh: Vec::new() }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The hash of a file's content, if it is known without reading.
    pub(super) fn known(&self, path: &Path, stamp: &Stamp) -> Option<Digest> {
        self.state().known.get(path).filter(|known| known.stamp == *stamp).map(|known| known.hash)
    }

    /// The hash of a file's content, read if it must be.
    pub(super) fn hash(&self, path: &Path) -> Result<Digest, Error> {
        let metadata = fs::metadata(path).map_err(|e| Error::io("read", path, e))?;
        match self.known(path, &Stamp::of(&metadata)) {
            Some(hash) => Ok(hash),
            None => self.read(path, &mut |_| Ok(())).map(|(hash, _)| hash),
        }
    }

    /// The text of a small file (a manifest, an ignore file), read if it must be; what is not UTF-8 is replaced.
    pub(super) fn text(&self, path: &Path) -> Result<String, Error> {
        let metadata = fs::metadata(path).map_err(|e| Error::io("read", path, e))?;
        let stamp = Stamp::of(&metadata);
        if let Some(known) = self.state().known.get(path).filter(|known| known.stamp == stamp)
            && let Some(text) = &known.text
        {
            return Ok(text.clone());
        }
        let mut bytes = Vec::new();
        self.read(path, &mut |chunk| {
            bytes.extend_from_slice(chunk);
            Ok(())
        })?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(known) = self.state().known.get_mut(path) {
            known.text = Some(text.clone());
        }
        Ok(text)
    }

    /// Reads a file once, through `sink`, and gives its hash and size. Remembers the hash if the file stood still.
    pub(super) fn read(
        &self,
        path: &Path,
        sink: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(Digest, u64), Error> {
        let fail = |e| Error::io("read", path, e);
        let before = Stamp::of(&fs::metadata(path).map_err(fail)?);
        self.clock.settle(&before).map_err(fail)?;
        let trusted = self.clock.trusts(&before);
        let mut file = File::open(path).map_err(fail)?;
        let unmoved = Stamp::of(&file.metadata().map_err(fail)?) == before;
        let (hash, size) = pour(&mut file, sink).map_err(fail)?;
        self.counters.read(size);
        if trusted && unmoved && Stamp::of(&file.metadata().map_err(fail)?) == before {
            let mut state = self.state();
            state.fresh.push(path.to_owned());
            state.known.insert(path.to_owned(), Known { path: path.to_owned(), stamp: before, hash, text: None });
        }
        Ok((hash, size))
    }

    /// Reads a file that is in nobody's tree and will not be seen again.
    pub(super) fn read_once(
        &self,
        path: &Path,
        sink: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(Digest, u64), Error> {
        let read =
            File::open(path).and_then(|mut file| pour(&mut file, sink)).map_err(|e| Error::io("read", path, e))?;
        self.counters.read(read.1);
        Ok(read)
    }

    /// Writes what this build learnt, with what others wrote meanwhile, and without files that are gone.
    pub(super) fn save(&self) -> Result<(), Error> {
        let state = self.state();
        if state.fresh.is_empty() {
            return Ok(());
        }
        let fail = |e| Error::io("write", &self.file, e);
        let _held = lock::hold(&self.file.with_extension("lock")).map_err(fail)?;
        let mut all = load(&self.file);
        for path in &state.fresh {
            if let Some(known) = state.known.get(path) {
                all.insert(path.clone(), known.clone());
            }
        }
        let mut all: Vec<Known> = all.into_values().filter(|known| known.path.exists()).collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        let json = serde_json::to_vec(&all).map_err(|e| fail(e.into()))?;
        lock::replace(&self.file, &json).map_err(fail)
    }
}

fn load(file: &Path) -> HashMap<PathBuf, Known> {
    let known: Vec<Known> =
        fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    known.into_iter().map(|known| (known.path.clone(), known)).collect()
}

fn pour(file: &mut File, sink: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<(Digest, u64)> {
    let mut chunk = vec![0; CHUNK];
    let mut hash = Hash::content();
    let mut size = 0;
    loop {
        let read = match file.read(&mut chunk) {
            Ok(0) => return Ok((hash.finish(), size)),
            Ok(read) => read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hash.feed(&chunk[..read]);
        sink(&chunk[..read])?;
        size += read as u64;
    }
}
