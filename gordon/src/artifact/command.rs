//! Running the programs that builds need.
//!
//! Owns how they are found, started, listened to and reported; must not know what they do.

use std::collections::VecDeque;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::{Error, ErrorKind};

/// Lines of output that an error carries.
const TAIL: usize = 60;

/// Bytes of a line after which it is cut.
const LINE: u64 = 8 * 1024;

/// How long output is awaited after the program ended: a child that it left behind may hold the pipe open for ever.
const STRAGGLERS: Duration = Duration::from_millis(500);

/// What cargo tells programs about the crate that it runs; a build must not depend on whether cargo runs Gordon.
const CARGOS_OWN: &[&str] =
    &["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"];

/// A program with its arguments, folder and environment.
pub(super) struct Program {
    program: PathBuf,
    arguments: Vec<OsString>,
    folder: PathBuf,
    environment: Vec<(OsString, Option<OsString>)>,
    shown: Option<String>,
}

impl Program {
    pub(super) fn new(program: &Path, folder: &Path) -> Self {
        Self {
            program: program.to_owned(),
            arguments: Vec::new(),
            folder: folder.to_owned(),
            environment: Vec::new(),
            shown: None,
        }
    }

    pub(super) fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub(super) fn args<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    pub(super) fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), Some(value.into())));
        self
    }

    pub(super) fn without_env(mut self, name: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), None));
        self
    }

    /// How an error shows the command, where program and arguments would say too much.
    pub(super) fn shown_as(mut self, shown: impl Into<String>) -> Self {
        self.shown = Some(shown.into());
        self
    }

    /// Runs to the end. Each line of both outputs goes to `line`; with `keep`, standard output is given back instead.
    pub(super) fn run(self, keep: bool, line: &dyn Fn(String)) -> Result<Vec<u8>, Error> {
        let shown = self.shown.clone().unwrap_or_else(|| self.text());
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            let name_text = name.to_string_lossy();
            if CARGOS_OWN.iter().any(|prefix| name_text.starts_with(prefix)) || name == "OUT_DIR" {
                command.env_remove(&name);
            }
        }
        command.env("SOURCE_DATE_EPOCH", "315532800").env("TZ", "UTC");
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let mut child = command.spawn().map_err(|e| Error::io("run", &self.program, e))?;
        let (sender, heard) = mpsc::channel();
        let mut kept = None;
        if let Some(mut stdout) = child.stdout.take() {
            if keep {
                let (sender, all) = mpsc::channel();
                std::thread::spawn(move || {
                    let mut bytes = Vec::new();
                    let read = stdout.read_to_end(&mut bytes).map(|_| bytes);
                    // Nobody listens once the program ended and its stragglers had their time.
                    sender.send(read).ok();
                });
                kept = Some(all);
            } else {
                let sender = sender.clone();
                std::thread::spawn(move || each_line(stdout, &sender));
            }
        }
        if let Some(stderr) = child.stderr.take() {
            let sender = sender.clone();
            std::thread::spawn(move || each_line(stderr, &sender));
        }
        std::thread::spawn(move || sender.send(Heard::End(child.wait())).ok());
        let mut tail = VecDeque::new();
        let mut end = None;
        // Until the program ends there is no limit; then only what is in the pipes is still wanted.
        loop {
            let next = match &end {
                None => heard.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
                Some((_, at)) => heard.recv_timeout(STRAGGLERS.saturating_sub(Instant::elapsed(at))),
            };
            match next {
                Ok(Heard::Line(text)) => {
                    if tail.len() == TAIL {
                        tail.pop_front();
                    }
                    tail.push_back(text.clone());
                    line(text);
                }
                Ok(Heard::End(status)) => end = Some((status, Instant::now())),
                Err(_) => break,
            }
        }
        let exit = end.map_or_else(|| Err(std::io::ErrorKind::BrokenPipe.into()), |(status, _)| status);
        let exit = exit.map_err(|e| Error::io("run", &self.program, e))?;
        if !exit.success() {
            let output = Vec::from(tail).join("\n");
            return Err(Error::new(ErrorKind::Command { command: shown, code: exit.code(), output }));
        }
        match kept {
            None => Ok(Vec::new()),
            Some(all) => all
                .recv_timeout(STRAGGLERS)
                .map_err(std::io::Error::other)
                .and_then(|read| read)
                .map_err(|e| Error::io("run", &self.program, e)),
        }
    }

    fn text(&self) -> String {
        let name = self.program.file_name().unwrap_or(self.program.as_os_str());
        let words = std::iter::once(name).chain(self.arguments.iter().map(OsString::as_os_str));
        words.map(|word| quote(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
    }
}

/// What comes from a running program.
enum Heard {
    Line(String),
    End(std::io::Result<ExitStatus>),
}

/// Sends the lines of an output, long ones cut; nobody may be listening any more.
fn each_line(output: impl Read, lines: &mpsc::Sender<Heard>) {
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    loop {
        line.clear();
        match output.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                let text = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
                if lines.send(Heard::Line(text)).is_err() {
                    return;
                }
            }
        }
    }
}

/// A word that a POSIX shell takes as it is.
pub(super) fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Where a program is on a search path.
pub(super) fn find(name: &str, search_path: &OsStr) -> Option<PathBuf> {
    let names = if cfg!(windows) {
        vec![format!("{name}.exe"), format!("{name}.cmd"), format!("{name}.bat")]
    } else {
        vec![name.to_owned()]
    };
    let folders = std::env::split_paths(search_path).filter(|folder| folder.is_absolute());
    folders
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)).collect::<Vec<_>>())
        .find(|file| runs(file))
}

#[cfg(unix)]
fn runs(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn runs(file: &Path) -> bool {
    file.is_file()
}
