//! Hands a command to the infra crate's own command line.
//!
//! Owns the call of `cargo run`. Where the system can, cargo takes this process's place, and the infra crate takes
//! cargo's: terminal, signals and exit code are then its own.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, ExitCode};

use super::args;
use crate::cli::problem::{Problem, Stop};
use crate::cli::stage::nearest;
use crate::cli::terminal::Terminal;
use crate::scaffold::{InfraCrate, cargo};

/// Runs `given`, all that stood on the command line, in the infra crate. `words` begin with the command's name.
pub(super) fn run(terminal: Terminal, words: &[OsString], given: &[OsString]) -> Result<ExitCode, Stop> {
    let name = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    // A slip in one of this program's own words must not start a build.
    if let Some(slip) = slip(&name, &args::own_names()) {
        return Err(slip);
    }
    let infra =
        InfraCrate::find(Path::new(".")).map_err(|error| slip(&name, &args::names()).unwrap_or(error.into()))?;
    let mut command = Command::new(cargo());
    command.arg("run");
    // Nobody wants to read cargo's lines before each result; while it compiles the first time, somebody does.
    let waits = std::io::stderr().is_terminal() && !infra.is_built();
    if !(terminal.verbose || waits && !terminal.quiet) {
        command.arg("--quiet");
    }
    command.arg("--manifest-path").arg(infra.manifest()).arg("--").args(given);
    start(command)
}

/// What to say of a word that is near to one of these, and is no command of an infra crate.
fn slip(name: &str, known: &[String]) -> Option<Stop> {
    if args::is_infras(name) {
        return None;
    }
    let near = nearest(name, known.iter().map(String::as_str))?;
    let problem = Problem::new(format!("there is no command `{name}`")).help(format!("did you mean `{near}`?"));
    Some(Stop::usage(problem))
}

#[cfg(unix)]
fn start(mut command: Command) -> Result<ExitCode, Stop> {
    use std::os::unix::process::CommandExt;
    // It returns only where it failed.
    Err(cannot_start(&command.exec()))
}

#[cfg(not(unix))]
fn start(mut command: Command) -> Result<ExitCode, Stop> {
    let status = command.status().map_err(|error| cannot_start(&error))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

fn cannot_start(error: &std::io::Error) -> Stop {
    Stop::failed(Problem::new(format!("cannot start cargo: {error}")))
}
