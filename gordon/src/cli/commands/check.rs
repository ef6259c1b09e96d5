//! `check`: all that is wrong with the project, and nothing built.

use serde_json::json;

use crate::build::Source;
use crate::check::{Diagnostic, add_new};
use crate::cli::args::{NewArg, StageArg};
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::stage::{self, Chosen};
use crate::cli::terminal::{GOOD, count};
use crate::describe::StageKind;

pub(in crate::cli) fn run(context: &Context, args: &StageArg) -> Result<Exit, Stop> {
    let mut stages = stages(context, args)?;
    if args.stage.is_none() {
        // A variant that takes any name is tried under one.
        stages.extend(
            context
                .stage("any", NewArg { new: true })
                .ok()
                .filter(|chosen| context.definition(chosen).kind == StageKind::Any),
        );
    }
    let sources = context.check(&stages)?;
    templates(context, &sources)?;
    let functions: usize = sources.iter().map(|source| source.project.functions().len()).max().unwrap_or(0);
    if context.terminal.json {
        let stages: Vec<String> = stages.iter().map(|stage| stage.name.to_string()).collect();
        context.terminal.result(&json!({ "problems": [], "stages": stages, "functions": functions }).to_string());
    } else {
        let (stages, functions) = (count(stages.len(), "stage"), count(functions, "function"));
        context.terminal.say(&format!("{GOOD}Good{GOOD:#} {functions} in {stages}"));
    }
    Ok(Exit::Done)
}

/// What AWS's schemas and CloudFormation's limits say against the templates; what is wrong in several stages once.
fn templates(context: &Context, sources: &[Source]) -> Result<(), Stop> {
    let (mut findings, mut failed): (Vec<Diagnostic>, bool) = (Vec::new(), false);
    for source in sources {
        let more = source.findings().unwrap_or_else(|more| {
            failed = true;
            more
        });
        add_new(more, &mut findings);
    }
    if failed {
        return Err(findings.into());
    }
    findings.iter().for_each(|warning| context.problem(&Problem::from(warning)));
    Ok(())
}

/// The stage that was named, or all that have names.
pub(super) fn stages(context: &Context, args: &StageArg) -> Result<Vec<Chosen>, Stop> {
    if let Some(name) = &args.stage {
        return Ok(vec![context.stage(name, args.new)?]);
    }
    let fixed = stage::fixed(context.entry.stages);
    if fixed.is_empty() {
        return Err(Stop::usage(Problem::new("no stage has a fixed name").help("say which with `--stage NAME`")));
    }
    Ok(fixed)
}
