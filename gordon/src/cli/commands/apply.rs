//! `apply`: builds, shows what would change, and changes it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::future::join_all;

use crate::apply::{
    Applied, Changes, Decision, Deployment, Event, Options, Outcome, Parameter, Role, StackTemplate, Target, Upload,
    apply, release, roll_back,
};
use crate::artifact;
use crate::build::Built;
use crate::cli::args::ApplyArgs;
use crate::cli::context::{Context, Reached};
use crate::cli::problem::{Exit, Problem, Stop};
use crate::cli::progress;
use crate::cli::results::{self, RegionResult};
use crate::cli::stage::Chosen;
use crate::cli::{answers, changes};
use crate::describe::StageKind;
use crate::synth::ENDPOINT;

pub(in crate::cli) fn run(context: &Context, args: &ApplyArgs) -> Result<Exit, Stop> {
    let chosen = context.stage(&args.connect.stage, args.connect.new)?;
    let sources = context.check(std::slice::from_ref(&chosen))?;
    let nothing = || Stop::failed(Problem::new("nothing was built"));
    let tags = sources.first().map(|source| source.project.tags()).unwrap_or_default();
    let built = match &args.prebuilt {
        Some(folder) => {
            let source = sources.first().ok_or_else(nothing)?;
            let settings = artifact::Settings::new(folder, source.project.name(), &context.entry.crate_dir);
            Built::load(&settings, source)?
        }
        None => context.build(&sources)?.stages.pop().ok_or_else(nothing)?,
    };
    let deployment = deployment(context, &chosen, &built, tags)?;
    let regions = context.regions(&chosen, &args.connect);
    let several = regions.len() > 1;
    let run = Run {
        context,
        args,
        chosen: &chosen,
        deployment: &deployment,
        running: AtomicBool::new(false),
        failed: AtomicBool::new(false),
        progress: progress::Deploy::new(context.terminal),
        answers: answers::AtTerminal::new(context, &args.vault, chosen.name.as_str()),
        several,
    };
    let carry_on = || match run.running.load(Ordering::Relaxed) {
        true => format!(
            "Stopped watching. What was begun goes on: watch it with `cargo run -- status --stage {} --follow`",
            chosen.name
        ),
        false => "Stopped before anything was changed.".to_owned(),
    };
    let mut results = context.block_on(&carry_on, async {
        let mut results = join_all(regions.into_iter().map(|region| run.region(region))).await;
        if args.rollback_all && results.iter().any(|result| result.ended.is_err()) {
            for result in &mut results {
                run.roll_back(result).await;
            }
        }
        Ok(results)
    })?;
    let mut stop = Stop { problems: Vec::new(), exit: Exit::Failed };
    for result in &mut results {
        if let Err(error) = &mut result.ended {
            let region = result.region.clone().filter(|_| several);
            stop.problems.extend(std::mem::take(&mut error.problems).into_iter().map(|mut problem| {
                problem.message =
                    region.iter().map(|region| format!("{region}: ")).collect::<String>() + &problem.message;
                problem
            }));
            stop.exit = error.exit;
        }
    }
    results::print(context, &chosen, &results);
    if results.iter().any(|result| result.ended.is_err()) {
        return Err(stop);
    }
    let outcomes = || results.iter().filter_map(|result| Some(&result.ended.as_ref().ok()?.outcome));
    if outcomes().any(|outcome| matches!(outcome, Outcome::Stopped)) {
        return Ok(Exit::Failed);
    }
    let unchanged = outcomes().all(|outcome| *outcome == Outcome::Unchanged);
    Ok(if unchanged && args.exit_code { Exit::Unchanged } else { Exit::Done })
}

/// One apply, in all its regions at once.
struct Run<'a> {
    context: &'a Context,
    args: &'a ApplyArgs,
    chosen: &'a Chosen,
    deployment: &'a Deployment,
    /// Whether anything was begun.
    running: AtomicBool,
    /// Whether a region failed.
    failed: AtomicBool,
    progress: progress::Deploy,
    /// One for all regions: the vault is opened once.
    answers: answers::AtTerminal<'a>,
    several: bool,
}

impl Run<'_> {
    async fn region(&self, region: Option<String>) -> RegionResult {
        let mut result = RegionResult::of(region.clone());
        result.ended = self.apply(region, &mut result).await;
        if result.ended.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        result
    }

    async fn apply(&self, region: Option<String>, result: &mut RegionResult) -> Result<Applied, Stop> {
        let reached = self.context.reach(self.chosen, region, &self.args.connect).await?;
        let mut deployment = self.deployment.clone();
        if let Some(endpoint) = &reached.emulator {
            deployment.parameters.insert(ENDPOINT.to_owned(), Parameter::plain(endpoint));
        }
        if self.args.rollback_all {
            result.before = Some(release(&reached.aws, &Target::from(&deployment)).await?);
        }
        let reached = result.reached.insert(reached);
        let label = self.several.then(|| reached.aws.region.clone());
        let progress = self.progress.of(label);
        let planned = Mutex::new(Vec::new());
        let mut refused = None;
        let mut decide = |waiting: &Changes| {
            if self.args.fail_fast && self.failed.load(Ordering::Relaxed) {
                return Decision::Stop;
            }
            decide(self.context, self.args, self.chosen, waiting).unwrap_or_else(|stop| {
                refused = Some(stop);
                Decision::Stop
            })
        };
        let listener = |event| {
            if matches!(event, Event::Started { .. }) {
                self.running.store(true, Ordering::Relaxed);
            }
            if let Event::Planned(changes) = &event {
                if let Ok(mut planned) = planned.lock() {
                    planned.push(changes::to_json(changes));
                }
                if changes.create && changes.role == Role::Bucket && deployment.sandbox {
                    progress.note(&format!("{} is new: a stage of its own begins here", self.chosen.name));
                }
                progress.show(changes);
            }
            progress.event(event);
        };
        let options = self.options(reached);
        let applied = apply(&reached.aws, &deployment, &options, &self.answers, &listener, &mut decide).await;
        progress.end();
        result.planned = planned.into_inner().unwrap_or_default();
        match refused {
            Some(stop) => Err(stop),
            None => Ok(applied?),
        }
    }

    fn options(&self, reached: &Reached) -> Options {
        let args = self.args;
        Options {
            express: args.express,
            no_execute: args.no_execute,
            detach: args.detach,
            import_existing: args.import_existing,
            force: args.force,
            replace: args.replace.iter().cloned().collect(),
            timeout: args.cf_timeout.map(|minutes| Duration::from_secs(minutes * 60)),
            pace: reached.pace,
        }
    }

    /// Brings a region back to what it ran before, where this apply changed it.
    async fn roll_back(&self, result: &mut RegionResult) {
        let changed = result.ended.as_ref().is_ok_and(|applied| applied.outcome == Outcome::Changed);
        let (Some(reached), Some(before), true) = (&result.reached, &result.before, changed) else { return };
        let progress = self.progress.of(self.several.then(|| reached.aws.region.clone()));
        progress.note("another region failed: this one goes back to its last release");
        let target = Target::from(self.deployment);
        let listener = |event| progress.event(event);
        let back = roll_back(&reached.aws, &target, before, &self.options(reached), &listener).await;
        progress.end();
        match back {
            Ok(_) => result.rolled_back = true,
            Err(error) => result.ended = Err(error.into()),
        }
    }
}

pub(super) fn deployment(
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
        derived: built.derived.clone(),
        fingerprints: built.fingerprints.clone(),
        tags,
        places: built.places.clone(),
    })
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
