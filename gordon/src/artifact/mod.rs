//! Code becomes zips: the runtimes' builders, custom build commands, the cache, reproducible archives.
//!
//! Owns everything between a folder of code and a file in `_build/artifacts`. Must not know AWS, and must not print:
//! it tells typed [`Event`]s.
//!
//! [`build`] blocks: an asynchronous caller runs it on a thread that may. What is the same in two requests is built
//! once; what is unchanged since the last build is neither read nor built.

mod archive;
mod builder;
mod command;
mod derive;
mod digest;
mod error;
mod event;
mod ignores;
mod index;
mod lock;
mod pool;
mod source;
mod stamp;
mod tree;
mod unpack;
mod work;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::describe::{Architecture, Family, Place, Runtime};

use builder::rust;
use source::{Builder, Source};
use work::Work;

pub use archive::UNZIPPED_LIMIT;
pub use derive::derive;
pub use digest::{Digest, ParseDigestError};
pub use error::{Error, ErrorKind};
pub use event::{Event, Stats};
pub use unpack::unpack;

/// The code of one function or layer.
#[derive(Clone, Debug)]
pub struct Request {
    /// The function's full name, as in `slack.slash`, for messages; `{lambda_name}` is what follows the first dot.
    pub name: String,
    /// The folder of the crate that names the code. Neither code nor symbolic links may lead out of it.
    pub root: PathBuf,
    /// The code, relative to `root`: a file or a folder. A single file is zipped alone, without dependencies.
    pub code: PathBuf,
    /// Whether this is a function or a layer.
    pub content: Content,
    /// What runs it. For a layer, the runtime whose dependencies it holds.
    pub runtime: Runtime,
    /// What it runs on.
    pub architecture: Architecture,
    /// The handler; of a Rust package with several binaries, it names the binary.
    pub handler: Option<String>,
    /// Commands that make the artifact instead of the runtime's own builder.
    pub build: Option<CustomBuild>,
    /// Files added to the zip, such as `.context`; they win over files of the tree.
    pub extra_files: Vec<(String, Vec<u8>)>,
    /// What package managers are told besides.
    pub options: PackageOptions,
    /// The user's line.
    pub place: Place,
}

/// What an artifact is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Content {
    /// A function: dependencies lie beside its code.
    #[default]
    Function,
    /// A layer: a folder laid out as Lambda wants it under `/opt`; dependencies of Python go to `python/`, of Node to
    /// `nodejs/node_modules/`.
    Layer,
}

/// Shell commands, run one after the other in the function's folder; what they leave in `{target}` is zipped.
///
/// Placeholders: `{target} {project_path} {project_name} {lambda_name} {pip_path} {npm_path} {gradle_path}
/// {pip_install_extra} {npm_install_extra} {gradle_build_extra}`. Each is put in so that the shell takes it as one
/// word (the last three: as their words), inside quotes or outside, and stands in the environment as `GORDON_TARGET`
/// and so on. A brace meant for the shell is doubled where it would look like a placeholder: `awk '{{print}}'`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomBuild {
    /// The commands, for `sh -c`. The first that fails ends the build.
    pub commands: Vec<String>,
    /// Files and folders, relative to `root`, that the commands read besides the function's folder. Together they
    /// decide when the commands run again. A command with `{project_path}` counts as reading all of `root`.
    pub inputs: Vec<PathBuf>,
}

/// What package managers are told besides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageOptions {
    /// Arguments added to `pip install` or `uv pip install`.
    pub pip_install_extra: Vec<String>,
    /// Arguments added to `npm ci` or `npm install`.
    pub npm_install_extra: Vec<String>,
    /// Arguments added to `gradle` or `mvn`.
    pub gradle_build_extra: Vec<String>,
    /// Whether Python packages without a wheel for the function's platform may be built on this machine.
    pub allow_source_distributions: bool,
}

/// Where and how a build works.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `_build`; made if it is not there.
    pub build_dir: PathBuf,
    /// The project's name.
    pub project: String,
    /// The folder of the infra crate, for `{project_path}`.
    pub project_dir: PathBuf,
    /// How many functions are built at a time; at least one is.
    pub jobs: usize,
    /// Where programs are looked for, as in `PATH`.
    pub search_path: OsString,
}

impl Settings {
    /// Settings that use every processor and the `PATH` of this process.
    #[must_use]
    pub fn new(build_dir: impl Into<PathBuf>, project: impl Into<String>, project_dir: impl Into<PathBuf>) -> Self {
        Self {
            build_dir: build_dir.into(),
            project: project.into(),
            project_dir: project_dir.into(),
            jobs: std::thread::available_parallelism().map_or(1, Into::into),
            search_path: std::env::var_os("PATH").unwrap_or_default(),
        }
    }
}

/// A zip, ready for Lambda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The function or layer, as in its request.
    pub name: String,
    /// Over the entries' names, modes and contents; it names the file.
    pub digest: Digest,
    /// `_build/artifacts/<digest>.zip`, absolute.
    pub path: PathBuf,
    /// Bytes of the zip.
    pub zip_size: u64,
    /// Bytes of its entries.
    pub unzipped_size: u64,
    /// Whether the zip was there before.
    pub cached: bool,
}

/// What a build made.
#[derive(Clone, Debug)]
pub struct Built {
    /// One for each request, in their order.
    pub artifacts: Vec<Artifact>,
    /// The work that it took.
    pub stats: Stats,
}

/// One piece of work for a thread.
enum Job {
    One(usize, Source, Builder),
    Rust(Vec<(usize, rust::Plan)>),
}

/// Builds what is requested, on `settings.jobs` threads.
///
/// # Errors
///
/// Every function that failed, not only the first, each with its place. What succeeded stays in the cache.
pub fn build(
    requests: Vec<Request>,
    settings: &Settings,
    events: &(dyn Fn(Event) + Sync),
) -> Result<Built, Vec<Error>> {
    let work = Work::open(settings, events).map_err(|e| vec![e])?;
    let mut same: HashMap<Digest, usize> = HashMap::new();
    let first: Vec<usize> =
        requests.iter().enumerate().map(|(n, request)| *same.entry(request.identity()).or_insert(n)).collect();
    let distinct: Vec<usize> = (0..requests.len()).filter(|n| first[*n] == *n).collect();

    let mut results: Vec<Option<Result<Artifact, Error>>> = requests.iter().map(|_| None).collect();
    let planned = pool::map(distinct.len(), settings.jobs, &|n| plan(&work, &requests[distinct[n]]));
    let mut jobs = Vec::new();
    let mut crates: HashMap<rust::Group, Vec<(usize, rust::Plan)>> = HashMap::new();
    for (n, planned) in distinct.iter().copied().zip(planned) {
        match planned {
            Ok(Planned::One(source, builder)) => jobs.push(Job::One(n, source, builder)),
            Ok(Planned::Rust(plan)) => crates.entry(plan.group()).or_default().push((n, *plan)),
            Err(e) => {
                work.tell(outcome(&requests[n].name, None));
                results[n] = Some(Err(e));
            }
        }
    }
    // Compilers take longest, and so go first.
    jobs.splice(0..0, crates.into_values().map(Job::Rust));
    let done = pool::map(jobs.len(), settings.jobs, &|n| {
        let results = match &jobs[n] {
            Job::One(n, source, builder) => vec![(*n, builder::one(&work, &requests[*n], source, *builder))],
            Job::Rust(plans) => {
                let members: Vec<_> = plans.iter().map(|(n, plan)| (&requests[*n], plan)).collect();
                plans.iter().map(|(n, _)| *n).zip(rust::build(&work, &members)).collect()
            }
        };
        results.iter().for_each(|(n, result)| work.tell(outcome(&requests[*n].name, result.as_ref().ok())));
        results
    });
    for (n, result) in done.into_iter().flatten() {
        results[n] = Some(result);
    }

    let mut errors = Vec::new();
    let mut artifacts = Vec::new();
    for (n, request) in requests.iter().enumerate() {
        let result = results[first[n]].as_ref().and_then(|result| result.as_ref().ok());
        if first[n] != n {
            work.tell(outcome(&request.name, result));
        }
        artifacts.extend(result.map(|artifact| Artifact { name: request.name.clone(), ..artifact.clone() }));
    }
    for (n, result) in results.into_iter().enumerate() {
        if let Some(Err(e)) = result {
            errors.push(e.of(&requests[n].name, &requests[n].place));
        }
    }
    if let Err(e) = work.close() {
        errors.push(e);
    }
    if errors.is_empty() { Ok(Built { artifacts, stats: work.stats() }) } else { Err(errors) }
}

/// The last event about a function.
fn outcome(name: &str, artifact: Option<&Artifact>) -> Event {
    let name = name.to_owned();
    match artifact {
        None => Event::Failed { name },
        Some(artifact) if artifact.cached => Event::Cached { name, digest: artifact.digest },
        Some(artifact) => Event::Finished { name, digest: artifact.digest, zip_size: artifact.zip_size },
    }
}

enum Planned {
    One(Source, Builder),
    Rust(Box<rust::Plan>),
}

fn plan(work: &Work<'_>, request: &Request) -> Result<Planned, Error> {
    let source = Source::find(request)?;
    match source.builder(request)? {
        Builder::Rust => rust::plan(work, request, &source).map(|plan| Planned::Rust(Box::new(plan))),
        builder => Ok(Planned::One(source, builder)),
    }
}

impl Request {
    /// What decides the artifact; the same for two functions whose code is the same in every way.
    fn identity(&self) -> Digest {
        // Commands are told the name, and it can choose among a package's binaries.
        let named = self.build.is_some() || self.runtime.family() == Family::Provided;
        let name = named.then_some(&self.name);
        let text = format!(
            "{:?}",
            (
                name,
                &self.root,
                &self.code,
                self.content,
                self.runtime,
                self.architecture,
                &self.handler,
                &self.build,
                &self.options
            )
        );
        let mut hash = digest::Hash::new("request").with(text);
        self.key_extra_files(&mut hash);
        hash.finish()
    }

    fn key_extra_files(&self, key: &mut digest::Hash) {
        for (name, bytes) in &self.extra_files {
            key.add(name);
            key.add(bytes);
        }
    }
}
