//! A function's process with a Runtime API of its own: started once, invoked any number of times, one event at a time.
//!
//! Owns the life of the process: init, timeout, crash, end. Must not choose interpreters or read handlers' answers. A
//! pool of instances, as `dev` wants one, keeps these.

use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::sync::mpsc;

use super::environment;
use super::error::{Error, ErrorKind};
use super::event::{Event, Events, Note, Stream};
use super::id;
use super::invocation::{Program, ascii_json, check_event};
use super::launch::Launch;
use super::outcome::{FunctionError, Outcome};
use super::runtime_api::{Call, Message, RuntimeApi};
use crate::process::{self, Group};

/// How long Lambda lets a function load, before it starts over within the invocation's own timeout.
const INIT_LIMIT: Duration = Duration::from_secs(10);

/// How long to wait for what a process that has ended left in its pipes and sockets. A process of another group may
/// hold them open for ever.
const DRAIN_LIMIT: Duration = Duration::from_secs(2);

/// The longest line of a log that is kept whole, in bytes.
const LINE_LIMIT: u64 = 256 * 1024;

/// A function's process. Dropping it kills the process and all that it started.
#[derive(Debug)]
pub struct Instance {
    program: Program,
    api: RuntimeApi,
    group: Group,
    lines: mpsc::Receiver<Event>,
    started: Instant,
    ready: bool,
    init: Option<Duration>,
    exit: Option<ExitStatus>,
}

/// What an instance did, as far as an invocation cares.
enum Step {
    Said(Message),
    Ended(ExitStatus),
    TimedOut,
}

impl Instance {
    /// Starts the process; it loads the function's code while this returns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnsupportedRuntime`], [`ErrorKind::MissingInterpreter`], [`ErrorKind::MissingBootstrap`] and
    /// [`ErrorKind::Start`].
    pub async fn start(program: Program, events: Events<'_>) -> Result<Self, Error> {
        if !program.folder.is_dir() {
            let message = format!("there is no folder {}", program.folder.display());
            return Err(Error::new(ErrorKind::MissingBootstrap, message));
        }
        let launch = Launch::of(&program, events).await?;
        let api = RuntimeApi::start().await.map_err(|error| Error::io("no port for the Runtime API", error))?;
        let mut command = Command::new(&launch.program);
        command.args(&launch.arguments).current_dir(&program.folder).env_clear();
        command.envs(environment::variables(&program, &api.address(), &launch.runtime_dir));
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = Group::spawn(&mut command).map_err(|error| not_started(&launch, error))?;
        let (sender, lines) = mpsc::channel(256);
        let (stdout, stderr) = group.take_output();
        if let (Some(stdout), Some(stderr)) = (stdout, stderr) {
            tokio::spawn(read_lines(stdout, Stream::Stdout, sender.clone()));
            tokio::spawn(read_lines(stderr, Stream::Stderr, sender));
        }
        events(Event::Started { program: launch.program, pid: group.id() });
        Ok(Self { program, api, group, lines, started: Instant::now(), ready: false, init: None, exit: None })
    }

    /// Whether the process can still take an event.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.exit.is_none()
    }

    /// Gives the function an event and waits for its answer. An instance whose function timed out or crashed is dead
    /// afterwards; one whose function reported an error is not.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidEvent`] and [`ErrorKind::EventTooLarge`], [`ErrorKind::Start`] when the instance is dead.
    /// What the function itself reports is in the [`Outcome`].
    pub async fn invoke(
        &mut self,
        event: &[u8],
        client_context: Option<&Value>,
        events: Events<'_>,
    ) -> Result<Outcome, Error> {
        check_event(event)?;
        if !self.is_alive() {
            return Err(Error::new(ErrorKind::Start, "the function's process has ended already"));
        }
        let request_id = id::request();
        let mut delivered = Instant::now();
        let mut result = self.load(&request_id, events).await.map(|()| Vec::new());
        if result.is_ok() {
            delivered = Instant::now();
            result = self.call(event, client_context, &request_id, events).await;
        }
        let duration = delivered.elapsed();
        let max_memory = process::peak_memory(self.group.id());
        if self.is_alive() {
            self.settle(delivered, events).await;
        }
        Ok(Outcome { result, request_id, duration, init_duration: self.init.take(), max_memory })
    }

    /// Ends the process, with what it still has to say.
    pub async fn stop(mut self, events: Events<'_>) {
        self.end(events).await;
    }

    /// Waits until the function's code is loaded.
    async fn load(&mut self, request_id: &str, events: Events<'_>) -> Result<(), FunctionError> {
        let deadline = self.started + INIT_LIMIT + self.program.timeout;
        while !self.ready {
            match self.step(deadline, events).await {
                Step::Said(Message::Next) => self.loaded(events),
                Step::Said(Message::InitError(error)) => {
                    self.end(events).await;
                    return Err(error);
                }
                // Nothing was asked yet.
                Step::Said(Message::Reply(..)) => {}
                Step::Ended(status) => return Err(FunctionError::exited(status, request_id)),
                Step::TimedOut => {
                    self.end(events).await;
                    return Err(FunctionError::timed_out(INIT_LIMIT + self.program.timeout, request_id));
                }
            }
        }
        Ok(())
    }

    fn loaded(&mut self, events: Events<'_>) {
        let init = self.started.elapsed();
        self.ready = true;
        self.init = Some(init);
        if init > INIT_LIMIT {
            events(Event::Note(Note::SlowInit { took: init }));
        }
        events(Event::Ready { init });
    }

    /// Delivers an event and waits for the answer.
    async fn call(
        &mut self,
        event: &[u8],
        client_context: Option<&Value>,
        request_id: &str,
        events: Events<'_>,
    ) -> Result<Vec<u8>, FunctionError> {
        let timeout = self.program.timeout;
        let deadline_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + timeout;
        self.api.send(Call {
            id: request_id.to_owned(),
            event: event.to_vec(),
            deadline_ms: deadline_ms.as_millis(),
            arn: self.program.arn(),
            trace: id::trace(),
            client_context: client_context.map(ascii_json),
        });
        let deadline = Instant::now() + timeout;
        loop {
            match self.step(deadline, events).await {
                Step::Said(Message::Reply(id, result)) if id == request_id => return result,
                // A client that lost its connection asks again.
                Step::Said(Message::Next | Message::Reply(..)) => {}
                Step::Said(Message::InitError(error)) => {
                    self.end(events).await;
                    return Err(error);
                }
                Step::Ended(status) => return Err(FunctionError::exited(status, request_id)),
                Step::TimedOut => {
                    self.end(events).await;
                    return Err(FunctionError::timed_out(timeout, request_id));
                }
            }
        }
    }

    /// Waits until the function asks for its next event, as Lambda does: what it logs until then belongs to this one.
    async fn settle(&mut self, delivered: Instant, events: Events<'_>) {
        let deadline = delivered + self.program.timeout;
        loop {
            match self.step(deadline, events).await {
                Step::Said(Message::Next) | Step::Ended(_) => break,
                Step::Said(_) => {}
                Step::TimedOut => return self.end(events).await,
            }
        }
        while let Ok(event) = self.lines.try_recv() {
            events(event);
        }
    }

    /// The next thing that happens; lines are passed on meanwhile.
    async fn step(&mut self, deadline: Instant, events: Events<'_>) -> Step {
        loop {
            tokio::select! {
                biased;
                // First, so that a flood of lines cannot put it off.
                () = tokio::time::sleep_until(deadline.into()) => return Step::TimedOut,
                Some(event) = self.lines.recv() => events(event),
                message = self.api.message() => return Step::Said(message),
                status = self.group.wait(), if self.exit.is_none() => {
                    // What cannot be waited for is as good as ended.
                    self.exit = Some(status.unwrap_or_default());
                    self.end(events).await;
                }
                () = std::future::ready(()), if self.exit.is_some() => {
                    // It may have answered just before it ended.
                    let last = self.api.try_message();
                    return last.map_or(Step::Ended(self.exit.unwrap_or_default()), Step::Said);
                }
            }
        }
    }

    /// Kills the process with its children, and hears what is left to hear.
    async fn end(&mut self, events: Events<'_>) {
        if self.exit.is_none() {
            self.api.forget();
        }
        if let Ok(status) = self.group.kill().await {
            self.exit.get_or_insert(status);
        }
        let drain = async {
            while let Some(event) = self.lines.recv().await {
                events(event);
            }
            self.api.hung_up().await;
        };
        let _ = tokio::time::timeout(DRAIN_LIMIT, drain).await;
    }
}

fn not_started(launch: &Launch, error: std::io::Error) -> Error {
    let message = format!("{} could not be started", launch.program.display());
    let mut failure = Error::new(ErrorKind::Start, message);
    // ENOEXEC: another architecture or system, or a script without its `#!` line.
    if error.raw_os_error() == Some(8) {
        failure = failure.hint("it was built for another architecture or system than this machine's");
    }
    failure.source(error)
}

/// Passes lines on until the pipe ends. A line beyond the limit is passed on in pieces.
async fn read_lines(pipe: impl AsyncRead + Unpin, stream: Stream, lines: mpsc::Sender<Event>) {
    let mut pipe = BufReader::new(pipe);
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let mut limited = (&mut pipe).take(LINE_LIMIT);
        let read = limited.read_until(b'\n', &mut bytes).await;
        if read.is_err() || bytes.is_empty() {
            return;
        }
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let line = String::from_utf8_lossy(line).into_owned();
        if lines.send(Event::Log { stream, line }).await.is_err() {
            return;
        }
    }
}
