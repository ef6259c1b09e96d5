//! What a build tells while it runs, and what it counts.
//!
//! Owns the typed events and counters; must not print them.

use std::sync::atomic::{AtomicU64, Ordering};

use super::Digest;

/// Something that happened to one function or layer. `name` is as in `slack.slash`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A step that takes time began, such as `install dependencies`.
    Started {
        /// Whose artifact.
        name: String,
        /// What is done, in the imperative.
        step: &'static str,
    },
    /// A command of the step printed a line.
    Output {
        /// Whose artifact.
        name: String,
        /// The line, without its line break.
        line: String,
    },
    /// The artifact was there already; nothing was run and nothing written.
    Cached {
        /// Whose artifact.
        name: String,
        /// The artifact's digest.
        digest: Digest,
    },
    /// The artifact is ready.
    Finished {
        /// Whose artifact.
        name: String,
        /// The artifact's digest.
        digest: Digest,
        /// Bytes of the zip.
        zip_size: u64,
    },
    /// The build of this one failed; the error is in what `build` returns.
    Failed {
        /// Whose artifact.
        name: String,
    },
}

/// Work done by one build. A build of an unchanged tree has zero in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Files of the user's tree, or that a build left behind, that were opened and read.
    pub files_read: u64,
    /// Bytes of those files.
    pub bytes_read: u64,
    /// Files hashed; each is hashed in the same pass that reads it.
    pub files_hashed: u64,
    /// Zips written to `_build/artifacts`.
    pub zips_written: u64,
    /// Programs started.
    pub commands_run: u64,
}

/// [`Stats`] while the threads of a build still count.
#[derive(Debug, Default)]
pub(super) struct Counters {
    files_read: AtomicU64,
    bytes_read: AtomicU64,
    files_hashed: AtomicU64,
    zips_written: AtomicU64,
    commands_run: AtomicU64,
}

impl Counters {
    pub(super) fn read(&self, bytes: u64) {
        self.files_read.fetch_add(1, Ordering::Relaxed);
        self.files_hashed.fetch_add(1, Ordering::Relaxed);
        self.bytes_read.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn zip_written(&self) {
        self.zips_written.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn command_run(&self) {
        self.commands_run.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn stats(&self) -> Stats {
        Stats {
            files_read: self.files_read.load(Ordering::Relaxed),
            bytes_read: self.bytes_read.load(Ordering::Relaxed),
            files_hashed: self.files_hashed.load(Ordering::Relaxed),
            zips_written: self.zips_written.load(Ordering::Relaxed),
            commands_run: self.commands_run.load(Ordering::Relaxed),
        }
    }
}
