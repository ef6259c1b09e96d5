//! `build`: templates and artifacts in `_build`.

use std::collections::BTreeMap;

use serde_json::json;

use super::check::stages;
use crate::artifact::Artifact;
use crate::cli::args::StageArg;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Stop};
use crate::cli::terminal::{FAINT, GOOD};
use crate::describe::StageName;

pub(in crate::cli) fn run(context: &Context, args: &StageArg) -> Result<Exit, Stop> {
    let sources = context.check(&stages(context, args)?)?;
    let built = context.build(&sources)?;
    if context.terminal.json {
        let stages: Vec<_> = built
            .stages
            .iter()
            .map(|stage| {
                let made = |what: &str, all: &BTreeMap<(StageName, String), Artifact>| {
                    let of_stage = all.iter().filter(|((of, _), _)| *of == stage.stage);
                    let row = |((_, name), artifact): (&(StageName, String), &Artifact)| {
                        json!({
                            what: name,
                            "digest": artifact.digest.to_string(),
                            "path": artifact.path,
                            "zip_size": artifact.zip_size,
                            "unzipped_size": artifact.unzipped_size,
                        })
                    };
                    of_stage.map(row).collect::<Vec<_>>()
                };
                json!({
                    "stage": stage.stage.as_str(),
                    "templates": [stage.bucket.path, stage.resources.path],
                    "artifacts": made("function", &built.artifacts),
                    "layers": made("layer", &built.layers),
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
