//! Ansible Vault's format, 1.1 and 1.2: one encrypted text.
//!
//! Owns the header, the hexadecimal lines and the cryptography. Must not know files, YAML or where passwords are from.
//!
//! ```text
//! $ANSIBLE_VAULT;1.2;AES256;label
//! 3562…        hexadecimal of: hexadecimal of the salt, of the HMAC and of the ciphertext, each on a line
//! ```
//!
//! PBKDF2 with HMAC-SHA256 makes of password and salt a key for AES-256 in counter mode, one for the HMAC, and the first
//! counter.
//!
//! <https://docs.ansible.com/ansible/latest/vault_guide/vault_using_encrypted_content.html#ansible-vault-payload-format-1-1-1-2>

use std::fmt;
use std::num::NonZeroU32;

use aes::Aes256;
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use ring::rand::SecureRandom;
use ring::{hmac, pbkdf2};
use zeroize::Zeroizing;

use super::password::Password;

/// What every encrypted text begins with.
const MAGIC: &str = "$ANSIBLE_VAULT";
const CIPHER: &str = "AES256";
const ITERATIONS: NonZeroU32 = NonZeroU32::new(10_000).expect("not zero");
const KEY: usize = 32;
const BLOCK: usize = 16;
const SALT: usize = 32;
/// Characters of a line.
const LINE: usize = 80;

/// An encrypted text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Envelope {
    /// The vault ID, which says whose password it is; only format 1.2 has one.
    pub(crate) label: Option<String>,
    salt: Vec<u8>,
    mac: Vec<u8>,
    sealed: Vec<u8>,
}

/// Why a text cannot be read or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    Version(String),
    Cipher(String),
    /// What it lacks.
    Shape(&'static str),
    /// The HMAC is another: that of another password, or of another text.
    Key,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => {
                write!(f, "is in version `{version}` of Ansible Vault's format, and 1.1 and 1.2 can be read")
            }
            Self::Cipher(cipher) => write!(f, "is encrypted by `{cipher}`, and {CIPHER} can be read"),
            Self::Shape(what) => write!(f, "is damaged: {what}"),
            Self::Key => f.write_str("is damaged, or encrypted with another password"),
        }
    }
}

impl Envelope {
    /// Whether a text is meant to be an encrypted one.
    pub(crate) fn is_one(text: &str) -> bool {
        text.trim_start().starts_with(MAGIC)
    }

    /// Reads a text.
    pub(crate) fn parse(text: &str) -> Result<Self, Flaw> {
        let mut lines = text.trim().lines();
        let mut header = lines.next().unwrap_or_default().split(';').map(str::trim);
        if header.next() != Some(MAGIC) {
            return Err(Flaw::Shape("it does not begin with `$ANSIBLE_VAULT;`"));
        }
        match header.next() {
            Some("1.1" | "1.2") => {}
            other => return Err(Flaw::Version(other.unwrap_or_default().to_owned())),
        }
        match header.next() {
            Some(CIPHER) => {}
            other => return Err(Flaw::Cipher(other.unwrap_or_default().to_owned())),
        }
        let label = header.next().filter(|label| !label.is_empty()).map(str::to_owned);
        let body: String = lines.flat_map(str::chars).filter(|letter| !letter.is_whitespace()).collect();
        let not_hex = Flaw::Shape("what follows the first line is not hexadecimal");
        let inner = unhex(body.as_bytes()).ok_or(not_hex.clone())?;
        let parts: Vec<&[u8]> = inner.split(|byte| *byte == b'\n').collect();
        let [salt, mac, sealed] = parts.as_slice() else {
            return Err(Flaw::Shape("it has not the three parts of salt, HMAC and ciphertext"));
        };
        let part = |hex| unhex(hex).filter(|bytes| !bytes.is_empty()).ok_or(not_hex.clone());
        Ok(Self { label, salt: part(salt)?, mac: part(mac)?, sealed: part(sealed)? })
    }

    /// Encrypts.
    pub(crate) fn seal(
        plain: &[u8],
        password: &Password,
        label: Option<&str>,
    ) -> Result<Self, ring::error::Unspecified> {
        let salt = random::<SALT>()?.to_vec();
        let keys = Keys::of(password, &salt);
        // PKCS#7: as many bytes as are missing to a block, a whole one where none is, each saying how many they are.
        let padding = BLOCK - plain.len() % BLOCK;
        let mut sealed = Zeroizing::new(Vec::with_capacity(plain.len() + padding));
        sealed.extend_from_slice(plain);
        sealed.extend(std::iter::repeat_n(padding as u8, padding));
        keys.cipher().apply_keystream(&mut sealed);
        let mac = hmac::sign(&keys.mac(), &sealed).as_ref().to_vec();
        Ok(Self { label: label.map(str::to_owned), salt, mac, sealed: std::mem::take(&mut *sealed) })
    }

    /// Decrypts. The HMAC is compared in constant time.
    pub(crate) fn open(&self, password: &Password) -> Result<Zeroizing<Vec<u8>>, Flaw> {
        let keys = Keys::of(password, &self.salt);
        hmac::verify(&keys.mac(), &self.sealed, &self.mac).map_err(|_| Flaw::Key)?;
        let mut plain = Zeroizing::new(self.sealed.clone());
        keys.cipher().apply_keystream(&mut plain);
        let padding = plain.last().map_or(0, |&byte| usize::from(byte));
        let start = plain.len().checked_sub(padding).filter(|_| (1..=BLOCK).contains(&padding));
        match start.filter(|&start| plain[start..].iter().all(|&byte| usize::from(byte) == padding)) {
            Some(start) => plain.truncate(start),
            None => return Err(Flaw::Shape("its padding is none")),
        }
        Ok(plain)
    }

    /// The text, without a line break at its end.
    pub(crate) fn text(&self) -> String {
        let mut text = match &self.label {
            Some(label) => format!("{MAGIC};1.2;{CIPHER};{label}"),
            None => format!("{MAGIC};1.1;{CIPHER}"),
        };
        let body = hex(format!("{}\n{}\n{}", hex(&self.salt), hex(&self.mac), hex(&self.sealed)).as_bytes());
        for (at, letter) in body.chars().enumerate() {
            if at % LINE == 0 {
                text.push('\n');
            }
            text.push(letter);
        }
        text
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope").field("label", &self.label).finish_non_exhaustive()
    }
}

/// What password and salt give: the cipher's key, the HMAC's, and the first counter.
struct Keys(Zeroizing<[u8; 2 * KEY + BLOCK]>);

impl Keys {
    fn of(password: &Password, salt: &[u8]) -> Self {
        let mut keys = Zeroizing::new([0; 2 * KEY + BLOCK]);
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ITERATIONS, salt, password.bytes(), &mut *keys);
        Self(keys)
    }

    fn cipher(&self) -> Ctr128BE<Aes256> {
        let (mut key, mut counter) = (Zeroizing::new([0; KEY]), [0; BLOCK]);
        key.copy_from_slice(&self.0[..KEY]);
        counter.copy_from_slice(&self.0[2 * KEY..]);
        Ctr128BE::<Aes256>::new(&(*key).into(), &counter.into())
    }

    fn mac(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.0[KEY..2 * KEY])
    }
}

fn random<const N: usize>() -> Result<[u8; N], ring::error::Unspecified> {
    let mut bytes = [0; N];
    ring::rand::SystemRandom::new().fill(&mut bytes)?;
    Ok(bytes)
}

/// A name that no other file has.
pub(crate) fn random_name() -> Result<String, ring::error::Unspecified> {
    Ok(hex(&random::<8>()?))
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |letter: u8| (letter as char).to_digit(16).map(|digit| digit as u8);
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `hunter22`, encrypted with `correct horse` by `ansible-vault encrypt --encrypt-vault-id dev` of ansible-core 2.18.19.
    const FROM_ANSIBLE: &str = include_str!("testdata/hunter22.vault");

    fn password(text: &str) -> Password {
        Password::new(text.as_bytes(), "a test")
    }

    #[test]
    fn what_ansible_sealed_is_opened() {
        let envelope = Envelope::parse(FROM_ANSIBLE).unwrap();
        assert_eq!(envelope.label.as_deref(), Some("dev"));
        assert_eq!(&**envelope.open(&password("correct horse")).unwrap(), b"hunter22");
        assert_eq!(envelope.text(), FROM_ANSIBLE.trim_end(), "it is written as it was read");
    }

    #[test]
    fn every_length_is_sealed_and_opened() {
        let password = password("p");
        for length in [0, 1, 15, 16, 17, 1000] {
            let plain: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let sealed = Envelope::seal(&plain, &password, None).unwrap();
            let text = sealed.text();
            assert!(text.starts_with("$ANSIBLE_VAULT;1.1;AES256\n") && text.lines().all(|line| line.len() <= 80));
            let read = Envelope::parse(&text).unwrap();
            assert_eq!(read, sealed);
            assert_eq!(**read.open(&password).unwrap(), plain);
        }
        assert_ne!(Envelope::seal(b"a", &password, None), Envelope::seal(b"a", &password, None), "the salt is another");
    }

    #[test]
    fn another_password_or_another_text_opens_nothing() {
        let good = Envelope::parse(FROM_ANSIBLE).unwrap();
        assert_eq!(good.open(&password("wrong")), Err(Flaw::Key));
        for part in 0..3 {
            let mut bad = good.clone();
            [&mut bad.salt, &mut bad.mac, &mut bad.sealed][part][0] ^= 1;
            assert_eq!(bad.open(&password("correct horse")), Err(Flaw::Key));
        }
        let short = Envelope { mac: good.mac[..8].to_vec(), ..good };
        assert_eq!(short.open(&password("correct horse")), Err(Flaw::Key));
    }

    #[test]
    fn texts_that_are_none_say_why() {
        let [header, body @ ..] = &FROM_ANSIBLE.trim().lines().collect::<Vec<_>>()[..] else { panic!("no lines") };
        let body = body.join("\n");
        for (text, flaw) in [
            ("", Flaw::Shape("it does not begin with `$ANSIBLE_VAULT;`")),
            ("$ANSIBLE_VAULT", Flaw::Version(String::new())),
            ("$ANSIBLE_VAULT;1.0;AES\n00", Flaw::Version("1.0".to_owned())),
            ("$ANSIBLE_VAULT;2.0;AES256\n00", Flaw::Version("2.0".to_owned())),
            ("$ANSIBLE_VAULT;1.1;AES\n00", Flaw::Cipher("AES".to_owned())),
            ("$ANSIBLE_VAULT;1.1;AES256", Flaw::Shape("it has not the three parts of salt, HMAC and ciphertext")),
            (&format!("{header}\n{}", &body[1..]), Flaw::Shape("what follows the first line is not hexadecimal")),
            (&format!("{header}\nzz{body}"), Flaw::Shape("what follows the first line is not hexadecimal")),
            (
                &format!("{header}\n{}", &body[..40]),
                Flaw::Shape("it has not the three parts of salt, HMAC and ciphertext"),
            ),
        ] {
            assert_eq!(Envelope::parse(text), Err(flaw), "{text}");
        }
    }

    #[test]
    fn spaces_and_line_ends_do_not_matter() {
        let indented = FROM_ANSIBLE.replace('\n', " \r\n          ");
        assert_eq!(Envelope::parse(&indented), Envelope::parse(FROM_ANSIBLE));
    }
}
