//! `local`: the emulator of stage `local`.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use crate::cli::args::LocalCommand;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::{FAINT, GOOD};
use crate::local::emulator;

pub(in crate::cli) fn run(context: &Context, command: &LocalCommand) -> Result<Exit, Stop> {
    let state = context.local_state();
    context.block_on("Stopped.", async {
        match command {
            LocalCommand::Status => status(context, emulator::status(&state).await?),
            LocalCommand::Stop => {
                let stopped = emulator::stop(&state).await?;
                let words = if stopped { "The emulator is stopped" } else { "The emulator was not running" };
                context.terminal.say(words);
            }
            LocalCommand::Logs { follow } => {
                logs(context, &emulator::logs(&state), *follow).await?;
            }
        }
        Ok(Exit::Done)
    })
}

/// How often a log that is followed is looked at.
const LOOK: Duration = Duration::from_millis(200);

async fn logs(context: &Context, path: &Path, follow: bool) -> Result<(), Stop> {
    let failed = |error| Stop::failed(Problem::new(format!("cannot read `{}`: {error}", path.display())));
    let mut file = File::open(path).map_err(|_| {
        Stop::failed(Problem::new("there is no log").help("the emulator starts with `apply` to the local stage"))
    })?;
    loop {
        let mut more = Vec::new();
        file.read_to_end(&mut more).map_err(failed)?;
        context.terminal.result_bytes(&more);
        if !follow {
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn status(context: &Context, status: Option<emulator::Status>) {
    let terminal = context.terminal;
    if terminal.json {
        let json =
            status.as_ref().map(|status| json!({ "endpoint": status.endpoint, "pid": status.pid, "log": status.log }));
        terminal.result(&json!({ "running": json }).to_string());
        return;
    }
    match status {
        Some(status) => {
            terminal.result(&format!("{GOOD}running{GOOD:#} {}", status.endpoint));
            terminal.say(&format!("{FAINT}process {}, log {}{FAINT:#}", status.pid, status.log.display()));
        }
        None => terminal.result("not running"),
    }
}
