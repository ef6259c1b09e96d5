//! `secrets encrypt`: a file in the clear, encrypted in its place.

use std::path::Path;

use zeroize::Zeroizing;

use super::Which;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::{GOOD, count};
use crate::vault::{self, VaultFile};

pub(super) fn run(which: &Which<'_>, path: &Path, values: bool) -> Result<Exit, Stop> {
    let bytes = Zeroizing::new(super::decrypt::read(path)?);
    if vault::is_sealed(&bytes) {
        let problem = Problem::new(format!("`{}` is encrypted already", path.display()));
        return Err(Stop::usage(
            problem.help("`secrets rekey` gives it another password, `secrets decrypt` prints it"),
        ));
    }
    let mut words = format!("{GOOD}Encrypted{GOOD:#} {}", path.display());
    if values {
        let no_file = || vault::no_file(path, &which.options());
        let mut file = VaultFile::read(path, &|| which.password(false))?.ok_or_else(no_file)?;
        let new = !file.has_sealed();
        file.unlock_to_write(&|| which.password(new))?;
        words += &format!(": {}", count(file.seal_values()?, "value"));
        file.write()?;
    } else {
        vault::write(path, vault::seal_bytes(&bytes, &which.password(true)?, None)?.as_bytes())?;
    }
    which.context.terminal.say(&words);
    Ok(Exit::Done)
}
