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

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::artifact::{self, Artifact, Content, CustomBuild, Digest, PackageOptions, Request};
use crate::check::{Checked, CheckedFunction, Diagnostic};
use crate::describe::{Param, Place, StageName};
use crate::synth::{self, Host, Keys};

/// What apply finds a value for, by the parameter's name.
type Found = BTreeMap<String, Param>;
/// Parameters that are a keyed hash of others.
type Fingerprints = BTreeMap<String, Vec<String>>;

/// What a stage is to be built from.
#[derive(Debug)]
pub struct Source {
    /// The stage.
    pub stage: StageName,
    /// Its project.
    pub project: Checked,
    /// What its templates are for.
    pub host: Host,
}

impl Source {
    /// What apply finds of the template's parameters, and which are a hash of others: the same whatever the artifacts are.
    fn parameters(&self) -> Result<(Found, Fingerprints), Error> {
        let functions = self.project.functions().iter();
        let keys: Keys = functions.map(|function| (function.name.clone(), String::new())).collect();
        let templates = synth::synth(&self.project, &keys, self.host).map_err(Error::Findings)?;
        Ok((templates.resources.found_at_apply, templates.resources.fingerprints))
    }
}

/// A stage that was built: all that `apply` needs.
#[derive(Clone, Debug)]
pub struct Built {
    /// The project's name.
    pub project: String,
    /// The stage.
    pub stage: StageName,
    /// The stack of the artifact bucket.
    pub bucket: BuiltStack,
    /// The stack of everything else.
    pub resources: BuiltStack,
    /// The zips that the template names.
    pub zips: Vec<PathBuf>,
    /// The user's line of each logical ID.
    pub places: BTreeMap<String, Place>,
    /// Parameters of the template whose values apply finds.
    pub found: BTreeMap<String, Param>,
    /// Parameters that are a keyed hash of others.
    pub fingerprints: BTreeMap<String, Vec<String>>,
}

/// A stack's name and template.
#[derive(Clone, Debug)]
pub struct BuiltStack {
    /// `{stage}-{project}-p` or `-r`.
    pub name: String,
    /// The template: compact JSON.
    pub body: String,
    /// Where it was written.
    pub path: PathBuf,
}

/// What a build made.
#[derive(Debug)]
pub struct Build {
    /// The stages, in the order of the sources.
    pub stages: Vec<Built>,
    /// The artifacts, by stage and `app.function`.
    pub artifacts: BTreeMap<(StageName, String), Artifact>,
    /// What was done.
    pub stats: artifact::Stats,
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
    // Which request makes the artifact of a stage's function.
    let mut wanted: BTreeMap<(StageName, String), usize> = BTreeMap::new();
    for source in sources {
        for function in source.project.functions() {
            let request = request(function, Vec::new());
            let at = requests.iter().position(|known| same_artifact(known, &request)).unwrap_or_else(|| {
                requests.push(request);
                requests.len() - 1
            });
            wanted.insert((source.stage.clone(), function.name.clone()), at);
        }
    }
    let made = artifact::build(requests, settings, events).map_err(Error::Artifacts)?;
    let artifacts: BTreeMap<_, _> =
        wanted.into_iter().filter_map(|(key, at)| Some((key, made.artifacts.get(at)?.clone()))).collect();

    let (mut stages, mut findings) = (Vec::new(), Vec::new());
    for source in sources {
        let of_stage = artifacts.iter().filter(|((stage, _), _)| *stage == source.stage);
        let keys: Keys = of_stage.clone().map(|((_, name), artifact)| (name.clone(), key(&artifact.digest))).collect();
        match synth::synth(&source.project, &keys, source.host) {
            Ok(templates) => stages.push(write(source, &templates, of_stage.map(|(_, artifact)| artifact), settings)?),
            Err(more) => {
                findings.extend(more.into_iter().filter(|finding| !findings.contains(finding)).collect::<Vec<_>>())
            }
        }
    }
    if findings.is_empty() {
        Ok(Build { stages, artifacts, stats: made.stats })
    } else {
        Err(Error::Findings(findings))
    }
}

/// The suffix of the artifact bucket's stack.
pub(crate) const BUCKET_STACK: &str = "p";
/// The suffix of the stack of everything else.
pub(crate) const RESOURCE_STACK: &str = "r";

/// The name of a stage's stack: `{stage}-{project}-{suffix}`.
pub(crate) fn stack_name(stage: &StageName, project: &str, suffix: &str) -> String {
    format!("{stage}-{project}-{suffix}")
}

/// The name of an artifact in the bucket.
fn key(digest: &Digest) -> String {
    format!("{digest}.zip")
}

/// What `artifact` needs to know of a function; `extra` are files added to its zip.
#[must_use]
pub fn request(function: &CheckedFunction, extra: Vec<(String, Vec<u8>)>) -> Request {
    let settings = &function.function.settings;
    Request {
        name: function.name.clone(),
        root: function.root.clone(),
        code: function.code.clone(),
        content: Content::Function,
        runtime: function.runtime,
        architecture: settings.architecture.unwrap_or_default(),
        handler: function.handler.clone(),
        build: settings
            .build
            .as_ref()
            .map(|build| CustomBuild { commands: build.commands.clone(), inputs: build.inputs.clone() }),
        extra_files: extra,
        options: PackageOptions {
            pip_install_extra: settings.pip_install_extra.clone(),
            npm_install_extra: settings.npm_install_extra.clone(),
            gradle_build_extra: settings.gradle_build_extra.clone(),
            allow_source_distributions: settings.source_distributions,
        },
        place: function.place.clone(),
    }
}

/// Whether two requests, of two stages say, are for one artifact.
fn same_artifact(a: &Request, b: &Request) -> bool {
    // A custom build sees the function's name.
    (a.build.is_none() || a.name == b.name)
        && (&a.root, &a.code, a.runtime, a.architecture, &a.handler, &a.extra_files, &a.options)
            == (&b.root, &b.code, b.runtime, b.architecture, &b.handler, &b.extra_files, &b.options)
        && a.build == b.build
}

fn write<'a>(
    source: &Source,
    templates: &synth::Templates,
    artifacts: impl Iterator<Item = &'a Artifact>,
    settings: &artifact::Settings,
) -> Result<Built, Error> {
    let (stage, project) = (&source.stage, source.project.name());
    let folder = settings.build_dir.join(stage.as_str());
    let stack = |suffix: &str, template: &synth::Template| {
        let name = stack_name(stage, project, suffix);
        let path = folder.join(format!("{name}.json"));
        let body = template.body();
        write_file(&path, body.as_bytes())?;
        Ok(BuiltStack { name, body, path })
    };
    let bucket = stack(BUCKET_STACK, &templates.bucket)?;
    let resources = stack(RESOURCE_STACK, &templates.resources)?;
    let places = &templates.resources.places;
    let map: BTreeMap<&str, (&str, u32, u32)> =
        places.iter().map(|(id, place)| (id.as_str(), (place.file(), place.line(), place.column()))).collect();
    let map = serde_json::to_vec(&map).unwrap_or_default();
    write_file(&source_map(&settings.build_dir, stage), &map)?;
    let mut zips: Vec<PathBuf> = artifacts.map(|artifact| artifact.path.clone()).collect();
    zips.sort();
    zips.dedup();
    Ok(Built {
        project: project.to_owned(),
        stage: stage.clone(),
        bucket,
        resources,
        zips,
        places: places.clone(),
        found: templates.resources.found_at_apply.clone(),
        fingerprints: templates.resources.fingerprints.clone(),
    })
}

fn source_map(build_dir: &Path, stage: &StageName) -> PathBuf {
    build_dir.join("cache").join("places").join(format!("{stage}.json"))
}

/// Writes a file so that nobody ever sees half of it; one that is there already with this content stays untouched.
fn write_file(path: &Path, content: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|there| there == content) {
        return Ok(());
    }
    let failed = |source| Error::Io { action: "write", path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&temporary, content).and_then(|()| fs::rename(&temporary, path)).map_err(failed)
}

impl Built {
    /// A stage that was built before, from the folder of that build.
    ///
    /// # Errors
    ///
    /// A template or zip that is missing, or a template that is not one.
    pub fn load(build_dir: &Path, source: &Source) -> Result<Self, Error> {
        let (stage, project) = (&source.stage, source.project.name());
        let folder = build_dir.join(stage.as_str());
        let stack = |suffix: &str| {
            let name = stack_name(stage, project, suffix);
            let path = folder.join(format!("{name}.json"));
            let body = fs::read_to_string(&path).map_err(|source| Error::Io {
                action: "read the template",
                path: path.clone(),
                source,
            })?;
            Ok(BuiltStack { name, body, path })
        };
        let (bucket, resources) = (stack(BUCKET_STACK)?, stack(RESOURCE_STACK)?);
        let template: Json = serde_json::from_str(&resources.body)
            .map_err(|error| Error::NotABuild { path: resources.path.clone(), reason: error.to_string() })?;
        let mut zips: Vec<PathBuf> = template["Resources"]
            .as_object()
            .into_iter()
            .flat_map(|resources| resources.values())
            .filter_map(|resource| resource["Properties"]["Code"]["S3Key"].as_str())
            .map(|key| build_dir.join("artifacts").join(key))
            .collect();
        zips.sort();
        zips.dedup();
        if let Some(missing) = zips.iter().find(|zip| !zip.is_file()) {
            return Err(Error::NotABuild {
                path: missing.clone(),
                reason: "the template names it and it is not there".into(),
            });
        }
        // Without the map, messages lack the user's line; that is all.
        let map = fs::read(source_map(build_dir, stage)).unwrap_or_default();
        let map: BTreeMap<String, (String, u32, u32)> = serde_json::from_slice(&map).unwrap_or_default();
        let places = map.into_iter().map(|(id, (file, line, column))| (id, Place::new(file, line, column))).collect();
        // Where values come from is in the program, not in the build: a literal secret is in no file.
        let (found, fingerprints) = source.parameters()?;
        Ok(Self {
            project: project.to_owned(),
            stage: stage.clone(),
            bucket,
            resources,
            zips,
            places,
            found,
            fingerprints,
        })
    }
}
