//! How a function's process is started: the program, its arguments, and Gordon's side of the Runtime API.
//!
//! Owns the command line of each family of runtimes; must not start it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::process::Command;

use super::cache::{cache_dir, digest, write_atomically};
use super::error::{Error, ErrorKind};
use super::event::{Event, Events, Note};
use super::interpreter::{self, Interpreter};
use super::invocation::Program;
use crate::describe::Family;
use crate::process;

const PYTHON: &str = include_str!("bootstrap/bootstrap.py");
const NODE: &str = include_str!("bootstrap/bootstrap.mjs");
const JAVA: [(&str, &str); 4] = [
    ("Bootstrap.java", include_str!("bootstrap/Bootstrap.java")),
    ("Context.java", include_str!("bootstrap/Context.java")),
    ("Convert.java", include_str!("bootstrap/Convert.java")),
    ("Json.java", include_str!("bootstrap/Json.java")),
];

/// A command line that speaks the Runtime API.
#[derive(Debug)]
pub(super) struct Launch {
    /// The program.
    pub(super) program: PathBuf,
    /// Its arguments.
    pub(super) arguments: Vec<OsString>,
    /// What `LAMBDA_RUNTIME_DIR` names: the folder of the file that calls the handler.
    pub(super) runtime_dir: PathBuf,
}

impl Launch {
    /// Finds how to start a function on this machine.
    pub(super) async fn of(program: &Program, events: Events<'_>) -> Result<Self, Error> {
        match program.runtime.family() {
            Family::Provided => Self::binary(&program.folder),
            Family::Python => {
                let python = interpreter(program, events).await?;
                let script = keep("bootstrap.py", PYTHON)?;
                Ok(Self::script(python, Vec::new(), script))
            }
            Family::Node => {
                let node = interpreter(program, events).await?;
                let script = keep("bootstrap.mjs", NODE)?;
                let flags = node_flags(program, &node);
                Ok(Self::script(node, flags, script))
            }
            Family::Java => Self::java(program, events).await,
            _ => {
                let message = format!("{} functions cannot be run on this machine", program.runtime.name());
                let hint = "Gordon runs Python, Node, Java and `provided` functions here; apply this one to a stage";
                Err(Error::new(ErrorKind::UnsupportedRuntime, message).hint(hint))
            }
        }
    }

    fn binary(folder: &Path) -> Result<Self, Error> {
        let program = folder.join("bootstrap");
        if !process::is_executable(&program) {
            let what = if program.is_file() { "is not executable" } else { "does not exist" };
            let message = format!("{} {what}", program.display());
            let hint = "the artifact of a `provided` function has an executable named `bootstrap` at its top";
            return Err(Error::new(ErrorKind::MissingBootstrap, message).hint(hint));
        }
        Ok(Self { runtime_dir: folder.to_path_buf(), program, arguments: Vec::new() })
    }

    fn script(interpreter: Interpreter, mut arguments: Vec<OsString>, script: PathBuf) -> Self {
        let runtime_dir = script.parent().map(Path::to_path_buf).unwrap_or_default();
        arguments.push(script.into());
        Self { program: interpreter.program, arguments, runtime_dir }
    }

    async fn java(program: &Program, events: Events<'_>) -> Result<Self, Error> {
        let java = interpreter(program, events).await?;
        let classes = compile(&java, events).await?;
        // As on AWS: the folder itself, then its jars.
        let mut path = vec![classes.clone(), program.folder.clone()];
        path.push(program.folder.join("lib/*"));
        let path = std::env::join_paths(path).map_err(|error| {
            Error::new(ErrorKind::Start, "the folder's name cannot stand in a class path").source(error)
        })?;
        let arguments = vec![
            // Starts faster, as AWS does.
            "-XX:+UseSerialGC".into(),
            "-XX:TieredStopAtLevel=1".into(),
            "-cp".into(),
            path,
            "gordon.Bootstrap".into(),
        ];
        Ok(Self { program: java.program, arguments, runtime_dir: classes })
    }
}

/// The interpreter of a function, with a note where its version is not the runtime's.
async fn interpreter(program: &Program, events: Events<'_>) -> Result<Interpreter, Error> {
    let found = interpreter::find(program.runtime).await?;
    if !found.is(interpreter::wanted_version(program.runtime)) {
        events(Event::Note(Note::VersionDiffers {
            runtime: program.runtime.name(),
            found: found.version.clone(),
            program: found.program.clone(),
        }));
    }
    Ok(found)
}

/// Lambda switches off two experiments of Node's that newer versions begin with, unless `NODE_OPTIONS` asks for them.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html>
fn node_flags(program: &Program, node: &Interpreter) -> Vec<OsString> {
    let experiments: &[&str] = match (program.runtime.name(), node.numbers()) {
        ("nodejs20.x" | "nodejs22.x", (22, 12..) | (23, _)) => &["require-module", "detect-module"],
        ("nodejs20.x" | "nodejs22.x", (20, 19..)) => &["require-module"],
        _ => &[],
    };
    let options = program.environment.get("NODE_OPTIONS").map(|options| options.as_str()).unwrap_or_default();
    let wanted = |experiment: &&&str| !options.contains(&format!("--experimental-{experiment}"));
    experiments.iter().filter(wanted).map(|experiment| format!("--no-experimental-{experiment}").into()).collect()
}

/// Keeps a script in the cache, in a folder named for its content, so that versions of Gordon do not meet.
fn keep(name: &str, content: &str) -> Result<PathBuf, Error> {
    let file = cache_dir()?.join("bootstrap").join(digest(&[content])).join(name);
    // Read rather than trusted: a cache can be cut short by a full disk.
    if std::fs::read(&file).is_ok_and(|kept| kept == content.as_bytes()) {
        return Ok(file);
    }
    write_atomically(&file, content.as_bytes())?;
    Ok(file)
}

/// Compiles Java's side, once for each Java.
async fn compile(java: &Interpreter, events: Events<'_>) -> Result<PathBuf, Error> {
    let program = java.program.to_string_lossy();
    let mut key = vec![java.version.as_str(), &program];
    key.extend(JAVA.iter().map(|(_, source)| *source));
    let folder = cache_dir()?.join("bootstrap").join(digest(&key));
    if folder.join("gordon/Bootstrap.class").is_file() {
        return Ok(folder);
    }
    events(Event::Compiling);
    let part = folder.with_extension(format!("{:016x}.part", super::id::random()));
    std::fs::create_dir_all(&part).map_err(|error| Error::io(format!("could not make {}", part.display()), error))?;
    let mut javac = Command::new(interpreter::java_compiler(&java.program)?);
    javac.args(["-nowarn", "-encoding", "UTF-8", "-d"]).arg(&part);
    for (name, source) in JAVA {
        javac.arg(keep(name, source)?);
    }
    let output = process::output(&mut javac, Duration::from_secs(120)).await;
    let output = output.map_err(|error| Error::new(ErrorKind::Start, "javac could not be started").source(error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let _ = std::fs::remove_dir_all(&part);
        return Err(Error::new(ErrorKind::Start, format!("javac failed: {said}")));
    }
    // Whole or not at all; whoever was first wins.
    if let Err(error) = std::fs::rename(&part, &folder) {
        let _ = std::fs::remove_dir_all(&part);
        if !folder.join("gordon/Bootstrap.class").is_file() {
            return Err(Error::io(format!("could not make {}", folder.display()), error));
        }
    }
    Ok(folder)
}
