//! The command line of an infra crate.
//!
//! Owns words, rendering, prompts and exit codes; a command is a file of `commands`. The only module that prints. Must
//! not hold logic that another caller of the library would want.

mod answers;
mod args;
mod changes;
mod commands;
mod context;
mod entry;
mod hidden;
mod problem;
mod progress;
mod render;
mod results;
mod stage;
mod terminal;
mod tool;
mod vaults;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use context::Context;
pub use entry::{Entry, Package};
use problem::{Exit, Stop};
use terminal::Terminal;
#[doc(hidden)]
pub use tool::tool;

/// Runs the command line of an infra crate: what `gordon::main!` calls.
#[must_use]
pub fn main(entry: Entry) -> ExitCode {
    run(entry, std::env::args_os())
}

fn run(entry: Entry, args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match parse(&entry, args) {
        Ok(cli) => cli,
        Err(error) => {
            // clap writes help to standard output and mistakes to standard error.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage as u8 } else { Exit::Done as u8 });
        }
    };
    let build_dir = cli.build_dir.unwrap_or_else(|| entry.crate_dir.join("_build"));
    let context = Context { terminal: Terminal::new(&cli.output), entry, overrides: cli.set, build_dir };
    let exit = match dispatch(&context, cli.command) {
        Ok(exit) => exit,
        Err(stop) => report(context.terminal, &context.entry.crate_dir, &stop),
    };
    ExitCode::from(exit as u8)
}

fn parse(entry: &Entry, args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&command(entry).try_get_matches_from(args)?)
}

/// The command line under the name of the user's crate.
fn command(entry: &Entry) -> clap::Command {
    Cli::command()
        .name(entry.package)
        .bin_name(entry.package)
        .version(entry.version)
        .about(format!("Builds, deploys and runs the project of the crate `{}`", entry.package))
}

fn dispatch(context: &Context, chosen: Command) -> Result<Exit, Stop> {
    match chosen {
        Command::Check(args) => commands::check::run(context, &args),
        Command::Settings(args) => commands::settings::run(context, &args),
        Command::Secrets(command) => commands::secrets::run(context, &command),
        Command::Build(args) => commands::build::run(context, &args),
        Command::Diff(args) => commands::diff::run(context, &args),
        Command::Apply(args) => commands::apply::run(context, &args),
        Command::Delete(args) => commands::delete::run(context, &args),
        Command::Outputs(args) => commands::outputs::run(context, &args),
        Command::Status(args) => commands::status::run(context, &args),
        Command::Run(args) => commands::run::run(context, &args),
        Command::Local(args) => commands::local::run(context, &args),
        Command::Validate(args) => commands::validate::run(context.terminal, &args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command(&context.entry), context.entry.package, &mut script);
            context.terminal.result_bytes(&script);
            Ok(Exit::Done)
        }
    }
}

fn report(terminal: Terminal, crate_dir: &Path, stop: &Stop) -> Exit {
    if terminal.json && !stop.problems.is_empty() {
        let problems: Vec<_> = stop.problems.iter().map(render::to_json).collect();
        terminal.result(&serde_json::json!({ "problems": problems }).to_string());
        return stop.exit;
    }
    for problem in &stop.problems {
        terminal.always(&render::text(problem, crate_dir));
        terminal.always("");
    }
    stop.exit
}
