//! What is remembered of a project's emulator between commands, and whether it is still true.
//!
//! Owns the record and the proof that a process or a port is this project's emulator; must not start or stop it.

use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::local::cache::{cache_dir, digest, write_atomically};
use crate::local::error::Error;
use crate::process;

/// How long a healthy server may take to say so.
const HEALTH_LIMIT: Duration = Duration::from_secs(5);

/// What is remembered of an emulator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// MiniStack's version.
    pub(super) version: String,
    /// The port on the loopback address; it is kept from start to start, so that URLs stay.
    pub(super) port: u16,
    /// Known to this project's emulator alone: it stands in its arguments, and its health answer repeats it.
    pub(super) token: String,
    /// The process, unless it was stopped.
    pub(super) pid: Option<u32>,
    /// When it was started, in seconds since 1970.
    pub(super) started: u64,
}

/// Where a project's emulator keeps its data. It holds what functions are given, secrets too, so it is not in
/// `_build` but in the user's cache, for the user alone.
pub(super) fn data_dir(state_dir: &Path) -> Result<PathBuf, Error> {
    let describe = |error| Error::io(format!("could not make {}", state_dir.display()), error);
    fs::create_dir_all(state_dir).map_err(describe)?;
    let real = fs::canonicalize(state_dir).map_err(describe)?;
    let folder = cache_dir()?.join("emulator").join("projects").join(digest(&[&real.to_string_lossy()]));
    let describe = |error| Error::io(format!("could not make {}", folder.display()), error);
    fs::create_dir_all(&folder).map_err(describe)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(describe)?;
    }
    Ok(folder)
}

impl Record {
    /// The record in a data folder; `None` when there is none, or none that can be read.
    pub(super) fn read(data: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&fs::read(file(data)).ok()?).ok()?;
        Some(Self {
            version: value["version"].as_str()?.to_owned(),
            port: value["port"].as_u64()?.try_into().ok()?,
            token: value["token"].as_str().filter(|token| token.len() >= 16)?.to_owned(),
            pid: value["pid"].as_u64().and_then(|pid| pid.try_into().ok()),
            started: value["started"].as_u64()?,
        })
    }

    pub(super) fn write(&self, data: &Path) -> Result<(), Error> {
        let value = json!({
            "version": self.version,
            "port": self.port,
            "token": self.token,
            "pid": self.pid,
            "started": self.started,
        });
        write_atomically(&file(data), value.to_string().as_bytes())
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The argument that marks the process.
    pub(super) fn mark(&self) -> String {
        format!("gordon-emulator={}", self.token)
    }

    /// The process, if it runs and is this project's emulator: its number may be another program's by now.
    pub(super) async fn process(&self) -> Option<u32> {
        let pid = self.pid?;
        process::command_line(pid).await.filter(|line| line.contains(&self.mark())).map(|_| pid)
    }

    /// Whether this project's emulator answers on its port: another program may have it by now.
    pub(super) async fn is_healthy(&self) -> bool {
        let health = tokio::time::timeout(HEALTH_LIMIT, health(self.port)).await.ok().flatten();
        health.is_some_and(|health| health["edition"].as_str() == Some(&self.token))
    }
}

fn file(data: &Path) -> PathBuf {
    data.join("emulator.json")
}

/// The health answer of whatever listens on a port.
async fn health(port: u16) -> Option<Value> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
    let exchange = async {
        let request = Request::get("/_ministack/health").header("Host", format!("127.0.0.1:{port}"));
        let answer = sender.send_request(request.body(Empty::<Bytes>::new()).ok()?).await.ok()?;
        let body = answer.into_body().collect().await.ok()?.to_bytes();
        serde_json::from_slice(&body).ok()
    };
    tokio::select! {
        value = exchange => value,
        // The connection ends first only when the exchange fails.
        _ = connection => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let token = "0123456789abcdef".to_owned();
        Record { version: "1".into(), port: 1, token, pid: Some(std::process::id()), started: 5 }
    }

    #[test]
    fn records_are_read_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Record::read(folder.path()), None);
        record().write(folder.path()).unwrap();
        assert_eq!(Record::read(folder.path()), Some(record()));
        fs::write(file(folder.path()), "{\"port\": 1").unwrap();
        assert_eq!(Record::read(folder.path()), None);
    }

    #[tokio::test]
    async fn another_process_of_that_number_is_not_believed() {
        assert_eq!(record().process().await, None);
        assert!(!record().is_healthy().await, "nothing listens there");
    }
}
