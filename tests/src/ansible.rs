//! Ansible's own vault, which Gordon's files have to be the same as.
//!
//! Owns the pinned version and its clean environment.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::venv;

/// The version that the tests were written against.
pub const VERSION: &str = "2.18.19";

/// Loads a file of variables as Ansible does, values of `!vault` included.
const LOAD: &str = "
import json, sys
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultSecret
loader = DataLoader()
loader.set_vault_secrets([('default', VaultSecret(sys.argv[2].encode()))])
print(json.dumps({name: str(value) for name, value in loader.load_from_file(sys.argv[1]).items()}))
";

/// What `ansible-vault` with these arguments prints, with `input` on standard input.
///
/// # Panics
///
/// Where it fails.
#[must_use]
#[track_caller]
pub fn vault(folder: &Path, args: &[&str], input: &str) -> String {
    run(folder, Command::new(program()).args(args), input)
}

/// A file's values, as Ansible sees them with this password.
///
/// # Panics
///
/// Where Ansible cannot read it.
#[must_use]
#[track_caller]
pub fn values(folder: &Path, file: &Path, password: &str) -> serde_json::Value {
    let python = program().with_file_name("python");
    let printed = run(folder, Command::new(python).args(["-c", LOAD]).arg(file).arg(password), "");
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

fn program() -> PathBuf {
    venv::program("ansible-core", VERSION, "ansible-vault", "GORDON_TEST_ANSIBLE_VAULT")
}

#[track_caller]
fn run(folder: &Path, command: &mut Command, input: &str) -> String {
    // Ansible refuses to run where texts are not UTF-8.
    let clean = command.env_clear().current_dir(folder).env("HOME", folder).env("LC_ALL", "C.UTF-8");
    clean.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    let mut child =
        clean.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("ansible-core");
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
