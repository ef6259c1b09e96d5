//! Vaults as the command line finds them.
//!
//! Owns which folder they are in, who is asked for a password, and the warning about values in the clear.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::args::VaultArgs;
use super::context::Context;
use super::problem::Problem;
use crate::check::Severity;
use crate::vault::{Entry, Error, Passwords, Vault};

/// What an option says of vaults, for one stage or for none.
#[derive(Clone, Copy)]
pub(super) struct Vaults<'a> {
    pub(super) context: &'a Context,
    pub(super) args: &'a VaultArgs,
    pub(super) stage: Option<&'a str>,
}

impl Vaults<'_> {
    pub(super) fn folder(&self) -> PathBuf {
        self.args.secrets_dir.clone().unwrap_or_else(|| self.context.entry.crate_dir.join("secrets"))
    }

    /// Passwords, each asked for twice where it is a `new` one.
    pub(super) fn with_passwords<T>(&self, new: bool, then: impl FnOnce(&Passwords<'_>) -> T) -> T {
        let ask =
            |question: &str| if new { self.ask_twice(question) } else { self.context.terminal.ask_hidden(question) };
        then(&Passwords {
            stage: self.stage,
            file: self.args.vault_password_file.clone(),
            environment: &|name| std::env::var_os(name),
            ask: &ask,
            asked: Default::default(),
        })
    }

    /// Asks for what nobody sees, twice; `None` where the two differ.
    pub(super) fn ask_twice(&self, question: &str) -> Option<Zeroizing<String>> {
        let terminal = self.context.terminal;
        let first = terminal.ask_hidden(question)?;
        let same = terminal.ask_hidden("Once more:").is_some_and(|second| *second == *first);
        if !same {
            terminal.always("The two differ");
        }
        same.then_some(first)
    }

    /// Opens a stage's vault.
    pub(super) fn open(&self, stage: &str) -> Result<Vault, Error> {
        let vault = self.with_passwords(false, |passwords| Vault::open(&self.folder(), stage, passwords))?;
        self.warn(vault.in_the_clear());
        Ok(vault)
    }

    /// Says which values anybody can read. Not even their lines are shown: who forgot to encrypt one wants it secret.
    pub(super) fn warn<'a>(&self, clear: impl Iterator<Item = (&'a Path, &'a Entry)>) {
        for (path, entry) in clear {
            let at = format!("line {} of `{}`", entry.line, path.display());
            self.context.problem(&Problem {
                severity: Severity::Warning,
                help: Some(format!("encrypt it: `cargo run -- secrets encrypt --values {}`", path.display())),
                ..Problem::new(format!("`{}` is not encrypted: {at}", entry.name))
            });
        }
    }
}
