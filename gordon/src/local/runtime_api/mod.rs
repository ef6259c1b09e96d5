//! Lambda's Runtime API: the HTTP server that a function's process asks for events and tells results to.
//!
//! Owns the protocol of <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>; must not know processes. An
//! instance has a server of its own, as on AWS, so a request needs no name of a function.

mod body;
mod routes;

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};

use super::outcome::FunctionError;

/// The largest event, in bytes.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
pub(super) const EVENT_LIMIT: usize = 6 * 1024 * 1024;

/// The largest buffered answer, in bytes: 6 MB and a little, as Lambda's own message has it.
pub(super) const RESPONSE_LIMIT: usize = EVENT_LIMIT + 100;

/// The largest streamed answer, in bytes.
pub(super) const STREAM_LIMIT: usize = 200 * 1024 * 1024;

/// One event on its way to the function.
#[derive(Debug)]
pub(super) struct Call {
    /// The request ID.
    pub(super) id: String,
    /// The event, JSON.
    pub(super) event: Vec<u8>,
    /// When the function times out, in milliseconds since 1970.
    pub(super) deadline_ms: u128,
    /// The function's ARN.
    pub(super) arn: String,
    /// X-Ray's trace header.
    pub(super) trace: String,
    /// The client context, JSON in ASCII.
    pub(super) client_context: Option<String>,
}

/// What the function's process said.
#[derive(Debug)]
pub(super) enum Message {
    /// It asks for the next event.
    Next,
    /// It could not start.
    InitError(FunctionError),
    /// It answered the call of this ID.
    Reply(String, Result<Vec<u8>, FunctionError>),
}

/// A running server; dropping it ends it.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    address: SocketAddr,
    calls: mpsc::UnboundedSender<Call>,
    messages: mpsc::UnboundedReceiver<Message>,
    shared: Arc<Shared>,
    open: watch::Receiver<usize>,
    task: AbortHandle,
}

/// What the connections share.
#[derive(Debug)]
struct Shared {
    calls: tokio::sync::Mutex<mpsc::UnboundedReceiver<Call>>,
    messages: mpsc::UnboundedSender<Message>,
    /// The call that waits for an answer; an answer to any other is refused.
    current: Mutex<Option<String>>,
}

impl RuntimeApi {
    /// Starts a server on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// What the operating system says when it gives no port.
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (calls, waiting) = mpsc::unbounded_channel();
        let (said, messages) = mpsc::unbounded_channel();
        let shared = Shared { calls: waiting.into(), messages: said, current: Mutex::default() };
        let shared = Arc::new(shared);
        let (count, open) = watch::channel(0);
        let task = tokio::spawn(accept(listener, Arc::clone(&shared), count)).abort_handle();
        Ok(Self { address, calls, messages, shared, open, task })
    }

    /// What `AWS_LAMBDA_RUNTIME_API` must be: host and port.
    pub(super) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Gives the function an event, which it receives once it asks.
    pub(super) fn send(&self, call: Call) {
        *self.shared.current() = Some(call.id.clone());
        // The receiver lives as long as `shared`, so this cannot fail.
        let _ = self.calls.send(call);
    }

    /// No answer is expected any more.
    pub(super) fn forget(&self) {
        *self.shared.current() = None;
    }

    /// What the function says next. Safe to cancel.
    pub(super) async fn message(&mut self) -> Message {
        match self.messages.recv().await {
            Some(message) => message,
            // Not reached: `shared` holds a sender.
            None => std::future::pending().await,
        }
    }

    /// What the function said already.
    pub(super) fn try_message(&mut self) -> Option<Message> {
        self.messages.try_recv().ok()
    }

    /// Waits until every connection has ended, so that all that was said has been heard.
    pub(super) async fn hung_up(&self) {
        // An error means that the server has ended, and its connections with it.
        let _ = self.open.clone().wait_for(|open| *open == 0).await;
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn current(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the current call if it is this one: each is answered once.
    fn take(&self, id: &str) -> bool {
        self.current().take_if(|current| current == id).is_some()
    }

    fn say(&self, message: Message) {
        // Nobody listens any more when the instance is gone.
        let _ = self.messages.send(message);
    }
}

/// Serves connections until aborted; the set aborts them in turn.
async fn accept(listener: TcpListener, shared: Arc<Shared>, count: watch::Sender<usize>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let shared = Arc::clone(&shared);
                count.send_modify(|open| *open += 1);
                connections.spawn(async move {
                    let service = service_fn(move |request| {
                        let shared = Arc::clone(&shared);
                        async move { Ok::<_, Infallible>(routes::answer(request, &shared).await) }
                    });
                    // A client that goes away in the middle is not an error of the server.
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            }
            Some(_) = connections.join_next() => count.send_modify(|open| *open -= 1),
        }
    }
}

#[cfg(test)]
mod tests;
