//! `secrets edit`: all values in the user's editor.

use super::Which;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::{FAINT, GOOD};
use crate::process;
use crate::vault::MemoryFile;

pub(super) fn run(which: &Which<'_>) -> Result<Exit, Stop> {
    let context = which.context;
    let terminal = context.terminal;
    let editor = editor()?;
    // Where there is no memory for a file, nobody is asked for a password in vain.
    let place = MemoryFile::place().map_err(Stop::from)?;
    let file = which.writable()?;
    let mut text = file.clear_text()?;
    context.block_on(&|| "Stopped: nothing was saved.".to_owned(), async {
        // Signals are listened to before there is a file that one could leave behind.
        tokio::task::yield_now().await;
        loop {
            let memory = MemoryFile::new(&place, &which.name, &text)?;
            let ended = process::edit(&editor, memory.path()).await;
            let ended =
                ended.map_err(|error| Stop::failed(Problem::new(format!("cannot start `{editor}`: {error}"))))?;
            if !ended.success() {
                let problem = Problem::new(format!("`{editor}` failed ({ended}): nothing was saved"));
                return Err(Stop::failed(problem.help("set EDITOR to the editor that you want")));
            }
            text = memory.text()?;
            drop(memory);
            let mut edited = file.clone();
            match edited.edited(text.clone()) {
                Ok(changed) => {
                    if changed {
                        edited.write()?;
                    }
                    let word = if changed { "Saved" } else { "Unchanged" };
                    terminal.say(&format!("{GOOD}{word}{GOOD:#} {FAINT}{}{FAINT:#}", edited.path.display()));
                    return Ok(Exit::Done);
                }
                Err(error) if terminal.can_ask() => {
                    context.problem(&error.into());
                    // Ctrl-C must end this too.
                    let again = tokio::task::spawn_blocking(move || terminal.ask("Edit it again? [Y/n]")).await;
                    let again = again.ok().flatten().unwrap_or_else(|| "n".to_owned()).to_lowercase();
                    if !matches!(again.as_str(), "" | "y" | "yes") {
                        return Err(Stop::silent(Exit::Failed));
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
    })
}

/// What the user calls an editor, as a shell reads it: it may have arguments.
fn editor() -> Result<String, Stop> {
    let variable = |name: &str| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    if let Some(editor) = variable("VISUAL").or_else(|| variable("EDITOR")) {
        return Ok(editor);
    }
    process::find("vi").map(|_| "vi".to_owned()).ok_or_else(|| {
        Stop::usage(Problem::new("no editor is known").help("set VISUAL or EDITOR, or use `secrets set`"))
    })
}
