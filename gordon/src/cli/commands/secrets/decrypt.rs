//! `secrets decrypt`: an encrypted file, to standard output and nowhere else.

use std::fs;
use std::path::Path;

use super::Which;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::vault::{self, VaultFile};

pub(super) fn run(which: &Which<'_>, path: &Path) -> Result<Exit, Stop> {
    let bytes = read(path)?;
    let password = || which.password(false);
    if vault::is_sealed(&bytes) {
        let (plain, _) = vault::open_bytes(&bytes, path, &password()?)?;
        which.context.terminal.result_bytes(&plain);
        return Ok(Exit::Done);
    }
    let no_file = || vault::no_file(path, &which.options());
    let mut file = VaultFile::read(path, &password)?.ok_or_else(no_file)?;
    file.unlock(&password)?;
    if !file.has_sealed() {
        let problem = Problem::new(format!("nothing in `{}` is encrypted", path.display()));
        return Err(Stop::usage(problem));
    }
    which.context.terminal.result_bytes(file.clear_text()?.as_bytes());
    Ok(Exit::Done)
}

/// The bytes of a file that was named.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    fs::read(path).map_err(|error| Stop::usage(Problem::new(format!("cannot read `{}`: {error}", path.display()))))
}
