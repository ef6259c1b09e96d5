//! A vault's file: read, opened, changed, and written whole or not at all.
//!
//! Owns whether it is encrypted as a whole or value by value, which a change keeps.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::document::{Content, Document, Entry, Mistake};
use super::envelope::{self, Envelope, Flaw};
use super::error::{Error, Kind};
use super::password::Password;
use super::scalar::Scalar;
use super::{meant, missing};

/// How a file is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As a whole, under this vault ID.
    Whole(Option<String>),
    /// Value by value.
    Values,
}

/// A vault's file, as it is in memory.
#[derive(Clone)]
pub(crate) struct VaultFile {
    pub(crate) path: PathBuf,
    pub(crate) form: Form,
    document: Document,
    password: Option<Password>,
}

impl fmt::Debug for VaultFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultFile").field("path", &self.path).field("form", &self.form).finish_non_exhaustive()
    }
}

/// Says a password.
pub(crate) type Ask<'a> = &'a dyn Fn() -> Result<Password, Error>;

impl VaultFile {
    /// Reads a file; `None` where there is none. One that is encrypted as a whole is opened.
    pub(crate) fn read(path: &Path, password: Ask<'_>) -> Result<Option<Self>, Error> {
        let text = match fs::read(path) {
            Ok(bytes) => text_of(Zeroizing::new(bytes), path)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file("read", path, &error)),
        };
        if !Envelope::is_one(&text) {
            let document = parse(text, path)?;
            return Ok(Some(Self { path: path.to_owned(), form: Form::Values, document, password: None }));
        }
        let password = password()?;
        let (plain, label) = open_bytes(text.as_bytes(), path, &password)?;
        let document = parse(text_of(plain, path)?, path)?;
        Ok(Some(Self { path: path.to_owned(), form: Form::Whole(label), document, password: Some(password) }))
    }

    /// A file that is not there yet, to be encrypted value by value.
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), form: Form::Values, document: Document::default(), password: None }
    }

    /// Gets the password where a value needs one, and tries it.
    pub(crate) fn unlock(&mut self, password: Ask<'_>) -> Result<(), Error> {
        let sealed = self.entries().iter().filter_map(|entry| match &entry.content {
            Content::Sealed(text) => Some(text),
            _ => None,
        });
        let sealed: Vec<_> = sealed.map(|text| Envelope::parse(text)).collect();
        if self.password.is_some() || sealed.is_empty() {
            return Ok(());
        }
        let password = password()?;
        // One value that it opens will do: another that it does not open is damaged.
        let mut readable = sealed.iter().flatten().peekable();
        if readable.peek().is_some() && !readable.any(|envelope| envelope.open(&password).is_ok()) {
            return Err(wrong_password(&self.path, &password));
        }
        self.password = Some(password);
        Ok(())
    }

    /// The same, to encrypt a value: the password is needed in any case.
    pub(crate) fn unlock_to_write(&mut self, password: Ask<'_>) -> Result<(), Error> {
        self.unlock(password)?;
        if self.password.is_none() {
            self.password = Some(password()?);
        }
        Ok(())
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.document.entries
    }

    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.document.entry(name)
    }

    /// The entry of a name that must be there; `add` is the command that adds it.
    pub(crate) fn expect(&self, name: &str, add: &str) -> Result<&Entry, Error> {
        self.entry(name).ok_or_else(|| {
            let names: Vec<&str> = self.entries().iter().map(|entry| entry.name.as_str()).collect();
            missing(name, &[&self.path.display().to_string()], &names).hint(meant(name, &names, add))
        })
    }

    /// Values that whoever reads the file can read.
    pub(crate) fn in_the_clear(&self) -> impl Iterator<Item = &Entry> {
        let clear = |entry: &&Entry| self.form == Form::Values && matches!(entry.content, Content::Text(_));
        self.entries().iter().filter(clear)
    }

    /// A value.
    pub(crate) fn value(&self, entry: &Entry) -> Result<Zeroizing<String>, Error> {
        let at = || format!("`{}`, line {} of `{}`,", entry.name, entry.line, self.path.display());
        match &entry.content {
            Content::Text(text) => Ok(text.clone()),
            Content::Sealed(text) => {
                let damaged = |flaw: Flaw| {
                    Error::new(Kind::Damaged, format!("{} {flaw}", at())).hint(
                        "get the file back from version control, or set the value anew: `cargo run -- secrets set`",
                    )
                };
                let plain = Envelope::parse(text).and_then(|envelope| envelope.open(self.key()?)).map_err(damaged)?;
                utf8(plain).ok_or_else(|| damaged(Flaw::Shape("it is not text in UTF-8")))
            }
            Content::Nothing => Err(Error::new(Kind::Missing, format!("{} has no value yet", at()))
                .hint(format!("give it one: `cargo run -- secrets set {}`", entry.name))),
            Content::Other(what) => {
                Err(Error::new(Kind::Refused, format!("{} is {what}, and a secret is one text", at()))
                    .hint("give each text a name of its own"))
            }
        }
    }

    /// Sets a value; whether the file is another then. The form of the file stays.
    pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<bool, Error> {
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err(Error::new(Kind::Refused, "a name is one line of text, and not empty"));
        }
        let made = match self.entry(name) {
            None => self.document.extended(name, &self.scalar(value)?),
            Some(entry) => {
                if matches!(entry.content, Content::Other(_)) {
                    return Err(self.value(entry).err().unwrap_or_else(|| self.unchangeable(Some(name))));
                }
                let is_secret = self.form != Form::Values || matches!(entry.content, Content::Sealed(_));
                if is_secret && self.value(entry).is_ok_and(|old| *old == *value) {
                    return Ok(false);
                }
                let scalar = self.scalar(value)?;
                self.document.rewritten(vec![(entry, scalar)])
            }
        };
        let made = Self { document: made.ok_or_else(|| self.unchangeable(Some(name)))?, ..self.clone() };
        let is_set = made.entry(name).is_some_and(|entry| made.value(entry).is_ok_and(|set| *set == *value));
        if !is_set {
            return Err(self.unchangeable(Some(name)));
        }
        *self = made;
        Ok(true)
    }

    /// Encrypts what is in the clear of a file that is encrypted value by value; how many values that were.
    pub(crate) fn seal_values(&mut self) -> Result<usize, Error> {
        let mut values = Vec::new();
        for entry in self.in_the_clear() {
            values.push((entry, self.scalar(&self.value(entry)?)?));
        }
        let count = values.len();
        self.document = self.document.rewritten(values).ok_or_else(|| self.unchangeable(None))?;
        Ok(count)
    }

    /// The text with all its values in the clear.
    pub(crate) fn clear_text(&self) -> Result<Zeroizing<String>, Error> {
        let mut values = Vec::new();
        for entry in self.sealed() {
            values.push((entry, Scalar::plain(&self.value(entry)?, self.document.indent)));
        }
        let clear = self.document.rewritten(values).ok_or_else(|| self.unchangeable(None))?;
        Ok(clear.text().clone())
    }

    /// Takes over a text that [`clear_text`](Self::clear_text) gave and somebody edited; whether it is another. A value that
    /// did not change keeps its encrypted text, one that was in the clear stays so, and every other one is encrypted.
    pub(crate) fn edited(&mut self, text: Zeroizing<String>) -> Result<bool, Error> {
        let mut edited = parse(text, &self.path)?;
        let before = parse(self.clear_text()?, &self.path)?;
        if self.form == Form::Values {
            let mut values = Vec::new();
            for entry in &edited.entries {
                let same = before.entry(&entry.name).is_some_and(|old| match (&old.content, &entry.content) {
                    (Content::Other(_), Content::Other(_)) => before.scalar(old) == edited.scalar(entry),
                    (old, new) => old == new,
                });
                match (&entry.content, self.entry(&entry.name).filter(|_| same)) {
                    (_, Some(old)) => {
                        if matches!(old.content, Content::Sealed(_)) {
                            values.push((entry, self.document.scalar(old)));
                        }
                    }
                    (Content::Nothing, None) => {}
                    // Somebody brought it along encrypted: it must open.
                    (Content::Sealed(_), None) => drop(self.value(entry)?),
                    (_, None) => values.push((entry, self.scalar(&self.value(entry)?)?)),
                }
            }
            edited = edited.rewritten(values).ok_or_else(|| self.unchangeable(None))?;
        }
        let changed = edited.text() != self.document.text();
        self.document = edited;
        Ok(changed)
    }

    /// Encrypts all values anew.
    pub(crate) fn rekey(&mut self, password: Password) -> Result<(), Error> {
        let mut values = Vec::new();
        for entry in self.sealed() {
            let Content::Sealed(text) = &entry.content else { continue };
            let label = Envelope::parse(text).ok().and_then(|envelope| envelope.label);
            let envelope =
                Envelope::seal(self.value(entry)?.as_bytes(), &password, label.as_deref()).map_err(no_random)?;
            values.push((entry, Scalar::sealed(&envelope, self.document.indent)));
        }
        self.document = self.document.rewritten(values).ok_or_else(|| self.unchangeable(None))?;
        self.password = Some(password);
        Ok(())
    }

    /// Writes the file, and its folder where there is none.
    pub(crate) fn write(&self) -> Result<(), Error> {
        let text = self.document.text();
        match (&self.form, &self.password) {
            (Form::Values, _) => write(&self.path, text.as_bytes()),
            (Form::Whole(label), Some(password)) => {
                write(&self.path, seal_bytes(text.as_bytes(), password, label.as_deref())?.as_bytes())
            }
            (Form::Whole(_), None) => Err(no_password(&self.path)),
        }
    }

    /// Whether any value is encrypted by itself.
    pub(crate) fn has_sealed(&self) -> bool {
        self.sealed().next().is_some()
    }

    fn sealed(&self) -> impl Iterator<Item = &Entry> {
        self.entries().iter().filter(|entry| matches!(entry.content, Content::Sealed(_)))
    }

    fn key(&self) -> Result<&Password, Flaw> {
        self.password.as_ref().ok_or(Flaw::Key)
    }

    /// A value as this file has it: encrypted, or in the clear where the file as a whole is encrypted.
    fn scalar(&self, value: &str) -> Result<Scalar, Error> {
        match (&self.form, &self.password) {
            (Form::Whole(_), _) => Ok(Scalar::plain(value, self.document.indent)),
            (Form::Values, Some(password)) => {
                let envelope = Envelope::seal(value.as_bytes(), password, None).map_err(no_random)?;
                Ok(Scalar::sealed(&envelope, self.document.indent))
            }
            (Form::Values, None) => Err(no_password(&self.path)),
        }
    }

    /// That a value, or this one, cannot be put where it belongs without changing more.
    fn unchangeable(&self, name: Option<&str>) -> Error {
        let why = match self.document.is_flow() {
            true => "is in braces, where no encrypted value can stand",
            false => "is written in a way that Gordon cannot change without changing more",
        };
        let name = name.map_or_else(|| "a value".to_owned(), |name| format!("`{name}`"));
        Error::new(Kind::Refused, format!("cannot set {name}: `{}` {why}", self.path.display()))
            .hint("write it as `NAME: VALUE`, a name a line, without anchors (`&`)")
    }
}

/// Encrypts a whole file.
pub(crate) fn seal_bytes(plain: &[u8], password: &Password, label: Option<&str>) -> Result<String, Error> {
    Ok(Envelope::seal(plain, password, label).map_err(no_random)?.text() + "\n")
}

/// Decrypts a whole file; with its vault ID.
pub(crate) fn open_bytes(
    sealed: &[u8],
    path: &Path,
    password: &Password,
) -> Result<(Zeroizing<Vec<u8>>, Option<String>), Error> {
    let damaged = |flaw: Flaw| match flaw {
        Flaw::Key => wrong_password(path, password),
        flaw => Error::new(Kind::Damaged, format!("`{}` {flaw}", path.display()))
            .hint("get it back from version control, or encrypt it anew"),
    };
    let text = String::from_utf8_lossy(sealed);
    let envelope = Envelope::parse(&text).map_err(damaged)?;
    let plain = envelope.open(password).map_err(damaged)?;
    Ok((plain, envelope.label))
}

/// Whether a file is encrypted as a whole.
pub(crate) fn is_sealed(bytes: &[u8]) -> bool {
    Envelope::is_one(&String::from_utf8_lossy(bytes))
}

/// Writes a file whole or not at all: beside it first, then in its place. What is written is encrypted.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |error: io::Error| Error::file("write", path, &error);
    // Whoever has a link there wants the file behind it changed.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", envelope::random_name().map_err(no_random)?));
    let written = (|| {
        let mut file = File::create_new(&beside)?;
        if let Ok(old) = fs::metadata(&path) {
            file.set_permissions(old.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    })();
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

fn parse(text: Zeroizing<String>, path: &Path) -> Result<Document, Error> {
    Document::parse(text).map_err(|Mistake { line, column, message }| {
        let message = format!("`{}`, line {line}, column {column}: {message}", path.display());
        Error::new(Kind::Damaged, message).hint("a vault is YAML: `NAME: VALUE`, a name a line")
    })
}

fn text_of(bytes: Zeroizing<Vec<u8>>, path: &Path) -> Result<Zeroizing<String>, Error> {
    utf8(bytes).ok_or_else(|| {
        Error::new(Kind::Damaged, format!("`{}` is not text in UTF-8", path.display()))
            .hint("a vault is YAML; `secrets decrypt` prints any encrypted file")
    })
}

/// The same bytes as text, without a copy.
fn utf8(mut bytes: Zeroizing<Vec<u8>>) -> Option<Zeroizing<String>> {
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Some(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            None
        }
    }
}

fn wrong_password(path: &Path, password: &Password) -> Error {
    let message = format!("the password from {} does not open `{}`", password.from(), path.display());
    Error::new(Kind::WrongPassword, message)
        .hint("it is the wrong one; or the file is damaged, and version control has it whole")
}

fn no_password(path: &Path) -> Error {
    Error::new(Kind::NoPassword, format!("`{}` is not opened", path.display()))
}

fn no_random(_: ring::error::Unspecified) -> Error {
    Error::new(Kind::File, "this machine has no random numbers to give")
}
