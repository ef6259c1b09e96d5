//! The command line of the binary `gordon`.
//!
//! Owns its words and messages. It has the commands that need no infra crate; every other goes to the infra crate's
//! own command line. What is made, and where that crate is, is for `scaffold` to know.

mod args;
mod forward;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::FromArgMatches;
use serde_json::json;

use super::problem::{Exit, Problem, Stop};
use super::terminal::{FAINT, GOOD, STRONG, Terminal};
use crate::scaffold::{
    AppName, Error, ErrorKind, InfraCrate, NewApp, NewProject, ProjectName, start_app, start_project,
};
use args::{StartAppArgs, StartProjectArgs, Tool, ToolCommand};

/// Runs the command line of the binary `gordon`.
#[doc(hidden)]
#[must_use]
pub fn tool() -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().collect();
    let tool = match args::command().try_get_matches_from(&given).and_then(|found| Tool::from_arg_matches(&found)) {
        Ok(tool) => tool,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage as u8 } else { Exit::Done as u8 });
        }
    };
    let terminal = Terminal::new(&tool.output);
    let done = match &tool.command {
        ToolCommand::Startproject(args) => make_project(terminal, args),
        ToolCommand::Startapp(args) => make_app(terminal, args),
        ToolCommand::Validate(args) => super::commands::validate::run(terminal, args),
        ToolCommand::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut args::complete(), "gordon", &mut script);
            terminal.result_bytes(&script);
            Ok(Exit::Done)
        }
        ToolCommand::Forwarded(words) => match forward::run(terminal, words, given.get(1..).unwrap_or_default()) {
            Ok(code) => return code,
            Err(stop) => Err(stop),
        },
    };
    let exit = done.unwrap_or_else(|stop| {
        super::report(terminal, Path::new("."), &stop);
        stop.exit
    });
    ExitCode::from(exit as u8)
}

fn make_project(terminal: Terminal, args: &StartProjectArgs) -> Result<Exit, Stop> {
    let name = ProjectName::new(&args.name)?;
    let folder = args.path.clone().unwrap_or_else(|| PathBuf::from(&args.name));
    let new = NewProject { name, folder, gordon: args.gordon_path.clone() };
    let files = start_project(&new)?;
    let NewProject { name, folder, .. } = new;
    if terminal.json {
        terminal.result(&json!({ "project": name.to_string(), "path": folder, "files": files }).to_string());
        return Ok(Exit::Done);
    }
    terminal.say(&format!("{GOOD}Made{GOOD:#} the project {STRONG}{name}{STRONG:#} in {}", folder.display()));
    next(
        terminal,
        &[
            (format!("cd {}", folder.display()), String::new()),
            ("cargo run -- apply --stage local".into(), "on an AWS emulator on this machine; prints a URL".into()),
            ("echo '{}' | cargo run -- run hello.hello".into(), "one function, with one event".into()),
            ("cargo test".into(), "checks every stage".into()),
        ],
    );
    Ok(Exit::Done)
}

fn make_app(terminal: Terminal, args: &StartAppArgs) -> Result<Exit, Stop> {
    let new = NewApp { name: AppName::new(&args.name)?, language: args.runtime };
    let infra = InfraCrate::find(Path::new("."))?;
    let app = start_app(&new, &infra)?;
    let name = &new.name;
    let shown = |path: &Path| path.strip_prefix(&infra.folder).unwrap_or(path).display().to_string();
    let add = format!(".app({name}::app())");
    if terminal.json {
        let all = |paths: &[PathBuf]| paths.iter().map(|path| shown(path)).collect::<Vec<_>>();
        let mut left: Vec<_> =
            app.left.iter().map(|(path, line)| json!({ "path": shown(path), "add": line })).collect();
        left.push(json!({ "path": shown(&infra.main), "add": add }));
        let (files, changed) = (all(&app.files), all(&app.changed));
        let made = json!({ "app": name.to_string(), "files": files, "changed": changed, "left": left });
        terminal.result(&made.to_string());
        return Ok(Exit::Done);
    }
    terminal.say(&format!("{GOOD}Made{GOOD:#} the app {STRONG}{name}{STRONG:#} in {}", infra.package));
    for path in &app.files {
        terminal.say(&format!("  {GOOD}+{GOOD:#} {}", shown(path)));
    }
    for path in &app.changed {
        terminal.say(&format!("  {GOOD}~{GOOD:#} {}", shown(path)));
    }
    let left = app.left.iter().map(|(path, line)| (line.clone(), format!("add it to {}", shown(path))));
    let mut steps: Vec<_> = left.collect();
    steps.push((add, format!("add it to the project in {}", shown(&infra.main))));
    steps.push((format!("echo '{{}}' | cargo run -- run {name}.{name}"), "try the function".to_owned()));
    next(terminal, &steps);
    Ok(Exit::Done)
}

/// What to do now: each step, and why.
fn next(terminal: Terminal, steps: &[(String, String)]) {
    let width = steps.iter().map(|(step, _)| step.chars().count()).max().unwrap_or(0);
    terminal.say("");
    terminal.say("Next:");
    for (step, why) in steps {
        terminal.say(format!("  {step:<width$}  {FAINT}{why}{FAINT:#}").trim_end());
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        let mut problem = Problem::new(error.to_string());
        problem.help = error.hint();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            problem.causes.push(cause.to_string());
            source = cause.source();
        }
        match error.kind() {
            ErrorKind::Manifest { said, .. } => {
                problem.notes = said.lines().map(str::to_owned).collect();
                Self::failed(problem)
            }
            ErrorKind::Io { .. } | ErrorKind::NoCargo => Self::failed(problem),
            _ => Self::usage(problem),
        }
    }
}
