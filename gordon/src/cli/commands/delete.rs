//! `delete`: shows what would go, and with --confirm deletes it.

use std::time::Duration;

use serde_json::json;

use crate::apply::{DeleteOptions, DeletePlan, delete, plan_delete};
use crate::cli::args::DeleteArgs;
use crate::cli::context::Context;
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::progress;
use crate::cli::stage::Chosen;
use crate::cli::terminal::{BAD, FAINT, GOOD, STRONG, size};

pub(in crate::cli) fn run(context: &Context, args: &DeleteArgs) -> Result<Exit, Stop> {
    let chosen = context.stage(&args.connect.stage, args.connect.new)?;
    let target = context.target(&chosen)?;
    let carry_on = || {
        format!("Stopped watching. What was begun goes on; carry on with `delete --stage {} --confirm`", chosen.name)
    };
    context.block_on(&carry_on, async {
        let mut gone = Vec::new();
        let mut shown_only = false;
        for region in context.regions(&chosen, &args.connect) {
            let reached = context.reach(&chosen, region, &args.connect).await?;
            let Some(plan) = plan_delete(&reached.aws, &target).await? else {
                context.terminal.say(&format!("{GOOD}Nothing{GOOD:#} of {} is there", chosen.name));
                continue;
            };
            if !context.terminal.json {
                show(context, &plan);
            }
            if args.confirm {
                if !agreed(context, &chosen) {
                    return Err(Stop::failed(Problem::new(format!(
                        "{} is protected, and nothing was deleted",
                        chosen.name
                    ))));
                }
                let progress = progress::Deploy::new(context.terminal);
                let timeout = args.cf_timeout.map(|minutes| Duration::from_secs(minutes * 60));
                let options = DeleteOptions { timeout, pace: reached.pace, ..DeleteOptions::default() };
                let ended = delete(&reached.aws, &target, &plan, options, &|event| progress.event(event)).await;
                progress.end();
                ended?;
            } else {
                shown_only = true;
            }
            gone.push(as_json(&plan));
        }
        if context.terminal.json {
            let result = json!({ "stage": chosen.name.as_str(), "deleted": !shown_only, "regions": gone });
            context.terminal.result(&result.to_string());
        }
        if shown_only {
            let problem = Problem::new("nothing was deleted").help("pass --confirm to delete what is listed above");
            return Err(Stop::usage(problem));
        }
        Ok(Exit::Done)
    })
}

/// Whether a protected stage may go: where somebody can be asked, they type its name.
fn agreed(context: &Context, chosen: &Chosen) -> bool {
    let name = chosen.name.as_str();
    !context.definition(chosen).protected
        || !context.terminal.can_ask()
        || context.terminal.ask(&format!("{name} is protected: type its name to delete it:")).as_deref() == Some(name)
}

fn show(context: &Context, plan: &DeletePlan) {
    let terminal = context.terminal;
    terminal.always(&format!("{FAINT}account {}, {}{FAINT:#}", plan.account, plan.region));
    for stack in &plan.stacks {
        terminal.always(&format!("{STRONG}{}{STRONG:#} {FAINT}{}{FAINT:#}", stack.name, stack.status));
        for resource in &stack.resources {
            // A version goes with its function, whatever its policy.
            let stays = resource.retained && resource.resource_type != "AWS::Lambda::Version";
            let (mark, style) = if stays { ("=", GOOD) } else { ("-", BAD) };
            let loss = match resource.holds {
                Some(loss) if !stays => format!(" {BAD}loses {loss}{BAD:#}"),
                _ => String::new(),
            };
            let stays = if stays { " stays" } else { "" };
            let (id, kind) = (&resource.logical_id, &resource.resource_type);
            terminal.always(&format!("  {style}{mark}{style:#} {id} {FAINT}{kind}{FAINT:#}{stays}{loss}"));
        }
    }
    if let Some(bucket) = &plan.bucket {
        let (name, objects) = (&bucket.name, bucket.objects);
        terminal
            .always(&format!("  {BAD}-{BAD:#} {objects} versions in {name} {FAINT}{}{FAINT:#}", size(bucket.bytes)));
    }
}

fn as_json(plan: &DeletePlan) -> serde_json::Value {
    let stacks = plan.stacks.iter().map(|stack| {
        json!({
            "name": stack.name,
            "status": stack.status,
            "resources": stack.resources.iter().map(|resource| json!({
                "logical_id": resource.logical_id,
                "physical_id": resource.physical_id,
                "type": resource.resource_type,
                "retained": resource.retained,
                "holds": resource.holds,
            })).collect::<Vec<_>>(),
        })
    });
    json!({
        "account": plan.account,
        "region": plan.region,
        "stacks": stacks.collect::<Vec<_>>(),
        "bucket": plan.bucket.as_ref().map(|bucket| json!({
            "name": bucket.name, "objects": bucket.objects, "bytes": bucket.bytes,
        })),
    })
}
