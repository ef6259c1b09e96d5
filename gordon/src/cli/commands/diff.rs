//! `diff`: what apply would change, and what it would replace. Nothing is made, not even a change set.

use serde_json::{Value as Json, json};

use super::apply::deployment;
use crate::apply::diff;
use crate::cli::args::{ConnectArgs, DiffArgs};
use crate::cli::changes;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::stage::{self, Chosen};
use crate::cli::terminal::{FAINT, GOOD, STRONG, count};

pub(in crate::cli) fn run(context: &Context, args: &DiffArgs) -> Result<Exit, Stop> {
    let stages = match &args.stage {
        Some(name) => vec![context.stage(name, args.new)?],
        // The emulator is nobody's deployment: `--stage local` compares with it.
        None => stage::fixed(context.entry.stages).into_iter().filter(|chosen| !context.is_local(chosen)).collect(),
    };
    if stages.is_empty() {
        return Err(Stop::usage(Problem::new("no stage has a fixed name").help("say which with `--stage NAME`")));
    }
    let sources = context.check(&stages)?;
    let built = context.build(&sources)?.stages;
    let mut answer = serde_json::Map::new();
    let mut differs = false;
    for (chosen, (built, source)) in stages.iter().zip(built.iter().zip(&sources)) {
        let deployment = deployment(context, chosen, built, source.project.tags())?;
        let connect = ConnectArgs {
            stage: chosen.name.to_string(),
            region: args.region.clone(),
            role: args.role.clone(),
            endpoint_url: args.endpoint_url.clone(),
            new: args.new,
        };
        let regions = context.block_on(&|| "Stopped; nothing was changed.".to_owned(), async {
            let mut regions = Vec::new();
            for region in context.regions(chosen, &connect) {
                let reached = context.reach(chosen, region, &connect).await?;
                let found = diff(&reached.aws, &deployment).await?;
                regions.push((reached.aws.region.clone(), found));
            }
            Ok(regions)
        })?;
        differs |= regions.iter().any(|(_, found)| !found.is_empty());
        if context.terminal.json {
            let regions: serde_json::Map<String, Json> = regions
                .iter()
                .map(|(region, found)| (region.clone(), found.iter().map(changes::to_json).collect()))
                .collect();
            answer.insert(chosen.name.to_string(), json!(regions));
            continue;
        }
        print(context, chosen, &regions, deployment.found.len());
    }
    if context.terminal.json {
        context.terminal.result(&Json::from(answer).to_string());
    }
    Ok(if !differs && args.exit_code { Exit::Unchanged } else { Exit::Done })
}

/// `values` is how many parameters only apply has values for.
fn print(context: &Context, chosen: &Chosen, regions: &[(String, Vec<crate::apply::Changes>)], values: usize) {
    for (region, found) in regions {
        context.terminal.result(&format!("{STRONG}{}{STRONG:#} {FAINT}{region}{FAINT:#}", chosen.name));
        if found.is_empty() {
            context.terminal.result(&format!("  {GOOD}nothing would change{GOOD:#}"));
        }
        for changes in found {
            changes::lines(changes).iter().for_each(|line| context.terminal.result(&format!("  {line}")));
        }
        if values > 0 {
            let values = count(values, "value");
            context.terminal.result(&format!("  {FAINT}{values} that apply finds: not compared{FAINT:#}"));
        }
    }
}
