//! What happens while a function runs or the emulator starts, as data for whoever prints it.
//!
//! Owns the events of `local`; must not print.

use std::path::PathBuf;
use std::time::Duration;

/// The output that a line was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Something that happened on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A line that the function wrote, without its end. Bytes that are not UTF-8 are replaced.
    Log {
        /// Where it was written.
        stream: Stream,
        /// The line.
        line: String,
    },
    /// Something that may differ from AWS.
    Note(Note),
    /// The function's process was started.
    Started {
        /// The program: an interpreter, or the function's own `bootstrap`.
        program: PathBuf,
        /// Its process ID.
        pid: u32,
    },
    /// The function's process is ready for its first event.
    Ready {
        /// How long that took.
        init: Duration,
    },
    /// Java's side of the Runtime API is being compiled, which happens once for each Java.
    Compiling,
    /// The emulator is being installed, which happens once for each version.
    Installing {
        /// The emulator's version.
        version: &'static str,
        /// The virtual environment that is made.
        folder: PathBuf,
    },
    /// The emulator is being started.
    Starting {
        /// The port on the loopback address.
        port: u16,
    },
}

/// A difference from AWS that is worth a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// The interpreter found is not of the runtime's version.
    VersionDiffers {
        /// The runtime, such as `python3.13`.
        runtime: &'static str,
        /// The version found, such as `3.11.7`.
        found: String,
        /// The interpreter.
        program: PathBuf,
    },
    /// Loading took longer than the ten seconds of Lambda's init phase, after which Lambda would start over.
    SlowInit {
        /// How long it took.
        took: Duration,
    },
}

/// What receives events: called from the task that awaits, one event at a time.
pub type Events<'a> = &'a (dyn Fn(Event) + Send + Sync);
