//! What the file system says of a file without reading it, and when that can be believed.
//!
//! Owns stamps and the file system's clock; must not read contents.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Seconds and nanoseconds on the file system's clock.
pub(super) type Time = (i64, u32);

/// Size, times and identity of a file. Two equal stamps mean equal content, if [`Clock::trusts`] the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    size: u64,
    modified: Time,
    changed: Time,
    inode: u64,
    device: u64,
}

impl Stamp {
    #[cfg(unix)]
    pub(super) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let nanoseconds = |n: i64| u32::try_from(n).unwrap_or(0);
        Self {
            size: metadata.len(),
            modified: (metadata.mtime(), nanoseconds(metadata.mtime_nsec())),
            changed: (metadata.ctime(), nanoseconds(metadata.ctime_nsec())),
            inode: metadata.ino(),
            device: metadata.dev(),
        }
    }

    /// Without a change time or a file's number, the time of modification is all there is.
    #[cfg(not(unix))]
    pub(super) fn of(metadata: &Metadata) -> Self {
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .map_or((0, 0), |since| (i64::try_from(since.as_secs()).unwrap_or(0), since.subsec_nanos()));
        Self { size: metadata.len(), modified, changed: modified, inode: 0, device: 0 }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The stamp as bytes for a hash.
    pub(super) fn to_key(self) -> String {
        format!("{self:?}")
    }
}

/// The clock that stamps files, read by writing to a file of our own.
///
/// A file that changes twice within one tick of this clock has the same stamp both times. So content is only
/// remembered under a stamp whose last tick was over before the content was read: whatever changes later gets a later
/// tick. Where the tick is still running, [`settle`](Clock::settle) waits for its end, a few milliseconds.
#[derive(Debug)]
pub(super) struct Clock {
    probe: PathBuf,
    now: Mutex<Time>,
}

/// Longer than a tick of any file system that keeps fractions of a second.
const TICK: Duration = Duration::from_millis(40);

impl Clock {
    pub(super) fn new(probe: PathBuf) -> io::Result<Self> {
        let now = read(&probe)?;
        Ok(Self { probe, now: Mutex::new(now) })
    }

    /// Lets the tick of a file that changed this very moment pass. Gives up on a file from the future.
    pub(super) fn settle(&self, stamp: &Stamp) -> io::Result<()> {
        if self.trusts(stamp) || stamp.changed.1 == 0 {
            return Ok(());
        }
        let start = Instant::now();
        loop {
            *self.now.lock().unwrap_or_else(PoisonError::into_inner) = read(&self.probe)?;
            let future = stamp.changed.0 > self.now().0 + 1;
            if self.trusts(stamp) || future || start.elapsed() > TICK {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn now(&self) -> Time {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether content read from now on can be remembered under this stamp.
    pub(super) fn trusts(&self, stamp: &Stamp) -> bool {
        let now = self.now();
        let (seconds, nanoseconds) = stamp.changed;
        // A whole second most likely means a file system that keeps no fractions, or only even seconds.
        if nanoseconds == 0 { seconds + 2 < now.0 } else { stamp.changed < now }
    }
}

fn read(probe: &std::path::Path) -> io::Result<Time> {
    let file = File::create(probe)?;
    io::Write::write_all(&mut &file, b".")?;
    drop(file);
    Ok(Stamp::of(&fs::metadata(probe)?).modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trusts_only_what_a_later_tick_has_sealed() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let clock = Clock::new(folder.path().join("clock"))?;
        let file = folder.path().join("file");
        fs::write(&file, "one")?;
        let stamp = Stamp::of(&fs::metadata(&file)?);
        assert!(!clock.trusts(&stamp), "the clock was read before the file was written");
        clock.settle(&stamp)?;
        assert!(clock.trusts(&stamp));
        fs::write(&file, "two")?;
        assert_ne!(Stamp::of(&fs::metadata(&file)?), stamp, "a change after the tick shows");
        Ok(())
    }

    #[test]
    fn a_file_from_the_future_or_without_fractions_is_not_trusted() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let clock = Clock::new(folder.path().join("clock"))?;
        let now = clock.now.lock().map(|now| *now).unwrap_or_default();
        let at = |changed| Stamp { size: 1, modified: changed, changed, inode: 1, device: 1 };
        assert!(!clock.trusts(&at((now.0 + 100, 5))));
        assert!(!clock.trusts(&at((now.0 - 1, 0))));
        assert!(clock.trusts(&at((now.0 - 3, 0))));
        assert!(clock.trusts(&at((now.0 - 1, 5))));
        Ok(())
    }
}
