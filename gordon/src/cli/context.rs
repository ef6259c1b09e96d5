//! What every command has: the infra crate and the terminal, and the steps that several commands begin with.
//!
//! Owns describing, checking and building for the command line, connecting to AWS or the emulator, and Ctrl-C.

use std::future::Future;
use std::path::PathBuf;

use super::args::{ConnectArgs, NewArg, RoleArgs};
use super::entry::{Described, Entry, Override};
use super::problem::{Exit, Problem, Stop};
use super::stage::Chosen;
use super::terminal::Terminal;
use super::{progress, render, stage};
use crate::apply::aws::AssumeRole;
use crate::apply::aws::connect::Connection;
use crate::apply::{self, Aws, Pace};
use crate::check::{Diagnostic, add_new, check};
use crate::describe::setting::SetError;
use crate::describe::{StageDefinition, StageKind};
use crate::synth::Host;
use crate::{artifact, build, local};

/// The region of stage `local` where the stage has none of its own.
const LOCAL_REGION: &str = "us-east-1";
/// The emulator takes a twelve-digit access key as the account, and checks no secret.
const LOCAL_ACCOUNT: &str = "000000000000";

pub(super) struct Context {
    pub(super) terminal: Terminal,
    pub(super) entry: Entry,
    /// What `--set` said.
    pub(super) overrides: Vec<Override>,
    /// `_build`, or what stands in for it.
    pub(super) build_dir: PathBuf,
}

/// A stage in one region, reached.
pub(super) struct Reached {
    pub(super) aws: Aws,
    pub(super) pace: Pace,
    /// The emulator's address, where it is one.
    pub(super) emulator: Option<String>,
}

impl Context {
    pub(super) fn problem(&self, problem: &Problem) {
        self.terminal.always(&render::text(problem, &self.entry.crate_dir));
        self.terminal.always("");
    }

    pub(super) fn definition(&self, chosen: &Chosen) -> &'static StageDefinition {
        &self.entry.stages[chosen.index]
    }

    pub(super) fn is_local(&self, chosen: &Chosen) -> bool {
        self.definition(chosen).kind == StageKind::Local
    }

    /// Describes a stage's project with its settings.
    pub(super) fn describe(&self, chosen: &Chosen) -> Result<Described, Stop> {
        let described = self.entry.describe(chosen.index, &chosen.name, &self.overrides);
        described.map_err(|((name, text), error)| {
            let (message, help) = match &error {
                SetError::Unknown { known, .. } if known.is_empty() => (error.to_string(), None),
                SetError::Unknown { known, .. } => {
                    (error.to_string(), Some(format!("the settings are: {}", known.join(", "))))
                }
                SetError::Value(kind) => {
                    (format!("`{text}` is not a value of `{name}`"), Some(format!("it is {kind}")))
                }
                SetError::Rule(rule) => (format!("`{name}` cannot be `{text}`"), Some(rule.clone())),
            };
            let problem = Problem::new(message);
            Stop::usage(match help {
                Some(help) => problem.help(help),
                None => problem,
            })
        })
    }

    /// Describes and checks the project of each stage. What is wrong in several stages is said once.
    pub(super) fn check(&self, stages: &[Chosen]) -> Result<Vec<build::Source>, Stop> {
        let (mut sources, mut findings): (Vec<_>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
        let mut failed = false;
        for chosen in stages {
            let more = match check(self.describe(chosen)?.project, &self.entry.crate_dir) {
                Ok(project) => {
                    let mut more = project.warnings.clone();
                    let host = if self.is_local(chosen) { Host::Emulator } else { Host::Aws };
                    if host == Host::Aws {
                        let by_region = project.check_regions(self.definition(chosen).regions);
                        failed |= !by_region.is_empty();
                        more.extend(by_region);
                    }
                    sources.push(build::Source { stage: chosen.name.clone(), project, host });
                    more
                }
                Err(findings) => {
                    failed = true;
                    findings
                }
            };
            add_new(more, &mut findings);
        }
        if failed {
            return Err(findings.into());
        }
        for warning in &findings {
            self.problem(&Problem::from(warning));
        }
        Ok(sources)
    }

    pub(super) fn artifact_settings(&self, project: &str) -> artifact::Settings {
        artifact::Settings::new(&self.build_dir, project, &self.entry.crate_dir)
    }

    pub(super) fn build(&self, sources: &[build::Source]) -> Result<build::Build, Stop> {
        let project = sources.first().map_or("", |source| source.project.name());
        let progress = progress::Artifacts::new(self.terminal);
        let built = build::build(sources, &self.artifact_settings(project), &|event| progress.event(event));
        progress.end();
        let built = built?;
        for warning in &built.warnings {
            self.problem(&Problem::from(warning));
        }
        Ok(built)
    }

    /// The stage that an option names.
    pub(super) fn stage(&self, name: &str, new: NewArg) -> Result<Chosen, Stop> {
        stage::choose(self.entry.stages, name, new.new)
    }

    /// The regions to go to: the option's, else the stage's, else what the AWS configuration says.
    pub(super) fn regions(&self, chosen: &Chosen, args: &ConnectArgs) -> Vec<Option<String>> {
        let definition = self.definition(chosen);
        match (&args.region, definition.regions) {
            (Some(region), _) => vec![Some(region.clone())],
            (None, []) if self.is_local(chosen) => vec![Some(LOCAL_REGION.to_owned())],
            (None, []) => vec![None],
            (None, regions) => regions.iter().map(|&region| Some(region.to_owned())).collect(),
        }
    }

    pub(super) fn local_state(&self) -> PathBuf {
        self.build_dir.join("local")
    }

    /// Reaches a stage in a region. Stage `local` has its emulator started, unless another server is named.
    pub(super) async fn reach(
        &self,
        chosen: &Chosen,
        region: Option<String>,
        args: &ConnectArgs,
    ) -> Result<Reached, Stop> {
        let definition = self.definition(chosen);
        let named =
            args.endpoint_url.clone().or_else(|| std::env::var("AWS_ENDPOINT_URL").ok().filter(|url| !url.is_empty()));
        let profile = definition.profile.map(str::to_owned);
        let role = role(chosen, definition, &args.role)?;
        let mut connection = Connection { region, profile, role, endpoint_url: named, credentials: None };
        let mut emulator = None;
        let mut pace = Pace::default();
        if self.is_local(chosen) {
            if connection.endpoint_url.is_none() {
                let progress = progress::Notes::new(self.terminal);
                let running = local::emulator::ensure(&self.local_state(), &|event| progress.local(&event)).await;
                progress.end();
                connection.endpoint_url = Some(running?.endpoint);
            }
            let account = definition.account.unwrap_or(LOCAL_ACCOUNT);
            connection.credentials = Some((account.to_owned(), "local".to_owned()));
            connection.profile = None;
            connection.role = None;
            emulator.clone_from(&connection.endpoint_url);
            pace = Pace::LOCAL;
        }
        let aws = Aws::connect(&connection).await?;
        Ok(Reached { aws, pace, emulator })
    }

    /// The stacks of a stage.
    pub(super) fn target(&self, chosen: &Chosen) -> Result<apply::Target, Stop> {
        let sources = self.check(std::slice::from_ref(chosen))?;
        let project = sources.first().map_or("", |source| source.project.name());
        Ok(apply::Target {
            project: project.to_owned(),
            stage: chosen.name.to_string(),
            account: self.definition(chosen).account.map(str::to_owned),
            bucket_stack: build::stack_name(&chosen.name, project, build::BUCKET_STACK),
            resource_stack: build::stack_name(&chosen.name, project, build::RESOURCE_STACK),
        })
    }

    /// Runs a future to its end, or to Ctrl-C; `how` says how to carry on then.
    pub(super) fn block_on<T>(
        &self,
        how: &dyn Fn() -> String,
        future: impl Future<Output = Result<T, Stop>>,
    ) -> Result<T, Stop> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| Stop::failed(Problem::new(format!("cannot start: {error}"))))?;
        let ended = runtime.block_on(async {
            tokio::select! {
                ended = future => ended,
                () = interrupted() => {
                    self.terminal.always("");
                    self.terminal.always(&how());
                    Err(Stop::silent(Exit::Interrupted))
                }
            }
        });
        runtime.shutdown_background();
        ended
    }
}

/// The role that a stage's changes are made as: that of the command line, or else the stage's own.
fn role(chosen: &Chosen, definition: &StageDefinition, args: &RoleArgs) -> Result<Option<AssumeRole>, Stop> {
    let (arn, external_id) = match (&args.role_arn, definition.role) {
        // Another role asks for what its own owner said, not for what the stage's does.
        (Some(arn), _) => (arn.as_str(), args.external_id.as_deref()),
        (None, Some(arn)) => (arn, args.external_id.as_deref().or(definition.external_id)),
        (None, None) if args.external_id.is_some() => {
            let problem = Problem::new("an external ID goes with a role");
            return Err(Stop::usage(problem.help("pass `--role-arn`, or give the stage a `role`")));
        }
        (None, None) => return Ok(None),
    };
    Ok(Some(AssumeRole {
        arn: arn.to_owned(),
        external_id: external_id.map(str::to_owned),
        session: format!("gordon-{}", chosen.name),
    }))
}

/// Returns when the user, or the system, wants an end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut terminate), Ok(mut hang_up)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
                _ = hang_up.recv() => {}
            }
            return;
        }
    }
    // Without a handler there is nothing to wait for: the signal ends the process as it ends any other.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

impl Reached {
    /// An output as whoever reads it can use it: of an emulator, a URL that this machine can call.
    pub(super) fn output(&self, value: &str) -> String {
        match &self.emulator {
            Some(endpoint) => local::emulator::callable_url(endpoint, value),
            None => value.to_owned(),
        }
    }
}
