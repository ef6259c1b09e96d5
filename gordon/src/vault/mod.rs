//! Vaults: encrypted values in files of the infra crate, in Ansible Vault's format.
//!
//! Owns `secrets/{stage}.yml` and `secrets/common.yml`, which every stage reads too. A file is encrypted as a whole, or
//! value by value (`name: !vault |`). Must not print or ask, write a decrypted value to any file, or say one in an error.
//!
//! Gordon's own files are value by value: names stay readable without a password, and a change shows which name it is of.

mod document;
mod envelope;
mod error;
mod file;
mod memory;
mod password;
mod scalar;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use gordon_schema::words::{closest, listed};
use zeroize::Zeroizing;

pub(crate) use document::{Content, Entry};
pub(crate) use error::{Error, Kind};
pub(crate) use file::{Form, VaultFile, is_sealed, open_bytes, seal_bytes, write};
pub(crate) use memory::MemoryFile;
pub(crate) use password::{Password, Passwords};

/// The vault that every stage reads.
pub(crate) const COMMON: &str = "common";

/// The file of a vault.
pub(crate) fn path(folder: &Path, vault: &str) -> PathBuf {
    folder.join(format!("{vault}.yml"))
}

/// The opened vault of a stage: its own file, then that of all stages.
#[derive(Debug)]
pub(crate) struct Vault {
    stage: String,
    files: Vec<VaultFile>,
}

impl Vault {
    /// Opens what there is of a stage's two files.
    pub(crate) fn open(folder: &Path, stage: &str, passwords: &Passwords<'_>) -> Result<Self, Error> {
        let mut files = Vec::new();
        for vault in [stage, COMMON] {
            // A stage may have that very name.
            if vault == COMMON && stage == COMMON && !files.is_empty() {
                continue;
            }
            let password = || passwords.of(vault);
            if let Some(mut file) = VaultFile::read(&path(folder, vault), &password)? {
                file.unlock(&password)?;
                files.push(file);
            }
        }
        if files.is_empty() {
            let (own, common) = (path(folder, stage), path(folder, COMMON));
            let message =
                format!("`{stage}` has no vault: there is neither `{}` nor `{}`", own.display(), common.display());
            return Err(Error::new(Kind::NoVault, message)
                .hint(format!("make one with its first value: `cargo run -- secrets set NAME --stage {stage}`")));
        }
        Ok(Self { stage: stage.to_owned(), files })
    }

    /// A value by its name.
    pub(crate) fn get(&self, name: &str) -> Result<Zeroizing<String>, Error> {
        let found = self.files.iter().find_map(|file| Some((file, file.entry(name)?)));
        let Some((file, entry)) = found else {
            let vaults: Vec<String> = self.files.iter().map(|file| file.path.display().to_string()).collect();
            let vaults: Vec<&str> = vaults.iter().map(String::as_str).collect();
            let names: Vec<&str> = self.names().collect();
            return Err(missing(name, &vaults, &names).hint(meant(
                name,
                &names,
                &format!("`cargo run -- secrets set {name} --stage {}`", self.stage),
            )));
        };
        file.value(entry)
    }

    /// Names of values that are in the clear, each with its file.
    pub(crate) fn in_the_clear(&self) -> impl Iterator<Item = (&Path, &Entry)> {
        self.files.iter().flat_map(|file| file.in_the_clear().map(|entry| (file.path.as_path(), entry)))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().flat_map(VaultFile::entries).map(|entry| entry.name.as_str())
    }
}

/// That there is no such file; `options` name its vault on the command line.
pub(crate) fn no_file(path: &Path, options: &str) -> Error {
    Error::new(Kind::NoVault, format!("there is no vault `{}`", path.display()))
        .hint(format!("make one with its first value: `cargo run -- secrets set NAME {options}`"))
}

/// That a name is in none of these files.
fn missing(name: &str, vaults: &[&str], names: &[&str]) -> Error {
    let nothing = if names.is_empty() { ", which has no values" } else { "" };
    Error::new(Kind::Missing, format!("there is no `{name}` in {}{nothing}", listed(vaults, "or")))
}

/// The name that was meant, all there are, or how to add it.
fn meant(name: &str, names: &[&str], add: &str) -> String {
    match closest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Else add it: {add}"),
        None if names.is_empty() => format!("add it: {add}"),
        None => format!("there are {}; or add it: {add}", listed(names, "and")),
    }
}
