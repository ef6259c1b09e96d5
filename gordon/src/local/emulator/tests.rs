//! The real emulator, installed, started, reused, stopped. The first run fetches it from PyPI.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::*;

async fn request(endpoint: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let address: SocketAddr = endpoint.strip_prefix("http://").unwrap().parse().unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    let task = tokio::spawn(connection);
    let request = Request::builder().method(method).uri(path).header("Host", address.to_string());
    let request = request.body(Full::<Bytes>::from(body.to_owned())).unwrap();
    let answer = sender.send_request(request).await.unwrap();
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    task.abort();
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// Stops the emulator when a test fails half-way, and removes its data.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn state(&self) -> PathBuf {
        self.0.path().join("_build/local")
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let data = record::data_dir(&self.state()).unwrap();
        if let Some(pid) = Record::read(&data).and_then(|record| record.pid) {
            let _ = crate::process::signal_group(pid, crate::process::Signal::Kill);
        }
        fs::remove_dir_all(data).unwrap();
    }
}

#[tokio::test]
async fn an_emulators_life() {
    let project = Project::new();
    let state = project.state();
    let quiet = |_| ();
    assert_eq!(status(&state).await.unwrap(), None);
    assert!(!stop(&state).await.unwrap());

    // Two at once are one.
    let (one, two) = tokio::join!(ensure(&state, &quiet), ensure(&state, &quiet));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!((&one.endpoint, one.pid), (&two.endpoint, two.pid));
    assert_ne!(one.started_now, two.started_now);
    let known = status(&state).await.unwrap().unwrap();
    assert_eq!((known.pid, known.healthy, known.version.as_str()), (one.pid, true, VERSION));

    // What it holds outlives a stop, at the same address.
    assert_eq!(request(&one.endpoint, "PUT", "/kept-bucket", "").await.0, 200);
    assert_eq!(request(&one.endpoint, "PUT", "/kept-bucket/key", "kept words").await.0, 200);
    assert!(stop(&state).await.unwrap());
    assert_eq!(status(&state).await.unwrap(), None);
    let again = ensure(&state, &quiet).await.unwrap();
    assert!(again.started_now);
    assert_eq!(again.endpoint, one.endpoint);
    assert_eq!(request(&again.endpoint, "GET", "/kept-bucket/key", "").await, (200, "kept words".into()));

    // One that was killed is replaced.
    crate::process::signal_group(again.pid, crate::process::Signal::Kill).unwrap();
    let third = ensure(&state, &quiet).await.unwrap();
    assert!(third.started_now && third.pid != again.pid);

    let lines = std::sync::Mutex::new(0);
    read_logs(&state, false, &|_| *lines.lock().unwrap() += 1).await.unwrap();
    assert!(*lines.lock().unwrap() > 0);

    reset(&state).await.unwrap();
    let fresh = ensure(&state, &quiet).await.unwrap();
    assert_eq!(request(&fresh.endpoint, "GET", "/kept-bucket/key", "").await.0, 404);
    assert!(stop(&state).await.unwrap());
}

#[tokio::test]
async fn another_projects_emulator_is_not_believed() {
    let (mine, other) = (Project::new(), Project::new());
    let quiet = |_| ();
    let theirs = ensure(&other.state(), &quiet).await.unwrap();
    // As if my emulator had died, and its number and port were taken by theirs.
    let port = theirs.endpoint.rsplit(':').next().unwrap().parse().unwrap();
    let token = "00112233445566778899aabbccddeeff".to_owned();
    let record = Record { version: VERSION.into(), port, token, pid: Some(theirs.pid), started: 0 };
    let data = record::data_dir(&mine.state()).unwrap();
    record.write(&data).unwrap();
    assert!(!record.is_healthy().await);
    assert_eq!(status(&mine.state()).await.unwrap(), None);
    assert!(!stop(&mine.state()).await.unwrap());
    let own = ensure(&mine.state(), &quiet).await.unwrap();
    assert!(own.started_now);
    assert_ne!(own.endpoint, theirs.endpoint);
    assert!(status(&other.state()).await.unwrap().unwrap().healthy, "theirs still runs");
    assert!(stop(&mine.state()).await.unwrap());
    assert!(stop(&other.state()).await.unwrap());
}

#[tokio::test]
async fn a_server_that_dies_at_its_start_shows_its_log() {
    let project = Project::new();
    let data = record::data_dir(&project.state()).unwrap();
    let python = crate::process::find("sh").unwrap();
    // A shell is no Python: it refuses the arguments.
    let error = server::start(&python, &data, &logs(&project.state()), None, &|_| ()).await.unwrap_err();
    assert_eq!(error.kind(), crate::local::ErrorKind::EmulatorStart);
    assert!(error.to_string().contains("ended while it started"), "{error}");
    assert!(error.help().unwrap().contains("emulator.log"));
}

#[tokio::test]
async fn logs_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(logs(folder.path()), "one\ntw").unwrap();
    let (sender, mut lines) = tokio::sync::mpsc::unbounded_channel();
    let line = move |line: &str| sender.send(line.to_owned()).unwrap();
    let check = async {
        assert_eq!(lines.recv().await.unwrap(), "one");
        fs::write(logs(folder.path()), "one\ntwo\n").unwrap();
        assert_eq!(lines.recv().await.unwrap(), "two");
        // Begun anew.
        fs::write(logs(folder.path()), "three\n").unwrap();
        assert_eq!(lines.recv().await.unwrap(), "three");
    };
    tokio::select! {
        result = read_logs(folder.path(), true, &line) => unreachable!("{result:?}"),
        () = check => {}
    }
}
