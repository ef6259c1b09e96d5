//! Programs from PyPI, each in a virtual environment of its own under `target`, made once.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use crate::env::target;

/// The program of a package at a version; `variable` names it, where it is installed already.
///
/// # Panics
///
/// Where it cannot be installed: a test that needs it must fail then.
#[must_use]
pub fn program(package: &str, version: &str, program: &str, variable: &str) -> PathBuf {
    if let Some(program) = std::env::var_os(variable) {
        return program.into();
    }
    let folder = target().join(format!("{package}-{version}"));
    let (found, ready) = (folder.join("bin").join(program), folder.join("ready"));
    fs::create_dir_all(target()).expect("the target folder");
    let lock = File::create(target().join(format!("{package}.lock"))).expect("a lock file");
    lock.lock().expect("the lock of the installation");
    if !ready.exists() {
        let _ = fs::remove_dir_all(&folder);
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        run(
            Command::new(python).args(["-m", "venv"]).arg(&folder),
            "python3 -m venv (install Python 3 with venv)",
            variable,
        );
        let wanted = format!("{package}=={version}");
        let pip = folder.join("bin").join("pip");
        run(Command::new(pip).args(["install", "--quiet", &wanted]), "pip install (needs the network, once)", variable);
        File::create(ready).expect("a mark that the installation is whole");
    }
    found
}

fn run(command: &mut Command, what: &str, variable: &str) {
    let output = command.output().unwrap_or_else(|error| panic!("{what}: {error}; or set {variable}"));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what} failed; or set {variable} to the program:\n{text}");
}
