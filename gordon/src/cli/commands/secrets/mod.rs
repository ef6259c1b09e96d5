//! `secrets`: the vault of a stage, a file a command.

mod decrypt;
mod edit;
mod encrypt;
mod get;
mod list;
mod rekey;
mod set;

use std::path::PathBuf;

use crate::cli::args::{SecretsCommand, WhichVault};
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Stop};
use crate::cli::stage::Chosen;
use crate::cli::vaults::Vaults;
use crate::vault::{self, COMMON, Error, Password, VaultFile};

pub(in crate::cli) fn run(context: &Context, command: &SecretsCommand) -> Result<Exit, Stop> {
    match command {
        SecretsCommand::Set { name, which } => set::run(&Which::of(context, which)?, name),
        SecretsCommand::Get { name, which } => get::run(&Which::of(context, which)?, name),
        SecretsCommand::Edit(which) => edit::run(&Which::of(context, which)?),
        SecretsCommand::List(which) => list::run(&Which::of(context, which)?),
        SecretsCommand::Rekey(which) => rekey::run(&Which::of(context, which)?),
        SecretsCommand::Encrypt { file, values, which } => encrypt::run(&Which::of(context, which)?, file, *values),
        SecretsCommand::Decrypt { file, which } => decrypt::run(&Which::of(context, which)?, file),
    }
}

/// The vault that a command is about.
struct Which<'a> {
    context: &'a Context,
    vaults: Vaults<'a>,
    /// The stage, unless only the vault of all stages is meant.
    stage: Option<Chosen>,
    /// The vault's name: the stage's, or that of the vault of all stages.
    name: String,
}

impl<'a> Which<'a> {
    fn of(context: &'a Context, args: &'a WhichVault) -> Result<Self, Stop> {
        let stage = match &args.stage {
            Some(name) => Some(context.stage(name, args.new)?),
            None => None,
        };
        let vaults = Vaults { context, args: &args.vault, stage: args.stage.as_deref() };
        let name = stage.as_ref().filter(|_| !args.common).map_or(COMMON, |stage| stage.name.as_str()).to_owned();
        Ok(Self { context, vaults, stage: stage.filter(|_| !args.common), name })
    }

    fn path(&self) -> PathBuf {
        vault::path(&self.vaults.folder(), &self.name)
    }

    /// The vault's password; a `new` vault's is asked for twice.
    fn password(&self, new: bool) -> Result<Password, Error> {
        self.vaults.with_passwords(new, |passwords| passwords.of(&self.name))
    }

    /// The vault's file, where there is one.
    fn file(&self) -> Result<Option<VaultFile>, Error> {
        VaultFile::read(&self.path(), &|| self.password(false))
    }

    /// The options that name this vault, for a hint.
    fn options(&self) -> String {
        match &self.stage {
            Some(stage) => format!("--stage {}", stage.name),
            None => "--common".to_owned(),
        }
    }

    /// The vault's file, which must be there.
    fn existing(&self) -> Result<VaultFile, Error> {
        self.file()?.ok_or_else(|| vault::no_file(&self.path(), &self.options()))
    }

    /// The vault's file, new where there is none, ready to encrypt.
    fn writable(&self) -> Result<VaultFile, Error> {
        let (mut file, new) = match self.file()? {
            Some(file) => (file, false),
            None => (VaultFile::new(&self.path()), true),
        };
        file.unlock_to_write(&|| self.password(new))?;
        Ok(file)
    }
}
