//! `build`: templates and artifacts in `_build`.

use serde_json::json;

use super::check::stages;
use crate::cli::args::StageArg;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Stop};
use crate::cli::terminal::{FAINT, GOOD};

pub(in crate::cli) fn run(context: &Context, args: &StageArg) -> Result<Exit, Stop> {
    let sources = context.check(&stages(context, args)?)?;
    let built = context.build(&sources)?;
    if context.terminal.json {
        let stages: Vec<_> = built
            .stages
            .iter()
            .map(|stage| {
                let artifacts = built.artifacts.iter().filter(|((of, _), _)| *of == stage.stage);
                json!({
                    "stage": stage.stage.as_str(),
                    "templates": [stage.bucket.path, stage.resources.path],
                    "artifacts": artifacts.map(|((_, name), artifact)| json!({
                        "function": name,
                        "digest": artifact.digest.to_string(),
                        "path": artifact.path,
                        "zip_size": artifact.zip_size,
                        "unzipped_size": artifact.unzipped_size,
                    })).collect::<Vec<_>>(),
                })
            })
            .collect();
        let stats = built.stats;
        let stats = json!({
            "files_read": stats.files_read,
            "bytes_read": stats.bytes_read,
            "zips_written": stats.zips_written,
            "commands_run": stats.commands_run,
        });
        context.terminal.result(&json!({ "stages": stages, "stats": stats }).to_string());
        return Ok(Exit::Done);
    }
    let here = std::env::current_dir().unwrap_or_default();
    for stage in &built.stages {
        for stack in [&stage.bucket, &stage.resources] {
            let path = stack.path.strip_prefix(&here).unwrap_or(&stack.path);
            context.terminal.say(&format!("{GOOD}Template{GOOD:#} {}", path.display()));
        }
    }
    let read = built.stats.files_read;
    context.terminal.detail(&format!("{FAINT}{read} files read, {} zips written{FAINT:#}", built.stats.zips_written));
    Ok(Exit::Done)
}
