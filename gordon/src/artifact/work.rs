//! What the builders of one build share: folders, cache, tools, events.
//!
//! Owns the layout of `_build` and how finished work gets there whole; must not know runtimes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::archive::{self, Body, Entry};
use super::command::{self, Program};
use super::digest::{Digest, Hash};
use super::event::{Counters, Event, Stats};
use super::index::Index;
use super::lock::{self, Lock};
use super::stamp::{Clock, Stamp};
use super::tree::{TreeFile, Walk};
use super::{Artifact, Error, Settings};

/// One build.
pub(super) struct Work<'a> {
    pub(super) settings: &'a Settings,
    pub(super) index: Index,
    /// `_build`, resolved.
    pub(super) build_dir: PathBuf,
    events: &'a (dyn Fn(Event) + Sync),
    counters: Arc<Counters>,
    cache: PathBuf,
    artifacts: PathBuf,
    temp: PathBuf,
    temp_lock: Option<Lock>,
    serial: AtomicU64,
}

/// Sizes of an artifact that is in `_build/artifacts`, in bytes.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Sizes {
    zip: u64,
    unzipped: u64,
}

/// A file of a shared install, as its manifest has it.
#[derive(Serialize, Deserialize)]
struct Installed {
    name: String,
    executable: bool,
    size: u64,
    hash: Digest,
}

impl<'a> Work<'a> {
    pub(super) fn open(settings: &'a Settings, events: &'a (dyn Fn(Event) + Sync)) -> Result<Self, Error> {
        let given = &settings.build_dir;
        let folders = ["artifacts", "cache/artifacts", "cache/results", "cache/installs", "cache/locks", "cache/tmp"];
        for folder in folders {
            let folder = given.join(folder);
            fs::create_dir_all(&folder).map_err(|e| Error::io("create", &folder, e))?;
        }
        let build_dir = fs::canonicalize(given).map_err(|e| Error::io("read", given, e))?;
        let cache = build_dir.join("cache");
        let tmp = cache.join("tmp");
        let (temp, temp_lock) = own_temp(&tmp).map_err(|e| Error::io("create", &tmp, e))?;
        let counters = Arc::new(Counters::default());
        let clock = Clock::new(temp.join("clock")).map_err(|e| Error::io("write", &temp, e))?;
        Ok(Self {
            settings,
            index: Index::open(cache.join("files.json"), clock, Arc::clone(&counters)),
            artifacts: build_dir.join("artifacts"),
            build_dir,
            events,
            counters,
            cache,
            temp,
            temp_lock: Some(temp_lock),
            serial: AtomicU64::new(0),
        })
    }

    pub(super) fn tell(&self, event: Event) {
        (self.events)(event);
    }

    pub(super) fn started(&self, name: &str, step: &'static str) {
        self.tell(Event::Started { name: name.to_owned(), step });
    }

    pub(super) fn stats(&self) -> Stats {
        self.counters.stats()
    }

    /// A new empty folder that goes with the build.
    pub(super) fn stage(&self) -> Result<PathBuf, Error> {
        let folder = self.temp.join(self.serial.fetch_add(1, Ordering::Relaxed).to_string());
        fs::create_dir(&folder).map_err(|e| Error::io("create", &folder, e))?;
        Ok(folder)
    }

    /// A program on the search path.
    pub(super) fn tool(&self, name: &str) -> Option<PathBuf> {
        command::find(name, &self.settings.search_path)
    }

    /// A program with what tells its version from another's, as far as the file system can.
    pub(super) fn tool_key(&self, path: &Path) -> String {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let stamp = fs::metadata(&path).map(|metadata| Stamp::of(&metadata).to_key()).unwrap_or_default();
        format!("{} {stamp}", path.display())
    }

    /// Runs a program for one function; its output becomes events.
    pub(super) fn run(&self, name: &str, program: Program, keep: bool) -> Result<Vec<u8>, Error> {
        self.counters.command_run();
        let program = program.env("PATH", &self.settings.search_path);
        program.run(keep, &|line| self.tell(Event::Output { name: name.to_owned(), line }))
    }

    /// Keeps others, in this build or another on the same `_build`, from the same work.
    pub(super) fn lock(&self, what: Digest) -> Result<Lock, Error> {
        let path = self.cache.join("locks").join(what.to_string());
        lock::hold(&path).map_err(|e| Error::io("write", &path, e))
    }

    /// The files of a folder of the user's; `_build` is never among them.
    pub(super) fn walk<'w>(&'w self, folder: &'w Path, bound: &'w Path) -> Walk<'w> {
        Walk { folder, bound, without: Some(&self.build_dir), lenient: false, index: &self.index }
    }

    /// The files of a folder that a build made.
    pub(super) fn made(&self, folder: &Path) -> Result<Vec<TreeFile>, Error> {
        let folder = fs::canonicalize(folder).map_err(|e| Error::io("read", folder, e))?;
        self.walk_made(&folder, &folder)
    }

    /// The same, where links may lead to another place that a build made.
    pub(super) fn walk_made(&self, folder: &Path, bound: &Path) -> Result<Vec<TreeFile>, Error> {
        Walk { folder, bound, without: None, lenient: false, index: &self.index }.everything()
    }

    /// A small thing remembered under a key.
    pub(super) fn note(&self, key: Digest) -> Option<Vec<u8>> {
        fs::read(self.result(key).with_extension("json")).ok()
    }

    /// Remembers a small thing under a key.
    pub(super) fn set_note(&self, key: Digest, note: &[u8]) -> Result<(), Error> {
        let path = self.result(key).with_extension("json");
        lock::replace(&path, note).map_err(|e| Error::io("write", &path, e))
    }

    /// Adds names, modes and contents to a key; reads only what changed.
    pub(super) fn key_files(&self, key: &mut Hash, files: &[TreeFile]) -> Result<(), Error> {
        key.add(files.len().to_le_bytes());
        for file in files {
            let hash = match self.index.known(&file.path, &file.stamp) {
                Some(hash) => hash,
                None => self.index.hash(&file.path)?,
            };
            key.add(&file.name);
            key.add([u8::from(file.executable)]);
            key.add(hash.bytes());
        }
        Ok(())
    }

    /// The artifact that inputs with this key gave before, if it is still there.
    pub(super) fn recall(&self, name: &str, key: Digest) -> Option<Artifact> {
        let digest = fs::read_to_string(self.result(key)).ok()?.parse().ok()?;
        self.existing(name, digest)
    }

    /// Remembers that inputs with this key give this artifact.
    pub(super) fn remember(&self, key: Digest, digest: Digest) -> Result<(), Error> {
        let path = self.result(key);
        lock::replace(&path, digest.to_string().as_bytes()).map_err(|e| Error::io("write", &path, e))
    }

    fn result(&self, key: Digest) -> PathBuf {
        self.cache.join("results").join(key.to_string())
    }

    fn zip(&self, digest: Digest) -> PathBuf {
        self.artifacts.join(format!("{digest}.zip"))
    }

    fn sizes(&self, digest: Digest) -> PathBuf {
        self.cache.join("artifacts").join(digest.to_string())
    }

    /// An artifact whose zip is there, whole.
    fn existing(&self, name: &str, digest: Digest) -> Option<Artifact> {
        let path = self.zip(digest);
        let sizes: Sizes = serde_json::from_slice(&fs::read(self.sizes(digest)).ok()?).ok()?;
        if fs::metadata(&path).ok()?.len() != sizes.zip {
            return None;
        }
        let unzipped_size = sizes.unzipped;
        Some(Artifact { name: name.to_owned(), digest, path, zip_size: sizes.zip, unzipped_size, cached: true })
    }

    /// Makes sorted entries an artifact, unless it is there already.
    pub(super) fn seal(&self, name: &str, entries: &[Entry]) -> Result<Artifact, Error> {
        archive::unzipped_size(entries)?;
        if let Some(artifact) = archive::digest(entries).and_then(|digest| self.existing(name, digest)) {
            return Ok(artifact);
        }
        self.started(name, "zip");
        let part = self.stage()?.join("zip");
        let (digest, unzipped_size) = archive::write(entries, &part, &self.index)?;
        if let Some(artifact) = self.existing(name, digest) {
            fs::remove_file(&part).map_err(|e| Error::io("remove", &part, e))?;
            return Ok(artifact);
        }
        let path = self.zip(digest);
        let zip_size = fs::metadata(&part).map_err(|e| Error::io("read", &part, e))?.len();
        fs::rename(&part, &path).map_err(|e| Error::io("write", &path, e))?;
        let sizes = self.sizes(digest);
        let json = serde_json::to_vec(&Sizes { zip: zip_size, unzipped: unzipped_size });
        let json = json.map_err(|e| Error::io("write", &sizes, e.into()))?;
        lock::replace(&sizes, &json).map_err(|e| Error::io("write", &sizes, e))?;
        self.counters.zip_written();
        Ok(Artifact { name: name.to_owned(), digest, path, zip_size, unzipped_size, cached: false })
    }

    /// The files that `make` puts into a folder: made once for all with the same key, and kept.
    pub(super) fn install(
        &self,
        key: Digest,
        make: impl FnOnce(&Path) -> Result<(), Error>,
    ) -> Result<Vec<Entry>, Error> {
        let home = self.cache.join("installs").join(key.to_string());
        let manifest = home.join("manifest.json");
        if let Some(entries) = installed(&home, &manifest) {
            return Ok(entries);
        }
        let _held = self.lock(key)?;
        if let Some(entries) = installed(&home, &manifest) {
            return Ok(entries);
        }
        let stage = self.stage()?;
        let files = stage.join("files");
        fs::create_dir(&files).map_err(|e| Error::io("create", &files, e))?;
        make(&files)?;
        let mut list = Vec::new();
        for file in self.made(&files)? {
            let (hash, size) = self.index.read_once(&file.path, &mut |_| Ok(()))?;
            // Links are followed once and for all, so that the manifest's names are where the contents are.
            list.push(Installed { name: file.name, executable: file.executable, size, hash });
        }
        let json = serde_json::to_vec(&list).map_err(|e| Error::io("write", &manifest, e.into()))?;
        let fail = |e| Error::io("write", &home, e);
        fs::write(stage.join("manifest.json"), json).map_err(fail)?;
        if home.exists() {
            fs::remove_dir_all(&home).map_err(fail)?;
        }
        fs::rename(&stage, &home).map_err(fail)?;
        installed(&home, &manifest).ok_or_else(|| fail(io::ErrorKind::InvalidData.into()))
    }

    /// Writes what was learnt and clears the build's own folder.
    pub(super) fn close(&self) -> Result<(), Error> {
        self.index.save()
    }
}

impl Drop for Work<'_> {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build, once the lock is gone.
        fs::remove_dir_all(&self.temp).ok();
        // Removed while held: once it is free, a file of this name is another build's.
        fs::remove_file(self.temp.with_extension("lock")).ok();
        self.temp_lock = None;
    }
}

fn installed(home: &Path, manifest: &Path) -> Option<Vec<Entry>> {
    let list: Vec<Installed> = serde_json::from_slice(&fs::read(manifest).ok()?).ok()?;
    let entry = |file: Installed| Entry {
        body: Body::Made(home.join("files").join(&file.name)),
        name: file.name,
        executable: file.executable,
        size: file.size,
        hash: Some(file.hash),
    };
    Some(list.into_iter().map(entry).collect())
}

/// A folder of this build's own, after those of builds that died are gone.
fn own_temp(tmp: &Path) -> io::Result<(PathBuf, Lock)> {
    let _held = lock::hold(&tmp.with_extension("lock"))?;
    for entry in fs::read_dir(tmp)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "lock")
            && let Some(_dead) = lock::try_hold(&path)?
        {
            fs::remove_dir_all(path.with_extension("")).ok();
            // A build that ended just now has removed it itself.
            fs::remove_file(&path).or_else(|e| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) })?;
        }
    }
    let mut number = 0;
    loop {
        let folder = tmp.join(format!("{}-{number}", std::process::id()));
        let mine = folder.with_extension("lock");
        if !mine.exists() {
            let held = lock::hold(&mine)?;
            fs::create_dir_all(&folder)?;
            return Ok((folder, held));
        }
        number += 1;
    }
}
