//! The emulator's process: its start, its health, its end, its log.
//!
//! Owns the environment that it runs in, which is also that of the functions in it; must not decide when it is needed.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Seek};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::process::{Child, Command};

use super::install::VERSION;
use super::record::Record;
use crate::local::error::{Error, ErrorKind};
use crate::local::event::{Event, Events};
use crate::local::id;
use crate::process::{self, Signal};

/// The folders of its data, in the project's data folder.
pub(super) const FOLDERS: [&str; 3] = ["state", "s3", "tmp"];

/// A server of its own session, which no terminal's end reaches and whose functions share its process group.
const MAIN: &str = "import os, runpy; os.setsid(); runpy.run_module('ministack', run_name='__main__', alter_sys=True)";

const START_LIMIT: Duration = Duration::from_secs(60);
/// It saves what it holds at its end.
const STOP_LIMIT: Duration = Duration::from_secs(20);
const KILL_LIMIT: Duration = Duration::from_secs(10);
/// Between two looks at something that sends no event.
const PAUSE: Duration = Duration::from_millis(25);

/// Another program may take a port between its choice and the server's start.
const PORTS_TO_TRY: usize = 3;

/// Starts the emulator and waits until it answers.
pub(super) async fn start(
    python: &Path,
    data: &Path,
    log: &Path,
    last_port: Option<u16>,
    events: Events<'_>,
) -> Result<Record, Error> {
    for folder in FOLDERS {
        let folder = data.join(folder);
        fs::create_dir_all(&folder)
            .map_err(|error| Error::io(format!("could not make {}", folder.display()), error))?;
    }
    let mut port = last_port;
    for attempt in 1.. {
        let mut record = Record {
            version: VERSION.to_owned(),
            port: free_port(port.take()).map_err(|error| Error::io("there is no free port", error))?,
            token: format!("{:016x}{:016x}", id::random(), id::random()),
            pid: None,
            started: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs(),
        };
        events(Event::Starting { port: record.port });
        let mut child = spawn(python, data, log, &record)?;
        record.pid = child.id();
        // Before it answers, so that an interrupted start leaves no emulator that nobody knows.
        record.write(data)?;
        let failure = match wait_healthy(&record, &mut child).await {
            Ok(()) => return Ok(record),
            Err(failure) => failure,
        };
        if let Some(pid) = record.process().await {
            end(&record, pid).await?;
        }
        let tail = tail(log);
        if attempt < PORTS_TO_TRY && tail.contains("already in use") {
            continue;
        }
        let message = format!("the emulator {failure}; its log ends with:\n{tail}");
        let hint = format!("the whole log is {}", log.display());
        return Err(Error::new(ErrorKind::EmulatorStart, message).hint(hint));
    }
    unreachable!("the attempts end with a return")
}

/// A free port of the loopback address: the last one if it is.
fn free_port(last: Option<u16>) -> io::Result<u16> {
    let free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port))?.local_addr();
    let address = match last.map(free) {
        Some(Ok(address)) => address,
        _ => free(0)?,
    };
    Ok(address.port())
}

fn spawn(python: &Path, data: &Path, log: &Path, record: &Record) -> Result<Child, Error> {
    let describe = |error| Error::io(format!("could not write {}", log.display()), error);
    let out = File::create(log).map_err(describe)?;
    let mut command = Command::new(python);
    // Isolated: what stands in the user's environment or in this folder is not the emulator's.
    command.args(["-I", "-u", "-X", &record.mark(), "-c", MAIN]);
    command.current_dir(data).env_clear().envs(variables(data, record));
    command.stdin(Stdio::null()).stdout(out.try_clone().map_err(describe)?).stderr(out);
    command.spawn().map_err(|error| {
        Error::new(ErrorKind::EmulatorStart, format!("{} could not be started", python.display())).source(error)
    })
}

/// A clean environment: functions in the emulator see it too.
fn variables(data: &Path, record: &Record) -> Vec<(OsString, OsString)> {
    let mut variables: Vec<(OsString, OsString)> = Vec::new();
    let names = ["PATH", "HOME", "USER", "SYSTEMROOT", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
    for name in names.into_iter().chain(["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"])
    {
        variables.extend(std::env::var_os(name).map(|value| (name.into(), value)));
    }
    for name in ["NO_PROXY", "no_proxy"] {
        // The emulator itself is never behind a proxy.
        let own = std::env::var(name).map(|own| format!("{own},")).unwrap_or_default();
        variables.push((name.into(), format!("{own}127.0.0.1,localhost").into()));
    }
    let [state, s3, tmp] = FOLDERS.map(|folder| data.join(folder).into_os_string());
    let fixed: [(&str, OsString); 14] = [
        ("LANG", "C.UTF-8".into()),
        ("TZ", "UTC".into()),
        // All interfaces and a port for IoT otherwise.
        ("BIND_HOST", "127.0.0.1".into()),
        ("IOT_MTLS_ENABLED", "0".into()),
        ("SFTP_ENABLED", "0".into()),
        ("GATEWAY_PORT", record.port.to_string().into()),
        // Repeated by its health answer.
        ("MINISTACK_EDITION", (&record.token).into()),
        ("PERSIST_STATE", "1".into()),
        ("STATE_DIR", state),
        ("S3_PERSIST", "1".into()),
        ("S3_DATA_DIR", s3),
        ("TMPDIR", tmp),
        // No daemon is asked for containers: functions are processes.
        ("DOCKER_HOST", "unix:///nonexistent/docker.sock".into()),
        ("LAMBDA_EXECUTOR", "local".into()),
    ];
    variables.extend(fixed.map(|(name, value)| (name.into(), value)));
    variables
}

/// Waits for a server that runs already: it may still be starting.
pub(super) async fn answers(record: &Record) -> bool {
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline && record.process().await.is_some() {
        if record.is_healthy().await {
            return true;
        }
        tokio::time::sleep(PAUSE).await;
    }
    false
}

async fn wait_healthy(record: &Record, child: &mut Child) -> Result<(), String> {
    let deadline = Instant::now() + START_LIMIT;
    while Instant::now() < deadline {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("ended while it started ({status})"));
        }
        if record.is_healthy().await {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    Err(format!("did not answer within {} s", START_LIMIT.as_secs()))
}

/// Ends the emulator and the functions in it: asked first, so that it saves what it holds.
pub(super) async fn end(record: &Record, pid: u32) -> Result<(), Error> {
    for (signal, limit) in [(Signal::Terminate, STOP_LIMIT), (Signal::Kill, KILL_LIMIT)] {
        // A process that has only just been started has no group of its own yet.
        if process::signal_group(pid, signal).is_err() {
            let _ = process::signal(pid, signal);
        }
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if record.process().await.is_none() {
                // Functions that were busy with something else.
                let _ = process::signal_group(pid, Signal::Kill);
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    Err(Error::new(ErrorKind::EmulatorStop, format!("the emulator, process {pid}, does not end")))
}

/// The last lines of a log.
fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

/// Reads a log line by line, and follows it across restarts if asked to.
pub(super) async fn read_log(log: &Path, follow: bool, line: &(dyn Fn(&str) + Send + Sync)) -> Result<(), Error> {
    let describe = |error| Error::io(format!("could not read {}", log.display()), error);
    let mut position = 0;
    loop {
        match File::open(log) {
            Ok(file) => position = read_from(file, position, follow, line).map_err(describe)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => position = 0,
            Err(error) => return Err(describe(error)),
        }
        if !follow {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Reads whole lines from a position (a line that is still being written only when nothing follows), and tells the
/// next position.
fn read_from(file: File, position: u64, follow: bool, line: &dyn Fn(&str)) -> io::Result<u64> {
    // A file that has become shorter was begun anew.
    let mut position = if file.metadata()?.len() < position { 0 } else { position };
    let mut reader = BufReader::new(file);
    reader.seek(io::SeekFrom::Start(position))?;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let read = reader.read_until(b'\n', &mut bytes)?;
        if read == 0 || follow && !bytes.ends_with(b"\n") {
            return Ok(position);
        }
        position += read as u64;
        line(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']));
    }
}
