//! Files of vaults: every form, every change.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;

const PASSWORD: &str = "correct horse";

fn password(text: &str) -> Password {
    Password::new(text.as_bytes(), "a test")
}

fn right() -> Result<Password, Error> {
    Ok(password(PASSWORD))
}

/// A folder with one vault.
fn folder(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dev.yml");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn open(path: &Path) -> VaultFile {
    let mut file = VaultFile::read(path, &right).unwrap().unwrap();
    file.unlock(&right).unwrap();
    file
}

fn value(file: &VaultFile, name: &str) -> String {
    file.value(file.entry(name).unwrap()).unwrap().to_string()
}

/// A file with two values, encrypted as a whole or value by value.
fn made(whole: bool) -> (TempDir, PathBuf) {
    let text = "# keys\nfirst: one # the first\nsecond: |\n  two\n  lines\n";
    let (folder, path) = folder(text);
    if whole {
        write(&path, seal_bytes(text.as_bytes(), &password(PASSWORD), Some("dev")).unwrap().as_bytes()).unwrap();
    } else {
        let mut file = open(&path);
        file.unlock_to_write(&right).unwrap();
        assert_eq!(file.seal_values().unwrap(), 2);
        file.write().unwrap();
    }
    (folder, path)
}

/// The lines of a name's encrypted value.
fn sealed(text: &str, name: &str) -> String {
    text[text.find(name).unwrap()..].lines().skip(1).take_while(|line| line.starts_with(' ')).collect()
}

#[test]
fn a_file_keeps_its_form_its_comments_and_its_order() {
    for whole in [true, false] {
        let (_folder, path) = made(whole);
        let before = fs::read_to_string(&path).unwrap();
        let mut file = open(&path);
        assert_eq!((value(&file, "first"), value(&file, "second")), ("one".to_owned(), "two\nlines\n".to_owned()));
        assert!(!file.set("first", "one").unwrap(), "it was that");
        assert!(file.set("first", "new \"quoted\"\tvalue").unwrap());
        assert!(file.set("third", "-----BEGIN KEY-----\nabc\n").unwrap());
        file.write().unwrap();
        let after = fs::read_to_string(&path).unwrap();
        for clear in ["two", "quoted", "BEGIN"] {
            assert!(!after.contains(clear), "{after}");
        }
        let file = open(&path);
        assert_eq!(value(&file, "first"), "new \"quoted\"\tvalue");
        assert_eq!(value(&file, "third"), "-----BEGIN KEY-----\nabc\n");
        let names: Vec<&str> = file.entries().iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["first", "second", "third"]);
        let clear = file.clear_text().unwrap();
        assert!(
            clear.starts_with("# keys\nfirst: ") && clear.contains(" # the first\nsecond: |\n  two\n"),
            "{}",
            *clear
        );
        if whole {
            assert!(after.starts_with("$ANSIBLE_VAULT;1.2;AES256;dev\n"), "{after}");
        } else {
            assert!(
                after.starts_with("# keys\nfirst: !vault | # the first\n          $ANSIBLE_VAULT;1.1;AES256\n"),
                "{after}"
            );
            assert_eq!(sealed(&after, "second:"), sealed(&before, "second:"), "what did not change is as it was");
        }
    }
}

#[test]
fn an_edited_text_is_encrypted_where_it_changed() {
    let (_folder, path) = made(false);
    let before = fs::read_to_string(&path).unwrap();
    let mut file = open(&path);
    assert!(!file.edited(file.clear_text().unwrap()).unwrap(), "nothing was edited");
    let edited = "# moved\nsecond: |\n  two\n  lines\nfresh: 5 # five\nempty:\nfirst: changed\n";
    assert!(file.edited(Zeroizing::new(edited.to_owned())).unwrap());
    file.write().unwrap();
    let after = fs::read_to_string(&path).unwrap();
    assert!(after.starts_with("# moved\nsecond: !vault |\n") && after.contains("fresh: !vault | # five\n"), "{after}");
    assert_eq!(sealed(&after, "second:"), sealed(&before, "second:"));
    assert_ne!(sealed(&after, "first:"), sealed(&before, "first:"));
    let file = open(&path);
    assert_eq!((value(&file, "fresh"), value(&file, "first")), ("5".to_owned(), "changed".to_owned()));

    for (edited, kind) in [
        ("first: [a, b]\n", Kind::Refused),
        ("first: {a: b}\n", Kind::Refused),
        ("first: !vault plain\n", Kind::Damaged),
        ("- first\n", Kind::Damaged),
        ("first: a: b\n", Kind::Damaged),
    ] {
        let mut file = open(&path);
        assert_eq!(file.edited(Zeroizing::new(edited.to_owned())).unwrap_err().kind, kind, "{edited}");
    }
}

#[test]
fn what_was_in_the_clear_stays_so_until_it_changes() {
    let (_folder, path) = folder("region: eu-west-1\nlist: [a, b]\n");
    let mut file = open(&path);
    file.unlock_to_write(&right).unwrap();
    assert!(file.edited(Zeroizing::new("region: eu-west-1\nlist: [a, b]\nkey: secret\n".to_owned())).unwrap());
    let clear: Vec<&str> = file.in_the_clear().map(|entry| entry.name.as_str()).collect();
    assert_eq!(clear, ["region"]);
    file.write().unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with("region: eu-west-1\nlist: [a, b]\nkey: !vault |\n"));
    assert_eq!(file.set("list", "x").unwrap_err().kind, Kind::Refused);
}

#[test]
fn a_new_password_is_of_every_value_and_the_old_of_none() {
    for whole in [true, false] {
        let (_folder, path) = made(whole);
        let mut file = open(&path);
        file.rekey(password("battery staple")).unwrap();
        file.write().unwrap();
        let old = VaultFile::read(&path, &right).and_then(|file| file.unwrap().unlock(&right));
        assert_eq!(old.unwrap_err().kind, Kind::WrongPassword);
        let new = || Ok(password("battery staple"));
        let mut file = VaultFile::read(&path, &new).unwrap().unwrap();
        file.unlock(&new).unwrap();
        assert_eq!(value(&file, "second"), "two\nlines\n");
        assert_eq!(file.form, if whole { Form::Whole(Some("dev".to_owned())) } else { Form::Values });
    }
}

#[test]
fn a_damaged_value_is_named_and_the_others_are_read() {
    let (_folder, path) = made(false);
    let text = fs::read_to_string(&path).unwrap();
    // The last digit of the first value.
    let end = text.find("\nsecond").unwrap();
    let digit = if text.as_bytes()[end - 1] == b'0' { "1" } else { "0" };
    let damaged = format!("{}{digit}{}", &text[..end - 1], &text[end..]);
    fs::write(&path, &damaged).unwrap();
    let mut file = open(&path);
    assert_eq!(value(&file, "second"), "two\nlines\n");
    let error = file.value(file.entry("first").unwrap()).unwrap_err();
    assert_eq!(error.kind, Kind::Damaged);
    assert!(error.message.contains("`first`, line 2") && error.message.contains("dev.yml"), "{error}");
    assert_eq!(file.rekey(password("new")).unwrap_err().kind, Kind::Damaged);
    file.write().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), damaged, "nothing was changed");
    assert!(file.set("first", "mended").unwrap());
    assert_eq!(value(&file, "first"), "mended");
}

#[test]
fn what_is_no_vault_is_an_error_that_says_so() {
    let sealed = |bytes: &[u8]| seal_bytes(bytes, &password(PASSWORD), None).unwrap();
    for (text, kind, words) in [
        (sealed(b"marker"), Kind::Damaged, "line 1, column 1: a vault is a mapping"),
        (sealed(b"\xff"), Kind::Damaged, "is not text in UTF-8"),
        (sealed(b"a: 1").replace("1.1", "3.0"), Kind::Damaged, "version `3.0`"),
        (sealed(b"a: 1").replace("AES256", "ROT13"), Kind::Damaged, "encrypted by `ROT13`"),
        (sealed(b"a: 1")[..100].to_owned(), Kind::Damaged, "is damaged"),
        ("a: 1\nb: [\n".to_owned(), Kind::Damaged, "line 3"),
    ] {
        let (_folder, path) = folder(&text);
        let error = VaultFile::read(&path, &right).unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(words) && error.message.contains("dev.yml"), "{error}");
        assert!(!error.message.contains("marker") && error.hint.is_some(), "{error}");
    }
}

#[test]
fn names_that_cannot_be_set_are_refused_and_nothing_changes() {
    for (text, name) in [
        ("{a: 1}\n", "b"),
        ("{a: 1}\n", "a"),
        ("a: &x 1\nb: *x\n", "a"),
        ("a: 1\n...\n", "b"),
        ("a: 1\n", ""),
        ("a: 1\n", "b\nc"),
    ] {
        let (_folder, path) = folder(text);
        let mut file = open(&path);
        file.unlock_to_write(&right).unwrap();
        assert_eq!(file.set(name, "v").unwrap_err().kind, Kind::Refused, "{text} {name}");
        file.write().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn writing_is_whole_and_keeps_who_may_read() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, path) = made(false);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.yml");
    symlink(&path, &link).unwrap();
    let mut file = open(&link);
    file.set("first", "through the link").unwrap();
    file.write().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(value(&open(&path), "first"), "through the link");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside it");
    let new = VaultFile::new(&folder.path().join("deeper").join("new.yml"));
    new.write().unwrap();
    assert!(new.path.is_file());
    // Where the folder is a file, nothing can be written.
    assert_eq!(VaultFile::new(&path.join("no.yml")).write().unwrap_err().kind, Kind::File);
}

/// Passwords of variables alone.
fn with<T>(variables: &[(&str, &str)], then: impl FnOnce(&Passwords<'_>) -> T) -> T {
    let environment =
        |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
    then(&Passwords {
        stage: Some("dev"),
        file: None,
        environment: &environment,
        ask: &|_| None,
        asked: RefCell::default(),
    })
}

#[test]
fn a_stage_has_its_own_values_over_those_of_all() {
    let (folder, own) = folder("");
    let mut file = open(&own);
    file.unlock_to_write(&right).unwrap();
    file.set("key", "of dev").unwrap();
    file.write().unwrap();
    let mut common = VaultFile::new(&path(folder.path(), COMMON));
    common.unlock_to_write(&|| Ok(password("of all"))).unwrap();
    common.set("key", "of all").unwrap();
    common.set("other", "of all").unwrap();
    common.write().unwrap();
    let all = [("VAULT_PASSWORD_DEV", PASSWORD), ("VAULT_PASSWORD_COMMON", "of all")];
    let vault = with(&all, |passwords| Vault::open(folder.path(), "dev", passwords)).unwrap();
    assert_eq!((&**vault.get("key").unwrap(), &**vault.get("other").unwrap()), ("of dev", "of all"));
    let error = vault.get("othre").unwrap_err();
    assert_eq!(error.kind, Kind::Missing);
    assert!(error.hint.as_deref().is_some_and(|hint| hint.contains("did you mean `other`?")), "{error:?}");
    assert!(error.message.contains("dev.yml") && error.message.contains("common.yml"), "{error}");
    let vault = with(&all, |passwords| Vault::open(folder.path(), "prod", passwords)).unwrap();
    assert_eq!(**vault.get("key").unwrap(), *"of all");
    let error = with(&all[..1], |passwords| Vault::open(folder.path(), "dev", passwords)).unwrap_err();
    assert_eq!(error.kind, Kind::WrongPassword);
    assert!(error.message.contains("VAULT_PASSWORD_DEV") && error.message.contains("common.yml"), "{error}");
    let error = with(&all[1..], |passwords| Vault::open(folder.path(), "dev", passwords)).unwrap_err();
    assert_eq!(error.kind, Kind::NoPassword);
}

#[test]
fn a_stage_without_a_vault_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let error = with(&[], |passwords| Vault::open(folder.path(), "dev", passwords)).unwrap_err();
    assert_eq!(error.kind, Kind::NoVault);
    assert!(error.hint.is_some_and(|hint| hint.contains("secrets set NAME --stage dev")));
}

#[test]
fn nothing_in_the_clear_needs_a_password() {
    let (folder, _) = folder("region: eu-west-1\n");
    let vault = with(&[], |passwords| Vault::open(folder.path(), "dev", passwords)).unwrap();
    assert_eq!(**vault.get("region").unwrap(), *"eu-west-1");
    assert_eq!(vault.in_the_clear().count(), 1);
}

#[test]
fn nothing_prints_a_value() {
    for whole in [true, false] {
        let (folder, path) = made(whole);
        let vault = with(&[("VAULT_PASSWORD", PASSWORD)], |passwords| {
            let vault = Vault::open(folder.path(), "dev", passwords).unwrap();
            format!("{vault:?} {passwords:?}")
        });
        let file = open(&path);
        let shown = format!("{vault} {file:?}");
        assert!(!shown.contains("lines") && !shown.contains("two") && !shown.contains(PASSWORD), "{shown}");
    }
}
