//! `local`: the emulator of stage `local`.

use serde_json::json;

use crate::cli::args::LocalCommand;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::{FAINT, GOOD};
use crate::local::emulator;

pub(in crate::cli) fn run(context: &Context, command: &LocalCommand) -> Result<Exit, Stop> {
    let state = context.local_state();
    context.block_on(&|| "Stopped.".to_owned(), async {
        match command {
            LocalCommand::Status => status(context, emulator::status(&state).await?),
            LocalCommand::Stop => {
                let stopped = emulator::stop(&state).await?;
                let words = if stopped { "The emulator is stopped" } else { "The emulator was not running" };
                context.terminal.say(words);
            }
            LocalCommand::Reset => {
                emulator::reset(&state).await?;
                context.terminal.say("The emulator is stopped, and what was deployed on it is gone");
            }
            LocalCommand::Logs { follow } => {
                if !emulator::logs(&state).is_file() {
                    let problem = Problem::new("there is no log");
                    return Err(Stop::failed(problem.help("the emulator starts with `apply` to the local stage")));
                }
                emulator::read_logs(&state, *follow, &|line| context.terminal.result(line)).await?;
            }
        }
        Ok(Exit::Done)
    })
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
