//! A build: the templates and artifacts of stages, in `_build`.
//!
//! Owns the order of synth and artifact and the layout of `_build`; must not print, and must not know AWS's calls.
//!
//! ```text
//! _build/
//!   prod/prod-weather-p.json     the template of the artifact bucket's stack
//!   prod/prod-weather-r.json     the template of everything else
//!   artifacts/<digest>.zip       artifacts, shared by all stages
//!   cache/                       not part of the build: what makes the next one fast, and the source map
//! ```

mod built;
mod request;
mod source;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::artifact::{self, Artifact, Digest, Request};
use crate::check::{Checked, CheckedFunction, Diagnostic, add_new};
use crate::describe::StageName;
use crate::synth::{self, Keys};

pub(crate) use built::{BUCKET_STACK, RESOURCE_STACK, stack_name};
pub use built::{Built, BuiltStack};
pub(crate) use request::context;
pub use request::{layer_request, request};
pub use source::Source;

/// What a build made.
#[derive(Debug)]
pub struct Build {
    /// The stages, in the order of the sources.
    pub stages: Vec<Built>,
    /// The functions' artifacts, by stage and `app.function`.
    pub artifacts: BTreeMap<(StageName, String), Artifact>,
    /// The layers' artifacts, by stage and name.
    pub layers: BTreeMap<(StageName, String), Artifact>,
    /// What was done.
    pub stats: artifact::Stats,
    /// What is wrong with the templates, and did not stop the build.
    pub warnings: Vec<Diagnostic>,
}

/// Why a build failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Artifacts that could not be built.
    Artifacts(Vec<artifact::Error>),
    /// What the templates showed.
    Findings(Vec<Diagnostic>),
    /// A file that could not be written or read.
    Io {
        /// What was done with it.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A build to be applied that is not whole.
    NotABuild {
        /// The file that is wrong or missing.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Artifacts(errors) => write!(f, "{} artifacts could not be built", errors.len()),
            Self::Findings(findings) => write!(f, "the templates have {} mistakes", findings.len()),
            Self::Io { action, path, .. } => write!(f, "cannot {action} `{}`", path.display()),
            Self::NotABuild { path, reason } => write!(f, "`{}` is not part of a build: {reason}", path.display()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Builds stages: every artifact once, however many stages have it, then the templates.
///
/// # Errors
///
/// All artifacts that failed, or all findings about the templates, or the first file that could not be written.
pub fn build(
    sources: &[Source],
    settings: &artifact::Settings,
    events: &(dyn Fn(artifact::Event) + Sync),
) -> Result<Build, Error> {
    let mut requests: Vec<Request> = Vec::new();
    let mut index_of = |request: Request| {
        requests.iter().position(|known| request::same(known, &request)).unwrap_or_else(|| {
            requests.push(request);
            requests.len() - 1
        })
    };
    // Which request makes the artifact of a stage's function or layer.
    let (mut functions, mut layers) = (BTreeMap::new(), BTreeMap::new());
    for source in sources {
        for function in source.project.functions() {
            if let Some(request) = request(function, context(function)) {
                functions.insert((source.stage.clone(), function.name.clone()), index_of(request));
            }
        }
        for layer in source.project.layers() {
            layers.insert((source.stage.clone(), layer.name.clone()), index_of(layer_request(layer)));
        }
    }
    let made = artifact::build(requests, settings, events).map_err(Error::Artifacts)?;
    let of = |wanted: BTreeMap<(StageName, String), usize>| -> BTreeMap<_, _> {
        wanted.into_iter().filter_map(|(key, at)| Some((key, made.artifacts.get(at)?.clone()))).collect()
    };
    let (artifacts, layers) = (of(functions), of(layers));

    let (mut stages, mut findings, mut failed) = (Vec::new(), Vec::new(), false);
    for source in sources {
        let of_stage = |all: &BTreeMap<(StageName, String), Artifact>| -> BTreeMap<String, Artifact> {
            let of_stage = all.iter().filter(|((stage, _), _)| *stage == source.stage);
            of_stage.map(|((_, name), artifact)| (name.clone(), artifact.clone())).collect()
        };
        let (functions, layers) = (of_stage(&artifacts), of_stage(&layers));
        let large = too_large(&source.project, &functions, &layers);
        failed |= !large.is_empty();
        add_new(large, &mut findings);
        let named = |all: &BTreeMap<String, Artifact>| {
            all.iter().map(|(name, artifact)| (name.clone(), key(&artifact.digest))).collect()
        };
        let keys = Keys { functions: named(&functions), layers: named(&layers) };
        match synth::synth(&source.project, &keys, source.host) {
            Ok(templates) => {
                stages.push(built::write(source, &templates, functions.values().chain(layers.values()), settings)?);
                add_new(templates.warnings, &mut findings);
            }
            Err(more) => {
                failed = true;
                add_new(more, &mut findings);
            }
        }
    }
    if failed {
        return Err(Error::Findings(findings));
    }
    Ok(Build { stages, artifacts, layers, stats: made.stats, warnings: findings })
}

/// Functions that are too large with their layers; each alone is judged when it is zipped.
fn too_large(
    project: &Checked,
    functions: &BTreeMap<String, Artifact>,
    layers: &BTreeMap<String, Artifact>,
) -> Vec<Diagnostic> {
    let mebibytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    let judge = |function: &CheckedFunction| {
        let own = functions.get(&function.name)?.unzipped_size;
        let with: u64 = function.layers().filter_map(|name| layers.get(name)).map(|layer| layer.unzipped_size).sum();
        let all = own + with;
        let message = format!("`{}` has {} MiB with its layers, unzipped", function.name, mebibytes(all));
        (with > 0 && all > artifact::UNZIPPED_LIMIT).then(|| {
            Diagnostic::error(&function.place, message)
                .label(format!("Lambda accepts {} MiB", mebibytes(artifact::UNZIPPED_LIMIT)))
                .help("leave out what the function does not use, or make it a container image")
        })
    };
    project.functions().iter().filter_map(judge).collect()
}

/// The name of an artifact in the bucket.
fn key(digest: &Digest) -> String {
    format!("{digest}.zip")
}
