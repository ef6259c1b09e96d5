//! The words of the binary `gordon`.
//!
//! Owns names and help texts of its own commands; those that it forwards are read from the infra crate's.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::cli::args::{Cli, OutputArgs, ValidateArgs};
use crate::cli::terminal::{FAINT, STRONG};
use crate::scaffold::Language;

/// AWS Lambda projects in typed Rust
#[derive(Debug, Parser)]
#[command(name = "gordon", version, arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Tool {
    #[command(subcommand)]
    pub(super) command: ToolCommand,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum ToolCommand {
    /// Make a project: an infra crate with one app
    Startproject(StartProjectArgs),
    /// Add an app to the infra crate of this folder
    Startapp(StartAppArgs),
    /// Check any CloudFormation templates, YAML or JSON, against AWS's schemas
    Validate(ValidateArgs),
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    #[command(external_subcommand)]
    Forwarded(Vec<OsString>),
}

#[derive(Debug, Args)]
pub(super) struct StartProjectArgs {
    /// The project's name, which is its crate's: a-z, 0-9 and `-`
    pub(super) name: String,
    /// The folder to make; without it, the project's name
    #[arg(long, value_name = "DIR")]
    pub(super) path: Option<PathBuf>,
    /// Depend on the library in this folder, in place of the published one
    #[arg(long, value_name = "DIR", hide = true, env = "GORDON_CRATE_PATH", hide_env = true)]
    pub(super) gordon_path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct StartAppArgs {
    /// The app's name, which is its module's: a-z, 0-9 and `_`
    pub(super) name: String,
    /// What its function is written in
    #[arg(long, short, value_name = "LANGUAGE")]
    pub(super) runtime: Language,
}

/// The command line, with the infra crate's commands in its help.
pub(super) fn command() -> clap::Command {
    let infra = Cli::command();
    let forwarded: Vec<_> = infra.get_subcommands().filter(|command| !own(command.get_name())).collect();
    let width = forwarded.iter().map(|command| command.get_name().len()).max().unwrap_or(0);
    let mut help = format!(
        "{STRONG}Commands of the project{STRONG:#}, forwarded to `cargo run --` in the infra crate of this folder or of the \
         nearest above:"
    );
    for command in forwarded {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        help.push_str(&format!("\n  {STRONG}{:<width$}{STRONG:#}  {about}", command.get_name()));
    }
    help.push_str(&format!("\n\n{FAINT}`gordon COMMAND --help` says more of each.{FAINT:#}"));
    Tool::command().after_help(help)
}

/// The command line as shells complete it: with the infra crate's commands as its own.
pub(super) fn complete() -> clap::Command {
    let infra = Cli::command();
    let forwarded = infra.get_subcommands().filter(|command| !own(command.get_name())).cloned();
    let tool = Tool::command();
    forwarded.fold(tool, clap::Command::subcommand)
}

fn own(name: &str) -> bool {
    Tool::command().find_subcommand(name).is_some()
}

/// The names of the commands that an infra crate of this version has.
pub(super) fn is_infras(name: &str) -> bool {
    Cli::command().find_subcommand(name).is_some()
}

/// The names of all commands.
pub(super) fn names() -> Vec<String> {
    names_of(&complete())
}

/// The names of this program's own commands.
pub(super) fn own_names() -> Vec<String> {
    names_of(&Tool::command())
}

fn names_of(command: &clap::Command) -> Vec<String> {
    command.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_consistent() {
        command().debug_assert();
        complete().debug_assert();
    }

    #[test]
    fn the_projects_commands_are_completed() {
        let names = names();
        for name in ["startproject", "startapp", "completions", "apply", "run"] {
            assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
    }
}
