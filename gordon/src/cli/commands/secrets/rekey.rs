//! `secrets rekey`: another password for every value, or for none.

use super::Which;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::{FAINT, GOOD};
use crate::vault::Password;

pub(super) fn run(which: &Which<'_>) -> Result<Exit, Stop> {
    let mut file = which.existing()?;
    file.unlock_to_write(&|| which.password(false))?;
    file.rekey(new_password(which)?)?;
    file.write()?;
    let terminal = which.context.terminal;
    terminal.say(&format!("{GOOD}Encrypted anew{GOOD:#} {}", file.path.display()));
    terminal.say(&format!("{FAINT}other vaults keep their password; whoever applies needs the new one now{FAINT:#}"));
    Ok(Exit::Done)
}

fn new_password(which: &Which<'_>) -> Result<Password, Stop> {
    const VARIABLE: &str = "VAULT_NEW_PASSWORD";
    let variable = std::env::var_os(VARIABLE).map(|value| zeroize::Zeroizing::new(value.into_encoded_bytes()));
    if let Some(password) = variable.and_then(|value| Password::trimmed(&value, VARIABLE)) {
        return Ok(password);
    }
    let typed = which.vaults.ask_twice(&format!("New password of the vault `{}`:", which.name));
    typed.and_then(|typed| Password::trimmed(typed.as_bytes(), "the prompt")).ok_or_else(|| {
        Stop::failed(
            Problem::new("nobody said the new password").help(format!("set {VARIABLE}, or type it at a terminal")),
        )
    })
}
