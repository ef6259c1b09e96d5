//! `outputs`: what a stage's stack gives.

use std::collections::BTreeMap;

use crate::apply;
use crate::cli::args::ConnectArgs;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::terminal::STRONG;

pub(in crate::cli) fn run(context: &Context, args: &ConnectArgs) -> Result<Exit, Stop> {
    let chosen = context.stage(&args.stage, args.new)?;
    let target = context.target(&chosen)?;
    context.block_on(&|| "Stopped.".to_owned(), async {
        let mut regions = BTreeMap::new();
        for region in context.regions(&chosen, args) {
            let reached = context.reach(&chosen, region, args).await?;
            let Some(outputs) = apply::outputs(&reached.aws, &target).await? else {
                let problem =
                    Problem::new(format!("stage `{}` is not deployed in {}", chosen.name, reached.aws.region));
                return Err(Stop::failed(problem.help(format!("apply it with `apply --stage {}`", chosen.name))));
            };
            let outputs: BTreeMap<String, String> =
                outputs.into_iter().map(|(name, value)| (name, reached.output(&value))).collect();
            regions.insert(reached.aws.region.clone(), outputs);
        }
        if context.terminal.json {
            context.terminal.result(&serde_json::json!(regions).to_string());
            return Ok(Exit::Done);
        }
        for outputs in regions.values() {
            for (name, value) in outputs {
                context.terminal.result(&format!("{STRONG}{name}{STRONG:#} {value}"));
            }
        }
        Ok(Exit::Done)
    })
}
