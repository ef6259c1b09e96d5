//! What functions tell of the events that invoked them.
//!
//! Owns a server on the loopback address that `code/record/record.py` posts to, so that a test awaits an event and never
//! sleeps.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::Value as Json;

/// A server of this test's own.
#[derive(Debug)]
pub struct Recorder {
    port: u16,
    records: Receiver<Json>,
    seen: Vec<Json>,
}

impl Recorder {
    /// Listens on a free port.
    ///
    /// # Panics
    ///
    /// Where there is none.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (sender, records) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sender = sender.clone();
                std::thread::spawn(move || take(stream, &sender));
            }
        });
        Self { port, records, seen: Vec::new() }
    }

    /// Where functions post to.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The event that the function of that name got and that `wanted` knows, now or within two minutes.
    ///
    /// # Panics
    ///
    /// Where it does not come; with those that came.
    #[track_caller]
    pub fn event(&mut self, name: &str, wanted: impl Fn(&Json) -> bool) -> Json {
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            if let Some(at) = self.seen.iter().position(|record| record["name"] == name && wanted(&record["event"])) {
                return self.seen.remove(at);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            match self.records.recv_timeout(left) {
                Ok(record) => self.seen.push(record),
                Err(error) => panic!("no such event for {name} ({error}); these came: {:#?}", self.seen),
            }
        }
    }
}

/// One request: its body is the record.
fn take(mut stream: TcpStream, sender: &Sender<Json>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_ok()
        && let Ok(record) = serde_json::from_slice(&body)
    {
        // The test may have ended.
        let _ = sender.send(record);
    }
    let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}
