//! Passwords of vaults, and where one comes from.
//!
//! Owns the order in which places are looked at. Must not print, or keep a password anywhere else.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::COMMON;
use super::error::{Error, Kind};
use crate::process;

/// A password. It prints as nothing.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Password {
    bytes: Zeroizing<Vec<u8>>,
    /// Where it is from, in words.
    from: String,
}

impl Password {
    pub(crate) fn new(bytes: &[u8], from: impl Into<String>) -> Self {
        Self { bytes: Zeroizing::new(bytes.to_vec()), from: from.into() }
    }

    /// Without the spaces around it, as Ansible has it; `None` where nothing is left.
    pub(crate) fn trimmed(bytes: &[u8], from: impl Into<String>) -> Option<Self> {
        let bytes = bytes.trim_ascii();
        (!bytes.is_empty()).then(|| Self::new(bytes, from))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn from(&self) -> &str {
        &self.from
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(•••)")
    }
}

/// Where passwords are found.
pub(crate) struct Passwords<'a> {
    /// The stage, where it is one stage's vault.
    pub(crate) stage: Option<&'a str>,
    /// A file that was named: it comes before all else.
    pub(crate) file: Option<PathBuf>,
    /// A variable of the environment.
    pub(crate) environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// Asks whoever is there, who is asked once.
    pub(crate) ask: &'a dyn Fn(&str) -> Option<Zeroizing<String>>,
    pub(crate) asked: RefCell<Option<Password>>,
}

impl fmt::Debug for Passwords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("stage", &self.stage).field("file", &self.file).finish_non_exhaustive()
    }
}

impl Passwords<'_> {
    /// The password of a vault: a stage's by its name, or that of all stages.
    ///
    /// The first of these that there is: the file that was named, `VAULT_PASSWORD_{vault}`, `VAULT_PASSWORD`, the file that
    /// `VAULT_PASSWORD_FILE` names, for the vault of all stages `VAULT_PASSWORD_{stage}`, and whoever can be asked.
    pub(crate) fn of(&self, vault: &str) -> Result<Password, Error> {
        if let Some(file) = &self.file {
            return from_file(file, vault);
        }
        if let Some(found) = self.own_variable(vault).or_else(|| self.variable("VAULT_PASSWORD")) {
            return Ok(found);
        }
        if let Some(file) = (self.environment)("VAULT_PASSWORD_FILE").filter(|file| !file.is_empty()) {
            return from_file(Path::new(&file), vault);
        }
        if let Some(found) = self.stage.filter(|_| vault == COMMON).and_then(|stage| self.own_variable(stage)) {
            return Ok(found);
        }
        let mut asked = self.asked.borrow_mut();
        if let Some(known) = &*asked {
            return Ok(known.clone());
        }
        let answer = (self.ask)(&format!("Password of the vault `{vault}`:"));
        let password =
            answer.and_then(|answer| Password::trimmed(answer.as_bytes(), "the prompt")).ok_or_else(|| {
                let message = format!("nobody said the password of the vault `{vault}`");
                Error::new(Kind::NoPassword, message).hint(format!(
                    "set VAULT_PASSWORD_{} or VAULT_PASSWORD, or name a file: --vault-password-file",
                    variable(vault)
                ))
            })?;
        Ok(asked.insert(password).clone())
    }

    /// `VAULT_PASSWORD_{vault}`, or the same as shells can set it.
    fn own_variable(&self, vault: &str) -> Option<Password> {
        self.variable(&format!("VAULT_PASSWORD_{vault}"))
            .or_else(|| self.variable(&format!("VAULT_PASSWORD_{}", variable(vault))))
    }

    fn variable(&self, name: &str) -> Option<Password> {
        let value = (self.environment)(name)?.into_encoded_bytes();
        Password::trimmed(&Zeroizing::new(value), name)
    }
}

/// A vault's name as part of a variable's.
fn variable(vault: &str) -> String {
    vault.to_uppercase().replace('-', "_")
}

/// A file's password: what it holds or, where it is a program, what that prints. One whose name ends with `-client` is
/// told which vault, as Ansible tells it.
fn from_file(file: &Path, vault: &str) -> Result<Password, Error> {
    let from = format!("`{}`", file.display());
    let empty = || Error::new(Kind::NoPassword, format!("{from} gives no password"));
    if !process::is_executable(file) {
        let bytes = fs::read(file).map_err(|error| {
            Error::file("read the vault's password from", file, &error)
                .hint("name another file, or set VAULT_PASSWORD in the environment")
        })?;
        return Password::trimmed(&Zeroizing::new(bytes), from.as_str()).ok_or_else(empty);
    }
    // A name without a folder would be looked for on PATH.
    let program = fs::canonicalize(file).map_err(|error| Error::file("run", file, &error))?;
    let is_client = file.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("-client"));
    let arguments: &[&str] = if is_client { &["--vault-id", vault] } else { &[] };
    let output = process::answer(&program, arguments).map_err(|error| Error::file("run", file, &error))?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        let message = format!("{from}, which prints the vault's password, failed: {}", output.status);
        return Err(Error::new(Kind::NoPassword, message));
    }
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = printed.iter().position(|byte| !is_break(byte)).ok_or_else(empty)?;
    let end = printed.iter().rposition(|byte| !is_break(byte)).ok_or_else(empty)?;
    Ok(Password::new(&printed[start..=end], from.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The password of a vault of stage `dev-eu`, with these variables and this answer.
    fn found(vault: &str, variables: &[(&str, &str)], answer: Option<&str>) -> Result<String, Error> {
        let environment =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        let ask = |_: &str| answer.map(|answer| Zeroizing::new(answer.to_owned()));
        let passwords = Passwords {
            stage: Some("dev-eu"),
            file: None,
            environment: &environment,
            ask: &ask,
            asked: RefCell::default(),
        };
        let password = passwords.of(vault)?;
        Ok(String::from_utf8(password.bytes().to_vec()).unwrap())
    }

    #[test]
    fn the_nearest_place_is_the_first() {
        let all = [
            ("VAULT_PASSWORD_dev-eu", "exact"),
            ("VAULT_PASSWORD_DEV_EU", "shouted"),
            ("VAULT_PASSWORD", "of-all"),
            ("VAULT_PASSWORD_COMMON", "common"),
        ];
        assert_eq!(found("dev-eu", &all, None).unwrap(), "exact");
        assert_eq!(found("dev-eu", &all[1..], None).unwrap(), "shouted");
        assert_eq!(found("dev-eu", &all[2..], None).unwrap(), "of-all");
        assert_eq!(found("common", &all, None).unwrap(), "common");
        assert_eq!(found("common", &all[..3], None).unwrap(), "of-all");
        assert_eq!(found("common", &all[..2], None).unwrap(), "exact", "what opens the stage's may open it");
        assert_eq!(found("dev-eu", &all[3..], Some(" typed \n")).unwrap(), "typed");
        assert_eq!(found("dev-eu", &[("VAULT_PASSWORD", " ")], Some("typed")).unwrap(), "typed", "nothing is none");
        let none = found("dev-eu", &[], None).unwrap_err();
        assert_eq!(none.kind, Kind::NoPassword);
        assert!(none.hint.unwrap().contains("VAULT_PASSWORD_DEV_EU"));
    }

    #[test]
    fn whoever_is_there_is_asked_once() {
        let times = std::cell::Cell::new(0);
        let ask = |_: &str| {
            times.set(times.get() + 1);
            Some(Zeroizing::new("typed".to_owned()))
        };
        let passwords =
            Passwords { stage: Some("dev"), file: None, environment: &|_| None, ask: &ask, asked: RefCell::default() };
        assert_eq!(passwords.of("dev").unwrap(), passwords.of("common").unwrap());
        assert_eq!(times.get(), 1);
    }

    #[test]
    fn files_and_programs_give_passwords() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str, mode: u32| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            path
        };
        let read =
            |path: PathBuf| from_file(&path, "dev").map(|found| String::from_utf8_lossy(found.bytes()).into_owned());
        assert_eq!(read(file("plain", " secret \n\n", 0o600)).unwrap(), "secret");
        assert_eq!(read(file("script", "#!/bin/sh\necho ' printed '\n", 0o700)).unwrap(), " printed ");
        assert_eq!(read(file("my-client.sh", "#!/bin/sh\necho \"$*\"\n", 0o700)).unwrap(), "--vault-id dev");
        for (name, text, mode, kind) in [
            ("empty", "\n", 0o600, Kind::NoPassword),
            ("silent", "#!/bin/sh\n", 0o700, Kind::NoPassword),
            ("failing", "#!/bin/sh\necho marker-password\nexit 3\n", 0o700, Kind::NoPassword),
        ] {
            let error = read(file(name, text, mode)).unwrap_err();
            assert_eq!(error.kind, kind, "{error}");
            assert!(!error.message.contains("marker"), "{error}");
        }
        assert_eq!(read(folder.path().join("nothing")).unwrap_err().kind, Kind::File);
    }

    #[test]
    fn a_password_prints_as_nothing() {
        assert!(!format!("{:?}", Password::new(b"hunter22", "a test")).contains("hunter22"));
    }
}
