//! The least of a WebSocket client: it connects and sends short texts.

use std::io::{Read, Write};
use std::net::TcpStream;

/// A connection to a loopback address; it ends with the value.
#[derive(Debug)]
pub struct WebSocket(TcpStream);

impl WebSocket {
    /// Connects to a `ws://` URL.
    ///
    /// # Panics
    ///
    /// Where the server does not take the connection.
    #[must_use]
    #[track_caller]
    pub fn connect(url: &str) -> Self {
        let rest = url.strip_prefix("ws://").unwrap_or_else(|| panic!("not ws: {url}"));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let mut stream = TcpStream::connect(host).unwrap_or_else(|error| panic!("{url}: {error}"));
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13";
        // Any 16 bytes in Base64 will do.
        let key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
        let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\n{upgrade}\r\n{key}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).expect("an answer") == 1 {
            head.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&head);
        assert!(head.starts_with("HTTP/1.1 101"), "{url}: {head}");
        Self(stream)
    }

    /// Sends a text of less than 126 bytes.
    ///
    /// # Panics
    ///
    /// Where the connection has ended.
    pub fn send(&mut self, text: &str) {
        let length = u8::try_from(text.len()).expect("a short text");
        assert!(length < 126, "a short text");
        // A whole message of text; clients mask what they send, and a mask of zeros changes nothing.
        let frame = [&[0x81, 0x80 | length, 0, 0, 0, 0], text.as_bytes()].concat();
        self.0.write_all(&frame).expect("a message");
    }
}
