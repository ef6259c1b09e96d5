//! `status`: the state of a stage's stacks, and with --follow what runs on them.

use serde_json::json;

use crate::apply::{self, StackStatus};
use crate::cli::args::StatusArgs;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Stop};
use crate::cli::progress;
use crate::cli::terminal::{CHANGED, GOOD};

pub(in crate::cli) fn run(context: &Context, args: &StatusArgs) -> Result<Exit, Stop> {
    let chosen = context.stage(&args.connect.stage, args.connect.new)?;
    let target = context.target(&chosen)?;
    context.block_on(&|| "Stopped watching; nothing else was stopped.".to_owned(), async {
        let mut regions = serde_json::Map::new();
        for region in context.regions(&chosen, &args.connect) {
            let reached = context.reach(&chosen, region, &args.connect).await?;
            let stacks = if args.follow {
                let progress = progress::Deploy::new(context.terminal);
                let ended =
                    apply::follow(&reached.aws, &target, reached.pace, None, &|event| progress.event(event)).await;
                progress.end();
                ended?
            } else {
                apply::status(&reached.aws, &target).await?
            };
            if !context.terminal.json {
                lines(context, &stacks);
            }
            let stacks: Vec<_> = stacks
                .iter()
                .map(|stack| json!({ "name": stack.name, "id": stack.id, "status": stack.status, "reason": stack.reason }))
                .collect();
            regions.insert(reached.aws.region.clone(), stacks.into());
        }
        if context.terminal.json {
            context.terminal.result(&serde_json::Value::Object(regions).to_string());
        }
        Ok(Exit::Done)
    })
}

fn lines(context: &Context, stacks: &[StackStatus]) {
    if stacks.is_empty() {
        context.terminal.say("not deployed");
    }
    for stack in stacks {
        let style = if stack.busy || stack.status.contains("FAILED") { CHANGED } else { GOOD };
        let reason = stack.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        context.terminal.result(&format!("{style}{}{style:#} {}{reason}", stack.status, stack.name));
    }
}
