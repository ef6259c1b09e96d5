//! A real MiniStack for a test.
//!
//! Owns finding or installing it, starting it on a free port and stopping it; must not know what is deployed.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::venv;

/// The version that the tests were written against.
pub const VERSION: &str = "1.5.33";

/// Names the executable, where it is installed already.
pub const VARIABLE: &str = "GORDON_TEST_MINISTACK";

/// A server of this test's own; it ends with the value.
#[derive(Debug)]
pub struct MiniStack {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl MiniStack {
    /// Starts a server on a free port of the loopback address.
    ///
    /// # Panics
    ///
    /// Where it cannot be installed or started: a test that needs it must fail then.
    #[must_use]
    pub fn start() -> Self {
        let program = venv::program("ministack", VERSION, "ministack", VARIABLE);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut last = String::new();
        // A free port can be taken by somebody else before the server binds it.
        for _ in 0..3 {
            let port = free_port();
            let log = File::create(folder.path().join("log")).expect("a log file");
            let mut child = Command::new(&program)
                .env("BIND_HOST", "127.0.0.1")
                .env("GATEWAY_PORT", port.to_string())
                .env("IOT_MTLS_ENABLED", "0")
                .env("SFTP_ENABLED", "0")
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(log.try_clone().expect("a log file"))
                .stderr(log)
                .spawn()
                .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
            let deadline = Instant::now() + Duration::from_secs(60);
            while Instant::now() < deadline && child.try_wait().expect("a child").is_none() {
                if healthy(port) {
                    return Self { child, port, folder };
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            let _ = child.kill();
            let _ = child.wait();
            last = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        }
        panic!("MiniStack did not start:\n{last}");
    }

    /// Its address, such as `http://127.0.0.1:4566`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it wrote, for a failing test.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for MiniStack {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

fn healthy(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
