//! `apply`: builds, shows what would change, and changes it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::apply::{
    Applied, Changes, Decision, Deployment, Event, Options, Outcome, Parameter, Role, StackTemplate, Upload, apply,
};
use crate::build::Built;
use crate::cli::args::ApplyArgs;
use crate::cli::context::{Context, Reached};
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::progress;
use crate::cli::stage::Chosen;
use crate::cli::terminal::{CHANGED, FAINT, GOOD, STRONG};
use crate::cli::{answers, changes};
use crate::describe::StageKind;
use crate::synth::ENDPOINT;

pub(in crate::cli) fn run(context: &Context, args: &ApplyArgs) -> Result<Exit, Stop> {
    let chosen = context.stage(&args.connect.stage, args.connect.new)?;
    let sources = context.check(std::slice::from_ref(&chosen))?;
    let nothing = || Stop::failed(Problem::new("nothing was built"));
    let tags = sources.first().map(|source| source.project.tags()).unwrap_or_default();
    let built = match &args.prebuilt {
        Some(folder) => Built::load(folder, sources.first().ok_or_else(nothing)?)?,
        None => context.build(&sources)?.stages.pop().ok_or_else(nothing)?,
    };
    let deployment = deployment(context, &chosen, &built, tags)?;
    let running = AtomicBool::new(false);
    let carry_on = || match running.load(Ordering::Relaxed) {
        true => format!(
            "Stopped watching. What was begun goes on: watch it with `cargo run -- status --stage {} --follow`",
            chosen.name
        ),
        false => "Stopped before anything was changed.".to_owned(),
    };
    let results = context.block_on(&carry_on, async {
        let mut results = Vec::new();
        for region in context.regions(&chosen, &args.connect) {
            let reached = context.reach(&chosen, region, &args.connect).await?;
            let mut deployment = deployment.clone();
            if let Some(endpoint) = &reached.emulator {
                deployment.parameters.insert(ENDPOINT.to_owned(), Parameter::plain(endpoint));
            }
            results.push(one_region(context, args, &chosen, &deployment, reached, &running).await?);
        }
        Ok(results)
    })?;
    let unchanged = results.iter().all(|result| result.applied.outcome == Outcome::Unchanged);
    print(context, &chosen, &results);
    if results.iter().any(|result| matches!(result.applied.outcome, Outcome::Stopped)) {
        return Ok(Exit::Failed);
    }
    Ok(if unchanged && args.exit_code { Exit::Unchanged } else { Exit::Done })
}

/// What apply did in one region.
struct RegionResult {
    applied: Applied,
    reached: Reached,
    planned: Vec<Json>,
}

fn deployment(
    context: &Context,
    chosen: &Chosen,
    built: &Built,
    tags: BTreeMap<String, String>,
) -> Result<Deployment, Stop> {
    let definition = context.definition(chosen);
    let template =
        |stack: &crate::build::BuiltStack| StackTemplate { name: stack.name.clone(), body: stack.body.clone() };
    let mut uploads = Vec::new();
    for path in &built.zips {
        let size = fs::metadata(path)
            .map_err(|error| Stop::failed(Problem::new(format!("cannot read `{}`: {error}", path.display()))))?
            .len();
        let key = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        uploads.push(Upload { key, path: path.clone(), size });
    }
    Ok(Deployment {
        project: built.project.clone(),
        stage: chosen.name.to_string(),
        account: definition.account.map(str::to_owned),
        protected: definition.protected,
        sandbox: definition.kind == StageKind::Any,
        bucket_stack: template(&built.bucket),
        resource_stack: template(&built.resources),
        uploads,
        parameters: BTreeMap::new(),
        found: built.found.clone(),
        fingerprints: built.fingerprints.clone(),
        tags,
        places: built.places.clone(),
    })
}

async fn one_region(
    context: &Context,
    args: &ApplyArgs,
    chosen: &Chosen,
    deployment: &Deployment,
    reached: Reached,
    running: &AtomicBool,
) -> Result<RegionResult, Stop> {
    let options = Options {
        express: args.express,
        no_execute: args.no_execute,
        detach: args.detach,
        import_existing: args.import_existing,
        force: args.force,
        replace: args.replace.iter().cloned().collect(),
        timeout: args.cf_timeout.map(|minutes| Duration::from_secs(minutes * 60)),
        pace: reached.pace,
    };
    let answers = answers::AtTerminal { context, stage: chosen.name.as_str() };
    let progress = progress::Deploy::new(context.terminal);
    let planned = Mutex::new(Vec::new());
    let mut refused = None;
    let mut decide = |waiting: &Changes| match decide(context, args, chosen, waiting) {
        Ok(decision) => decision,
        Err(stop) => {
            refused = Some(stop);
            Decision::Stop
        }
    };
    let listener = |event| {
        if matches!(event, Event::Started { .. }) {
            running.store(true, Ordering::Relaxed);
        }
        if let Event::Planned(changes) = &event {
            if let Ok(mut planned) = planned.lock() {
                planned.push(changes::to_json(changes));
            }
            if changes.create && changes.role == Role::Bucket && deployment.sandbox {
                progress.note(&format!("{} is new: a stage of its own begins here", chosen.name));
            }
            progress.show(changes);
        }
        progress.event(event);
    };
    let applied = apply(&reached.aws, deployment, &options, &answers, &listener, &mut decide).await;
    progress.end();
    match refused {
        Some(stop) => Err(stop),
        None => Ok(RegionResult { applied: applied?, reached, planned: planned.into_inner().unwrap_or_default() }),
    }
}

/// Asks, where there is something to ask about and somebody to answer.
fn decide(context: &Context, args: &ApplyArgs, chosen: &Chosen, waiting: &Changes) -> Result<Decision, Stop> {
    // The bucket stack holds nothing that was there before, and the emulator nothing that cannot be made again.
    if (waiting.role == Role::Bucket && waiting.create) || context.is_local(chosen) || args.no_execute {
        return Ok(Decision::Apply);
    }
    let protected = context.definition(chosen).protected;
    if !context.terminal.can_ask() {
        if args.yes {
            return Ok(Decision::Apply);
        }
        let problem = Problem::new("nobody is here to confirm the changes").help("pass --yes to apply them");
        return Err(Stop::usage(problem));
    }
    if protected {
        let name = chosen.name.as_str();
        let answer = context.terminal.ask(&format!("{name} is protected: type its name to apply:"));
        return Ok(if answer.as_deref() == Some(name) { Decision::Apply } else { Decision::Stop });
    }
    if args.yes {
        return Ok(Decision::Apply);
    }
    let answer = context.terminal.ask(&changes::question(waiting)).unwrap_or_default().to_lowercase();
    Ok(if matches!(answer.as_str(), "y" | "yes") { Decision::Apply } else { Decision::Stop })
}

fn print(context: &Context, chosen: &Chosen, results: &[RegionResult]) {
    let terminal = context.terminal;
    let outputs = |result: &RegionResult| -> BTreeMap<String, String> {
        let outputs = result.applied.outputs.iter();
        outputs.map(|(name, value)| (name.clone(), result.reached.output(value))).collect()
    };
    if terminal.json {
        let regions: Vec<Json> = results
            .iter()
            .map(|result| {
                json!({
                    "region": result.applied.region,
                    "account": result.applied.account,
                    "outcome": outcome(&result.applied.outcome).0,
                    "changes": result.planned,
                    "outputs": outputs(result),
                })
            })
            .collect();
        terminal.result(&json!({ "stage": chosen.name.as_str(), "regions": regions }).to_string());
        return;
    }
    for result in results {
        let (_, words, style) = outcome(&result.applied.outcome);
        let (style, region) = (style, &result.applied.region);
        terminal.say(&format!("{style}{words}{style:#} {} {FAINT}{region}{FAINT:#}", chosen.name));
        match &result.applied.outcome {
            Outcome::Planned { change_set, .. } => {
                terminal.say("The change set waits; `apply` without --no-execute makes it anew and executes it");
                terminal.result(change_set);
            }
            _ => {
                for (name, value) in outputs(result) {
                    terminal.result(&format!("{STRONG}{name}{STRONG:#} {value}"));
                }
            }
        }
    }
}

fn outcome(outcome: &Outcome) -> (&'static str, &'static str, anstyle::Style) {
    match outcome {
        Outcome::Unchanged => ("unchanged", "Nothing to do", GOOD),
        Outcome::Changed => ("changed", "Applied", GOOD),
        Outcome::Planned { .. } => ("planned", "Planned, not applied", CHANGED),
        Outcome::Detached { .. } => ("detached", "Running", CHANGED),
        Outcome::Stopped => ("stopped", "Not applied", CHANGED),
    }
}
