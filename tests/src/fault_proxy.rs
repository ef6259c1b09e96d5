//! A proxy that counts what passes and answers in the server's place where a test wants a fault.
//!
//! Owns counting and faults alone: everything else passes to the server unchanged, so that the test still talks to a
//! real one. Must not imitate a service.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request as it passed.
#[derive(Clone, Debug)]
pub struct Seen {
    /// `Action` of a query call (`DescribeStacks`), or method and path (`PUT /bucket/key`).
    pub call: String,
    /// The header lines, in lower case.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
}

/// An answer in the server's place.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The calls it is for: those that begin with this.
    pub call: String,
    /// Only where the body holds this.
    pub holding: String,
    /// Whether the server gets the request all the same, so that only its answer is lost.
    pub pass: bool,
    /// How often.
    pub times: usize,
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
}

impl Fault {
    /// An error of a query service (CloudFormation, STS), as AWS writes it, `times` times.
    #[must_use]
    pub fn error(call: &str, times: usize, status: u16, code: &str, message: &str) -> Self {
        let body = format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
             <RequestId>injected</RequestId></ErrorResponse>"
        );
        Self { call: call.to_owned(), holding: String::new(), pass: false, times, status, body }
    }

    /// An answer of a query service with `result` as its result.
    #[must_use]
    pub fn answer(call: &str, times: usize, result: &str) -> Self {
        let body = format!("<{call}Response><{call}Result>{result}</{call}Result></{call}Response>");
        Self { call: call.to_owned(), holding: String::new(), pass: false, times, status: 200, body }
    }

    /// The server does what it is asked; its answer is lost.
    #[must_use]
    pub fn after_the_fact(mut self) -> Self {
        self.pass = true;
        self
    }

    /// Only for requests whose body holds `text`.
    #[must_use]
    pub fn holding(mut self, text: &str) -> Self {
        text.clone_into(&mut self.holding);
        self
    }
}

#[derive(Debug, Default)]
struct State {
    seen: Vec<Seen>,
    faults: Vec<Fault>,
}

/// The proxy.
#[derive(Clone, Debug)]
pub struct FaultProxy {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl FaultProxy {
    /// Starts a proxy before the server on `server`.
    ///
    /// # Panics
    ///
    /// Where no port is free.
    #[must_use]
    pub fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || {
                    // A client that goes away in the middle is the client's affair.
                    let _ = pass(stream, server, &shared);
                });
            }
        });
        Self { port, state }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers in the server's place from now on.
    ///
    /// # Panics
    ///
    /// Where another thread panicked.
    pub fn inject(&self, fault: Fault) {
        self.state.lock().expect("the proxy's state").faults.push(fault);
    }

    /// What passed since the last time.
    ///
    /// # Panics
    ///
    /// Where another thread panicked.
    #[must_use]
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.state.lock().expect("the proxy's state").seen)
    }

    /// The calls that passed since the last time.
    ///
    /// # Panics
    ///
    /// Where another thread panicked.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        self.take().into_iter().map(|seen| seen.call).collect()
    }
}

fn pass(client: TcpStream, server: u16, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut client = client;
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line == "\r\n" {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let headers: Vec<String> = head.iter().skip(1).map(|line| line.to_lowercase()).collect();
    let length = headers.iter().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    if headers.iter().any(|line| line.starts_with("expect:")) {
        client.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;

    let text = String::from_utf8_lossy(&body).into_owned();
    let action = text.split('&').find_map(|pair| pair.strip_prefix("Action="));
    let mut line = head.first().map(String::as_str).unwrap_or_default().split(' ');
    let call = match action {
        Some(action) => action.to_owned(),
        None => format!("{} {}", line.next().unwrap_or_default(), line.next().unwrap_or_default()),
    };
    let fault = {
        let mut state = state.lock().expect("the proxy's state");
        let fits =
            |fault: &&mut Fault| fault.times > 0 && call.starts_with(&fault.call) && text.contains(&fault.holding);
        let fault = state.faults.iter_mut().find(fits).map(|fault| {
            fault.times -= 1;
            fault.clone()
        });
        state.seen.push(Seen { call, headers: headers.clone(), body: text });
        fault
    };
    let lost = match &fault {
        Some(fault) if !fault.pass => return answer(&mut client, fault),
        lost => lost,
    };
    let mut upstream = TcpStream::connect(("127.0.0.1", server))?;
    let mut sent = String::new();
    for line in head.iter().filter(|line| !starts(line, "connection:") && !starts(line, "expect:")) {
        sent.push_str(line);
        sent.push_str("\r\n");
    }
    sent.push_str("Connection: close\r\n\r\n");
    upstream.write_all(sent.as_bytes())?;
    upstream.write_all(&body)?;
    if let Some(fault) = lost {
        std::io::copy(&mut upstream, &mut std::io::sink())?;
        return answer(&mut client, fault);
    }
    std::io::copy(&mut upstream, &mut client)?;
    client.shutdown(Shutdown::Write)
}

fn answer(client: &mut TcpStream, fault: &Fault) -> std::io::Result<()> {
    let Fault { status, body, .. } = fault;
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Injected\r\nContent-Type: text/xml\r\nContent-Length: {length}");
    client.write_all(format!("{head}\r\nConnection: close\r\n\r\n{body}").as_bytes())?;
    client.shutdown(Shutdown::Write)
}

fn starts(line: &str, prefix: &str) -> bool {
    line.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
