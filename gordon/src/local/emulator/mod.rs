//! The AWS emulator of stage `local`: MiniStack, one a project, installed and started on first use.
//!
//! Owns its life: install, start, reuse, stop, its log. Must not imitate any service of AWS.
//!
//! It outlives the command that started it and listens on the loopback address alone. What it holds is kept from one
//! start to the next when it was stopped in an orderly way; after a crash it starts with what it held at its last stop.

mod install;
mod record;
mod server;
mod url;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use install::VERSION;
pub use url::callable_url;

use super::error::Error;
use super::event::Events;
use record::Record;

/// An emulator that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emulator {
    /// Where its AWS APIs are, such as `http://127.0.0.1:40123`.
    pub endpoint: String,
    /// Its process ID.
    pub pid: u32,
    /// The file that it logs to.
    pub log: PathBuf,
    /// Whether this call started it.
    pub started_now: bool,
}

/// What is known of a project's emulator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where its AWS APIs are.
    pub endpoint: String,
    /// Its process ID.
    pub pid: u32,
    /// MiniStack's version.
    pub version: String,
    /// Whether it answers.
    pub healthy: bool,
    /// When it was started.
    pub started: SystemTime,
    /// The file that it logs to.
    pub log: PathBuf,
}

/// The emulator of the project whose state folder this is (`_build/local`): the one that runs, or a new one.
///
/// # Errors
///
/// The kinds [`MissingPython`](super::ErrorKind::MissingPython), [`MissingVenv`](super::ErrorKind::MissingVenv),
/// [`Network`](super::ErrorKind::Network) and [`Install`](super::ErrorKind::Install) on first use;
/// [`EmulatorStart`](super::ErrorKind::EmulatorStart) with the end of its log; [`Io`](super::ErrorKind::Io).
pub async fn ensure(state_dir: &Path, events: Events<'_>) -> Result<Emulator, Error> {
    let data = record::data_dir(state_dir)?;
    let _lock = install::lock(data.join("emulator.lock")).await?;
    let old = Record::read(&data);
    if let Some(record) = &old
        && let Some(pid) = record.process().await
    {
        if record.version == VERSION && server::answers(record).await {
            return Ok(emulator(record, pid, state_dir, false));
        }
        // It hangs, or belongs to another version of Gordon.
        server::end(record, pid).await?;
    }
    let python = install::ensure(events).await?;
    let record = server::start(&python, &data, &logs(state_dir), old.map(|old| old.port), events).await?;
    let pid = record.pid.unwrap_or_default();
    Ok(emulator(&record, pid, state_dir, true))
}

fn emulator(record: &Record, pid: u32, state_dir: &Path, started_now: bool) -> Emulator {
    Emulator { endpoint: record.endpoint(), pid, log: logs(state_dir), started_now }
}

/// What is known of a project's emulator; `None` when none runs.
///
/// # Errors
///
/// [`Io`](super::ErrorKind::Io) when the cache folder cannot be used.
pub async fn status(state_dir: &Path) -> Result<Option<Status>, Error> {
    let data = record::data_dir(state_dir)?;
    let Some(record) = Record::read(&data) else { return Ok(None) };
    let Some(pid) = record.process().await else { return Ok(None) };
    Ok(Some(Status {
        endpoint: record.endpoint(),
        pid,
        healthy: record.is_healthy().await,
        started: UNIX_EPOCH + Duration::from_secs(record.started),
        log: logs(state_dir),
        version: record.version,
    }))
}

/// Stops a project's emulator, which keeps what it holds for its next start. Tells whether one ran.
///
/// # Errors
///
/// [`EmulatorStop`](super::ErrorKind::EmulatorStop) when it does not end even when killed; [`Io`](super::ErrorKind::Io).
pub async fn stop(state_dir: &Path) -> Result<bool, Error> {
    let data = record::data_dir(state_dir)?;
    let _lock = install::lock(data.join("emulator.lock")).await?;
    stop_locked(&data).await
}

async fn stop_locked(data: &Path) -> Result<bool, Error> {
    let Some(mut record) = Record::read(data) else { return Ok(false) };
    let Some(pid) = record.process().await else { return Ok(false) };
    server::end(&record, pid).await?;
    record.pid = None;
    record.write(data)?;
    Ok(true)
}

/// Stops a project's emulator and forgets all that it held.
///
/// # Errors
///
/// As [`stop`].
pub async fn reset(state_dir: &Path) -> Result<(), Error> {
    let data = record::data_dir(state_dir)?;
    let _lock = install::lock(data.join("emulator.lock")).await?;
    stop_locked(&data).await?;
    for folder in server::FOLDERS {
        match fs::remove_dir_all(data.join(folder)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io(format!("could not remove {}", data.join(folder).display()), error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The file that a project's emulator logs to; it begins anew with each start.
#[must_use]
pub fn logs(state_dir: &Path) -> PathBuf {
    state_dir.join("emulator.log")
}

/// Reads the emulator's log line by line, and with `follow` goes on reading what is added until the future is dropped.
///
/// # Errors
///
/// [`Io`](super::ErrorKind::Io) when there is a log and it cannot be read.
pub async fn read_logs(state_dir: &Path, follow: bool, line: &(dyn Fn(&str) + Send + Sync)) -> Result<(), Error> {
    server::read_log(&logs(state_dir), follow, line).await
}

#[cfg(test)]
mod tests;
