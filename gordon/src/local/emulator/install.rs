//! The emulator's installation: one virtual environment a version, in the user's cache folder.
//!
//! Owns fetching MiniStack from PyPI, whole or not at all; must not start it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::process::Command;

use crate::local::cache::{cache_dir, digest, write_atomically};
use crate::local::error::{Error, ErrorKind};
use crate::local::event::{Event, Events};
use crate::local::{id, interpreter};
use crate::process;

/// The version of MiniStack that Gordon is tested with.
pub const VERSION: &str = "1.5.33";

/// MiniStack and all that it needs, pinned, so that tomorrow's install is today's.
const REQUIREMENTS: &str = include_str!("requirements.txt");

/// The oldest Python that MiniStack runs on.
const OLDEST_PYTHON: (u32, u32) = (3, 10);

/// A file that only a finished installation has.
const MARK: &str = "gordon-installed";

const INSTALL_LIMIT: Duration = Duration::from_secs(900);

/// The Python of the emulator's virtual environment, which is made if need be.
pub(super) async fn ensure(events: Events<'_>) -> Result<PathBuf, Error> {
    let parent = cache_dir()?.join("emulator");
    let folder = parent.join(format!("ministack-{VERSION}-{}", digest(&[REQUIREMENTS])));
    if let Some(python) = installed(&folder) {
        return Ok(python);
    }
    let lock = lock(parent.join(format!("{}.lock", name(&folder)))).await?;
    // Another process may have been at it while this one waited.
    if let Some(python) = installed(&folder) {
        return Ok(python);
    }
    events(Event::Installing { version: VERSION, folder: folder.clone() });
    tidy(&parent, &folder);
    let part = parent.join(format!("{}.{:016x}.part", name(&folder), id::random()));
    let made = make(&part, &folder).await;
    if made.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    made?;
    drop(lock);
    installed(&folder).ok_or_else(|| {
        Error::new(ErrorKind::Install, format!("{} has no Python after the installation", folder.display()))
    })
}

/// Takes a lock file, waiting for whoever has it. It is released when the file is dropped, or the process ends.
pub(super) async fn lock(file: PathBuf) -> Result<File, Error> {
    let describe = format!("could not lock {}", file.display());
    let taken = tokio::task::spawn_blocking(move || {
        fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        let lock = File::options().create(true).truncate(false).write(true).open(file)?;
        lock.lock()?;
        Ok(lock)
    });
    let taken = taken.await.unwrap_or_else(|error| Err(std::io::Error::other(error)));
    taken.map_err(|error| Error::io(describe, error))
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The Python of a finished installation. Its interpreter is a link, which dangles when that Python was removed.
fn installed(folder: &Path) -> Option<PathBuf> {
    let python = python_of(folder);
    (folder.join(MARK).is_file() && process::is_executable(&python)).then_some(python)
}

fn python_of(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}

/// Removes what interrupted installations left, and one whose Python is gone. The lock is held.
fn tidy(parent: &Path, folder: &Path) {
    let start = format!("{}.", name(folder));
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let entry_name = entry.file_name().to_string_lossy().into_owned();
        if entry_name.starts_with(&start) && entry_name.ends_with(".part") {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let _ = fs::remove_dir_all(folder);
}

/// Makes the environment in `part` and moves it to `folder`. Nothing in it that Gordon uses names its own path.
async fn make(part: &Path, folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(part).map_err(|error| Error::io(format!("could not make {}", part.display()), error))?;
    let requirements = part.join("requirements.txt");
    write_atomically(&requirements, REQUIREMENTS.as_bytes())?;
    let environment = part.join("venv");
    let pip = match find_python().await {
        Ok(python) => {
            run(Command::new(python).args(["-m", "venv"]).arg(&environment)).await?;
            let mut pip = Command::new(python_of(&environment));
            pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--retries", "2", "-r"]);
            pip
        }
        // uv needs no module of Python's, and can fetch a Python too.
        Err(error) => {
            let Some(uv) = process::find("uv") else { return Err(error) };
            run(Command::new(&uv).args(["venv", "--no-project", "--python", ">=3.10"]).arg(&environment)).await?;
            let mut pip = Command::new(uv);
            pip.args(["pip", "install", "--python"]).arg(python_of(&environment)).arg("-r");
            pip
        }
    };
    let mut pip = pip;
    run(pip.arg(&requirements)).await?;
    write_atomically(&environment.join(MARK), format!("{VERSION}\n").as_bytes())?;
    fs::rename(&environment, folder)
        .map_err(|error| Error::io(format!("could not make {}", folder.display()), error))?;
    let _ = fs::remove_dir_all(part);
    Ok(())
}

async fn run(command: &mut Command) -> Result<(), Error> {
    // These point Python at packages of another version.
    command.env_remove("PYTHONHOME").env_remove("PYTHONPATH");
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    let output = process::output(command, INSTALL_LIMIT).await;
    let output = output.map_err(|error| {
        let kind = if error.kind() == std::io::ErrorKind::TimedOut { ErrorKind::Network } else { ErrorKind::Install };
        Error::new(kind, format!("{program} failed while it installed the emulator")).source(error)
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(failure(&said))
}

/// What pip or uv said, as an error that tells what to do.
fn failure(said: &str) -> Error {
    // pip tells of each retry at length; its last lines tell the cause.
    let shown = |line: &&str| !line.is_empty() && !line.starts_with("WARNING: Retrying");
    let lines: Vec<&str> = said.lines().map(str::trim).filter(shown).collect();
    let tail = lines[lines.len().saturating_sub(6)..].join("\n");
    let signs = [
        "No matching distribution",
        "Could not find a version",
        "Max retries exceeded",
        "connection",
        "Connection",
        "name resolution",
        "timed out",
        "error sending request",
        "Failed to fetch",
        "CERTIFICATE_VERIFY_FAILED",
        "ProxyError",
    ];
    if signs.iter().any(|sign| said.contains(sign)) {
        return Error::new(ErrorKind::Network, format!("MiniStack {VERSION} could not be fetched from PyPI:\n{tail}"))
            .hint(
                "the emulator is fetched once, which needs the network. Behind a mirror set PIP_INDEX_URL; without a \
                 network put its wheels into a folder (pip download) and set PIP_NO_INDEX=1 and PIP_FIND_LINKS",
            );
    }
    let error = Error::new(ErrorKind::Install, format!("MiniStack {VERSION} could not be installed:\n{tail}"));
    if said.contains("ensurepip") { error.hint(VENV_HINT) } else { error }
}

const VENV_HINT: &str = "install it (Debian and Ubuntu: apt install python3-venv), or install uv";

/// A Python that is new enough and can make virtual environments.
async fn find_python() -> Result<PathBuf, Error> {
    let found = interpreter::pythons().await;
    let newest = found.iter().map(|python| python.version.as_str()).next();
    let mut without_venv = None;
    for python in found.iter().filter(|python| python.numbers() >= OLDEST_PYTHON) {
        let mut probe = Command::new(&python.program);
        probe.args(["-I", "-c", "import venv, ensurepip"]);
        if process::output(&mut probe, Duration::from_secs(20)).await.is_ok_and(|output| output.status.success()) {
            return Ok(python.program.clone());
        }
        without_venv.get_or_insert(&python.program);
    }
    let hint = "install Python 3.10 or later from python.org or your system's packages, or install uv";
    Err(match (without_venv, newest) {
        (Some(python), _) => {
            let message = format!("{} cannot make virtual environments: it lacks venv or ensurepip", python.display());
            Error::new(ErrorKind::MissingVenv, message).hint(VENV_HINT)
        }
        (None, Some(version)) => {
            let message = format!("the emulator needs Python 3.10 or later, and this machine has {version}");
            Error::new(ErrorKind::MissingPython, message).hint(hint)
        }
        (None, None) => {
            Error::new(ErrorKind::MissingPython, "the emulator needs Python 3.10 or later, and there is no python3")
                .hint(hint)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_say_what_to_do() {
        let error = failure("ERROR: No matching distribution found for ministack==1.5.33\n");
        assert_eq!(error.kind(), ErrorKind::Network);
        assert!(error.help().unwrap().contains("PIP_INDEX_URL"));
        let error = failure("The virtual environment was not created because ensurepip is not available.");
        assert_eq!(error.kind(), ErrorKind::Install);
        assert!(error.help().unwrap().contains("python3-venv"));
        let error = failure("ERROR: no space left on device");
        assert_eq!((error.kind(), error.help()), (ErrorKind::Install, None));
    }

    #[test]
    fn half_an_installation_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(installed(folder.path()), None);
        fs::write(folder.path().join(MARK), "").unwrap();
        assert_eq!(installed(folder.path()), None, "it has no Python");
    }
}
