//! `secrets set`: one value.

use std::io::{IsTerminal, Read};

use zeroize::{Zeroize, Zeroizing};

use super::Which;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::{FAINT, GOOD};

pub(super) fn run(which: &Which<'_>, name: &str) -> Result<Exit, Stop> {
    // Before the password is asked for, which may be on the same terminal.
    let value = value(which, name)?;
    let mut file = which.writable()?;
    let changed = file.set(name, &value)?;
    if changed {
        file.write()?;
    }
    let (word, at) = (if changed { "Set" } else { "Unchanged" }, file.path.display());
    which.context.terminal.say(&format!("{GOOD}{word}{GOOD:#} {name} {FAINT}{at}{FAINT:#}"));
    Ok(Exit::Done)
}

/// Standard input without one line break at its end, or what is typed and not shown. Never an argument, which the history
/// of the shell and the list of processes have.
fn value(which: &Which<'_>, name: &str) -> Result<Zeroizing<String>, Stop> {
    let stdin = std::io::stdin();
    let value = if stdin.is_terminal() {
        which.context.terminal.ask_hidden(&format!("Value of {name}:"))
    } else {
        let mut bytes = Zeroizing::new(Vec::with_capacity(64 * 1024));
        stdin
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|error| Stop::failed(Problem::new(format!("cannot read the value: {error}"))))?;
        let end = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let end = end.strip_suffix(b"\r").unwrap_or(end).len();
        bytes.truncate(end);
        let text = String::from_utf8(std::mem::take(&mut *bytes)).map_err(|error| {
            error.into_bytes().zeroize();
            Stop::usage(Problem::new("the value on standard input is not text in UTF-8"))
        })?;
        Some(Zeroizing::new(text))
    };
    value.filter(|value| !value.is_empty()).ok_or_else(|| {
        let problem = Problem::new(format!("`{name}` was given no value"));
        Stop::usage(
            problem.help(format!("pipe it in, such as: cargo run -- secrets set {name} {} < FILE", which.options())),
        )
    })
}
