//! Answers of whoever sits at the terminal, for values that apply finds.
//!
//! Owns asking, and opening the stage's vault once; what is asked is `apply`'s to say.

use std::sync::OnceLock;

use zeroize::Zeroizing;

use super::args::VaultArgs;
use super::context::Context;
use super::vaults::Vaults;
use crate::apply::{Answers, Error, Kind};
use crate::vault::{self, Vault};

/// The person at the terminal, and the vault in the crate's folder.
pub(super) struct AtTerminal<'a> {
    vaults: Vaults<'a>,
    stage: &'a str,
    vault: OnceLock<Result<Vault, vault::Error>>,
}

impl<'a> AtTerminal<'a> {
    pub(super) fn new(context: &'a Context, args: &'a VaultArgs, stage: &'a str) -> Self {
        Self { vaults: Vaults { context, args, stage: Some(stage) }, stage, vault: OnceLock::new() }
    }

    /// Whether the vault was wanted, and there is none to open or nobody has its password.
    pub(super) fn has_no_vault(&self) -> bool {
        let kind = self.vault.get().and_then(|opened| Some(opened.as_ref().err()?.kind));
        matches!(kind, Some(vault::Kind::NoVault | vault::Kind::NoPassword))
    }
}

impl Answers for AtTerminal<'_> {
    fn ask(&self, question: &str, hidden: bool) -> Option<Zeroizing<String>> {
        let terminal = self.vaults.context.terminal;
        if hidden { terminal.ask_hidden(question) } else { terminal.ask(question).map(Zeroizing::new) }
    }

    fn vault(&self, name: &str) -> Result<Zeroizing<String>, Error> {
        let opened = self.vault.get_or_init(|| self.vaults.open(self.stage));
        let error = |kind, error: vault::Error| {
            let told = Error::new(kind, error.message);
            error.hint.into_iter().fold(told, Error::with_hint)
        };
        let vault = opened.as_ref().map_err(|failed| error(Kind::Vault, failed.clone()))?;
        vault.get(name).map_err(|failed| error(Kind::Value, failed))
    }
}
