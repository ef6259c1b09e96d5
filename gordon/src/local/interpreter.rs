//! Which Python, Node or Java on this machine runs a function.
//!
//! Owns the search for interpreters and the reading of their versions; must not start functions.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::process::Command;

use super::error::{Error, ErrorKind};
use crate::describe::{Family, Runtime};
use crate::process;

/// An interpreter that was found to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Interpreter {
    /// The program.
    pub(super) program: PathBuf,
    /// Its version, such as `3.13.1`, `22.11.0` or `21.0.2`.
    pub(super) version: String,
}

impl Interpreter {
    /// The version's leading numbers.
    pub(super) fn numbers(&self) -> (u32, u32) {
        let mut numbers = self.version.split(['.', '_', '-', '+']).map(|part| part.parse().unwrap_or(0));
        (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
    }

    /// Whether it is of the runtime's version: `3.13` is Python 3.13.x, `22` is Node 22.x.
    pub(super) fn is(&self, wanted: &str) -> bool {
        let rest = self.version.strip_prefix(wanted);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_', '-', '+']))
    }
}

/// The version in a runtime's name, as interpreters write it: `3.13`, `22`, `21` (and `1.8` for `java8.al2`).
pub(super) fn wanted_version(runtime: Runtime) -> &'static str {
    let name = runtime.name();
    let version = name.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    match runtime.family() {
        Family::Node => version.trim_end_matches(".x"),
        Family::Java if version.starts_with('8') => "1.8",
        Family::Java => version.split('.').next().unwrap_or(version),
        _ => version,
    }
}

/// Finds the interpreter of a runtime's version, or else any of its family.
pub(super) async fn find(runtime: Runtime) -> Result<Interpreter, Error> {
    let wanted = wanted_version(runtime);
    let mut other = None;
    let candidates = match runtime.family() {
        Family::Python => python_candidates(wanted),
        Family::Node => node_candidates(wanted),
        Family::Java => java_candidates(wanted),
        family => return Err(Error::new(ErrorKind::UnsupportedRuntime, format!("{family:?} has no interpreter here"))),
    };
    for program in candidates {
        // A program on PATH may be a shim of a version manager that finds no version behind it.
        let Some(interpreter) = probe(program, runtime.family()).await else { continue };
        if interpreter.is(wanted) {
            return Ok(interpreter);
        }
        other = other.or(Some(interpreter));
    }
    other.ok_or_else(|| missing(runtime))
}

/// Every Python on this machine that answers, best known first.
pub(super) async fn pythons() -> Vec<Interpreter> {
    let names = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
    let mut programs: Vec<PathBuf> = names.iter().filter_map(|name| process::find(name)).collect();
    programs.extend(versions_in(
        variable_or_home("PYENV_ROOT", ".pyenv").map(|root| root.join("versions")),
        "3",
        "bin/python",
    ));
    let mut found = Vec::new();
    for program in programs {
        found.extend(probe(program, Family::Python).await);
    }
    found
}

/// Asks a program for its version. Python and Node answer `--version`, every Java `-version`, on standard error.
async fn probe(program: PathBuf, family: Family) -> Option<Interpreter> {
    let flag = if family == Family::Java { "-version" } else { "--version" };
    let output = process::output(Command::new(&program).arg(flag), Duration::from_secs(20)).await.ok()?;
    if !output.status.success() {
        return None;
    }
    let text =
        String::from_utf8_lossy(if output.stdout.is_empty() { &output.stderr } else { &output.stdout }).into_owned();
    let version = read_version(&text)?;
    Some(Interpreter { program, version })
}

/// The version in what an interpreter prints: `Python 3.13.0`, `v22.11.0`, `openjdk version "21.0.2" 2024-01-16`.
fn read_version(text: &str) -> Option<String> {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == '"');
    let version = words
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|letter: char| letter.is_ascii_digit()) && word.len() < 40)?;
    Some(version.to_owned())
}

fn python_candidates(wanted: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = process::find(&format!("python{wanted}")).into_iter().collect();
    let pyenv = variable_or_home("PYENV_ROOT", ".pyenv");
    found.extend(versions_in(pyenv.map(|root| root.join("versions")), wanted, "bin/python"));
    let uv = variable_or_home("UV_PYTHON_INSTALL_DIR", ".local/share/uv/python");
    found.extend(versions_in(uv, &format!("cpython-{wanted}"), "bin/python3"));
    found.extend(["python3", "python"].iter().filter_map(|name| process::find(name)));
    found
}

fn node_candidates(wanted: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = process::find("node").into_iter().collect();
    let nvm = variable_or_home("NVM_DIR", ".nvm");
    found.extend(versions_in(nvm.map(|root| root.join("versions/node")), &format!("v{wanted}"), "bin/node"));
    found
}

fn java_candidates(wanted: &str) -> Vec<PathBuf> {
    let home = std::env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin/java"));
    let mut found: Vec<PathBuf> = home.into_iter().filter(|java| process::is_executable(java)).collect();
    found.extend(process::find("java"));
    // Debian, Fedora, and SDKMAN name the folders of their JDKs so.
    for prefix in [format!("java-{wanted}-"), format!("java-{wanted}"), format!("jdk-{wanted}")] {
        found.extend(versions_in(Some("/usr/lib/jvm".into()), &prefix, "bin/java"));
    }
    let sdkman = variable_or_home("SDKMAN_DIR", ".sdkman").map(|root| root.join("candidates/java"));
    found.extend(versions_in(sdkman, wanted, "bin/java"));
    found
}

fn variable_or_home(name: &str, in_home: &str) -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(in_home));
    std::env::var_os(name).map(PathBuf::from).or_else(home)
}

/// Programs in folders named for their version, `3.13.1` for `3.13`; the last by name first.
fn versions_in(folder: Option<PathBuf>, prefix: &str, program: &str) -> Vec<PathBuf> {
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    let mut found: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let rest = name.strip_prefix(prefix);
            rest.is_some_and(|rest| prefix.ends_with('-') || !rest.starts_with(|next: char| next.is_ascii_digit()))
        })
        .map(|path| path.join(program))
        .filter(|path| process::is_executable(path))
        .collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    found
}

fn missing(runtime: Runtime) -> Error {
    let version = wanted_version(runtime);
    let (name, hint) = match runtime.family() {
        Family::Python => (
            format!("Python: neither python{version} nor python3"),
            format!("install Python {version}: `uv python install {version}`, pyenv, or your system's packages"),
        ),
        Family::Node => (
            "Node: node".to_owned(),
            format!("install Node.js {version}: `nvm install {version}`, or your system's packages"),
        ),
        _ => (
            "Java: java".to_owned(),
            format!("install a JDK of version {version} and put it on PATH, or set JAVA_HOME"),
        ),
    };
    Error::new(ErrorKind::MissingInterpreter, format!("{} needs {name} is on PATH", runtime.name())).hint(hint)
}

/// The Java compiler that belongs to a `java`: beside it, or on `PATH`.
pub(super) fn java_compiler(java: &Path) -> Result<PathBuf, Error> {
    let real = std::fs::canonicalize(java).unwrap_or_else(|_| java.to_path_buf());
    let beside = [java.with_file_name("javac"), real.with_file_name("javac")];
    beside.into_iter().find(|javac| process::is_executable(javac)).or_else(|| process::find("javac")).ok_or_else(|| {
        Error::new(ErrorKind::MissingInterpreter, format!("there is no javac beside {}", java.display()))
            .hint("Java functions need a JDK to run here, not only a JRE (Debian: default-jdk-headless)")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_interpreters_print_them() {
        for (text, version) in [
            ("Python 3.13.0\n", "3.13.0"),
            ("v22.11.0\n", "22.11.0"),
            ("openjdk version \"21.0.2\" 2024-01-16\nOpenJDK Runtime", "21.0.2"),
            ("java version \"1.8.0_402\"\n", "1.8.0_402"),
            ("openjdk version \"24-ea\" 2025-03-18", "24-ea"),
        ] {
            assert_eq!(read_version(text).as_deref(), Some(version));
        }
        assert_eq!(read_version("command not found"), None);
    }

    #[test]
    fn a_version_is_not_a_prefix_of_digits() {
        let python = Interpreter { program: "python3".into(), version: "3.13.0".into() };
        assert!(python.is("3.13"));
        assert!(!python.is("3.1"));
        assert_eq!(python.numbers(), (3, 13));
    }

    #[test]
    fn versions_of_runtimes() {
        assert_eq!(wanted_version(Runtime::Python313), "3.13");
        assert_eq!(wanted_version(Runtime::Nodejs22), "22");
        assert_eq!(wanted_version(Runtime::Java21), "21");
    }

    #[tokio::test]
    async fn any_python_is_found() {
        let python = find(Runtime::Python313).await.unwrap();
        assert_eq!(python.numbers().0, 3, "{python:?}");
    }
}
