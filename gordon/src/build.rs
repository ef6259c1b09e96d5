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

use crate::apply::Derived;
use crate::artifact::{self, Artifact, Content, CustomBuild, Digest, PackageOptions, Request};
use crate::check::{Checked, CheckedFunction, CheckedLayer, Diagnostic};
use crate::describe::{Param, Place, StageName};
use crate::synth::{self, Host, Keys};

/// What apply finds a value for, by the parameter's name.
type Found = BTreeMap<String, Param>;
/// Parameters that are a keyed hash of others.
type Fingerprints = BTreeMap<String, Vec<String>>;
/// Contexts whose values apply finds: by the parameter of the zip's key, the file and its JSON.
type Contexts = BTreeMap<String, (String, Json)>;

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
    /// What the templates show that the project does not, without building its artifacts: warnings, or all findings
    /// where one is an error.
    ///
    /// # Errors
    ///
    /// As with [`synth`](synth::synth).
    pub fn findings(&self) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        Ok(self.synth()?.warnings)
    }

    /// The templates as they are whatever the artifacts are.
    fn synth(&self) -> Result<synth::Templates, Vec<Diagnostic>> {
        let keys = Keys::named(&self.project, |_| "0.zip".to_owned());
        synth::synth(&self.project, &keys, self.host)
    }

    /// What apply finds of the template's parameters, and which are a hash of others: the same whatever the artifacts are.
    fn parameters(&self) -> Result<(Found, Fingerprints, Contexts), Error> {
        let synth::Template { found_at_apply, fingerprints, derived, .. } =
            self.synth().map_err(Error::Findings)?.resources;
        Ok((found_at_apply, fingerprints, derived))
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
    /// Artifacts that apply makes, with the values that it finds in them.
    pub derived: BTreeMap<String, Derived>,
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
        requests.iter().position(|known| same_artifact(known, &request)).unwrap_or_else(|| {
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
        told(large, &mut findings);
        let named = |all: &BTreeMap<String, Artifact>| {
            all.iter().map(|(name, artifact)| (name.clone(), key(&artifact.digest))).collect()
        };
        let keys = Keys { functions: named(&functions), layers: named(&layers) };
        match synth::synth(&source.project, &keys, source.host) {
            Ok(templates) => {
                stages.push(write(source, &templates, functions.values().chain(layers.values()), settings)?);
                told(templates.warnings, &mut findings);
            }
            Err(more) => {
                failed = true;
                told(more, &mut findings);
            }
        }
    }
    if failed {
        return Err(Error::Findings(findings));
    }
    Ok(Build { stages, artifacts, layers, stats: made.stats, warnings: findings })
}

/// Adds findings; what is wrong in several stages is said once.
fn told(more: Vec<Diagnostic>, findings: &mut Vec<Diagnostic>) {
    for finding in more {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
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

/// The file that a function's context is in its zip, where all of it is known.
#[must_use]
pub(crate) fn context(function: &CheckedFunction) -> Vec<(String, Vec<u8>)> {
    let context = function.function.settings.context.as_ref();
    context.and_then(|context| Some((context.path.clone(), context.known()?))).into_iter().collect()
}

/// The artifacts that apply makes, of the contexts in a template whose values it finds.
fn derived(contexts: &Contexts, template: &Json, settings: &artifact::Settings) -> BTreeMap<String, Derived> {
    let one = |(name, (file, json)): (&String, &(String, Json))| {
        let base = template["Parameters"][name]["Default"].as_str()?;
        let base = settings.build_dir.join("artifacts").join(base);
        Some((name.clone(), Derived { base, file: file.clone(), json: json.clone(), settings: settings.clone() }))
    };
    contexts.iter().filter_map(one).collect()
}

/// What `artifact` needs to know of a function, unless it is a container image; `extra` are files added to its zip.
#[must_use]
pub fn request(function: &CheckedFunction, extra: Vec<(String, Vec<u8>)>) -> Option<Request> {
    let settings = &function.function.settings;
    let code = function.code.as_ref()?;
    Some(Request {
        name: function.name.clone(),
        root: code.root.clone(),
        code: code.path.clone(),
        content: Content::Function,
        runtime: code.runtime,
        architecture: settings.architecture.unwrap_or_default(),
        handler: code.handler.clone(),
        build: settings.build.as_ref().map(custom),
        extra_files: extra,
        options: PackageOptions {
            pip_install_extra: settings.pip_install_extra.clone(),
            npm_install_extra: settings.npm_install_extra.clone(),
            gradle_build_extra: settings.gradle_build_extra.clone(),
            allow_source_distributions: settings.source_distributions,
        },
        place: function.place.clone(),
    })
}

/// What `artifact` needs to know of a layer.
#[must_use]
pub fn layer_request(layer: &CheckedLayer) -> Request {
    Request {
        // As `app.function`, so that commands are told the layer's own name.
        name: format!("layer.{}", layer.name),
        root: layer.root.clone(),
        code: layer.path.clone(),
        content: Content::Layer,
        runtime: layer.runtime,
        architecture: layer.architecture,
        handler: None,
        build: layer.layer.build.as_ref().map(custom),
        extra_files: Vec::new(),
        options: PackageOptions {
            pip_install_extra: layer.layer.pip_install_extra.clone(),
            npm_install_extra: layer.layer.npm_install_extra.clone(),
            gradle_build_extra: Vec::new(),
            allow_source_distributions: layer.layer.source_distributions,
        },
        place: layer.place.clone(),
    }
}

fn custom(build: &crate::describe::Build) -> CustomBuild {
    CustomBuild { commands: build.commands.clone(), inputs: build.inputs.clone() }
}

/// Whether two requests, of two stages say, are for one artifact.
fn same_artifact(a: &Request, b: &Request) -> bool {
    // A custom build sees the function's name.
    (a.build.is_none() || a.name == b.name)
        && a.content == b.content
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
        derived: derived(&templates.resources.derived, &templates.resources.json(), settings),
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
    pub fn load(settings: &artifact::Settings, source: &Source) -> Result<Self, Error> {
        let build_dir = &settings.build_dir;
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
            .flat_map(|resource| ["Code", "Content"].map(|zip| &resource["Properties"][zip]["S3Key"]))
            .filter_map(Json::as_str)
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
        let (found, fingerprints, contexts) = source.parameters()?;
        let derived = derived(&contexts, &template, settings);
        let missing = derived.values().find(|derived| !derived.base.is_file());
        if let Some(Derived { base, .. }) = missing {
            return Err(Error::NotABuild {
                path: base.clone(),
                reason: "the template names it and it is not there".into(),
            });
        }
        Ok(Self {
            project: project.to_owned(),
            stage: stage.clone(),
            bucket,
            resources,
            zips,
            places,
            found,
            fingerprints,
            derived,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::describe::{App, Function, IntoFunction, Layer, Project, Runtime};

    type Outcome = Result<(), Box<dyn StdError>>;

    /// A crate with a function's code and a layer, and where it is.
    fn crate_dir() -> Result<tempfile::TempDir, io::Error> {
        let folder = tempfile::tempdir()?;
        for (path, text) in [
            ("Cargo.toml", "[package]"),
            ("hello.py", "def handler(event, context): ..."),
            ("common/python/common.py", "WORD = 'hello'"),
            ("common/bin/tool", "#!/bin/sh"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, text)?;
        }
        Ok(folder)
    }

    /// A function whose code is in the folder; a builder's line is in this crate.
    fn function(folder: &Path, name: &str) -> Function {
        let folder: &'static str = folder.display().to_string().leak();
        let mut function = Function::new(name).code("hello.py").handler("hello.handler").runtime(Runtime::Python313);
        let mut layer = Layer::from_folder("common");
        function.settings.code.iter_mut().for_each(|code| code.crate_dir = Some(folder));
        layer.code.crate_dir = Some(folder);
        function.layer(layer)
    }

    fn source(stage: &str, project: Project, folder: &Path) -> Result<Source, String> {
        let project = crate::check::check(project, folder).map_err(|findings| format!("{findings:?}"))?;
        Ok(Source { stage: StageName::new(stage).map_err(|error| error.to_string())?, project, host: Host::Aws })
    }

    fn project(folder: &Path) -> Project {
        let apps =
            ["a", "b"].map(|name| App::new(name).function(function(folder, "x")).function(function(folder, "y")));
        apps.into_iter().fold(Project::new("shop"), Project::app)
    }

    #[test]
    fn a_layer_is_built_once_and_named_by_its_content() -> Outcome {
        let folder = crate_dir()?;
        let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
        let sources = || {
            Ok::<_, String>([
                source("dev", project(folder.path()), folder.path())?,
                source("prod", project(folder.path()), folder.path())?,
            ])
        };
        let built = build(&sources()?, &settings, &|_| {})?;
        assert_eq!(built.stats.zips_written, 2, "one function's code, one layer");
        let digests: BTreeSet<String> = built.layers.values().map(|layer| layer.digest.to_string()).collect();
        assert_eq!((built.layers.len(), digests.len()), (2, 1), "one for both stages");
        let template: Json = serde_json::from_str(&built.stages[0].resources.body)?;
        let digest = digests.iter().next().ok_or("a digest")?;
        let content = &template["Resources"]["CommonLayer"]["Properties"]["Content"];
        assert_eq!(content["S3Key"], format!("{digest}.zip"));
        assert_eq!(built.stages[0].zips.len(), 2, "both are uploaded");

        let loaded = Built::load(&settings, &sources()?[0])?;
        assert_eq!(loaded.zips, built.stages[0].zips, "and found in a build that was made before");

        let version = |built: &Build| {
            let template: Json = serde_json::from_str(&built.stages[0].resources.body)?;
            Ok::<_, serde_json::Error>(template["Resources"]["AXVersion"]["Properties"]["Description"].clone())
        };
        fs::write(folder.path().join("common/python/common.py"), "WORD = 'bye'")?;
        let later = build(&sources()?, &settings, &|_| {})?;
        assert_ne!(version(&built)?, version(&later)?, "another layer makes another version");
        assert_eq!(later.stats.zips_written, 1);
        Ok(())
    }

    #[test]
    fn a_layer_lies_as_the_folder_does() -> Outcome {
        let folder = crate_dir()?;
        let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
        let built = build(&[source("dev", project(folder.path()), folder.path())?], &settings, &|_| {})?;
        let layer = built.layers.values().next().ok_or("a layer")?;
        let zip = zip::ZipArchive::new(fs::File::open(&layer.path)?)?;
        let names = zip.file_names().map(|name| name.map(|name| name.into_owned()));
        let names = names.collect::<Result<BTreeSet<String>, _>>()?;
        assert_eq!(names, BTreeSet::from(["bin/tool", "python/common.py"].map(str::to_owned)));
        Ok(())
    }

    #[test]
    fn a_function_and_its_layers_are_too_large_together() -> Outcome {
        let folder = crate_dir()?;
        let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
        let source = source("dev", project(folder.path()), folder.path())?;
        let built = build(std::slice::from_ref(&source), &settings, &|_| {})?;
        let of = |all: &BTreeMap<(StageName, String), Artifact>, unzipped_size| -> BTreeMap<String, Artifact> {
            let sized = |artifact: &Artifact| Artifact { unzipped_size, ..artifact.clone() };
            all.iter().map(|((_, name), artifact)| (name.clone(), sized(artifact))).collect()
        };
        let judge = |own, layer| too_large(&source.project, &of(&built.artifacts, own), &of(&built.layers, layer));
        let half = artifact::UNZIPPED_LIMIT / 2;
        assert_eq!(judge(half, half), []);
        let findings = judge(half, half + 1);
        assert_eq!(findings.len(), 4, "{findings:?}");
        assert!(findings[0].message.contains("`a.x` has 251 MiB with its layers"), "{}", findings[0].message);
        Ok(())
    }

    #[test]
    fn what_is_said_of_a_build_reaches_it() -> Outcome {
        let folder = crate_dir()?;
        let said = function(folder.path(), "x")
            .build(crate::describe::Build::commands(["make"]).input("Makefile"))
            .pip_install_extra(["--pre"])
            .npm_install_extra(["--force"])
            .gradle_build_extra(["--offline"])
            .source_distributions(true);
        let project = Project::new("shop").app(App::new("a").function(said));
        let source = source("dev", project, folder.path())?;
        let request = request(&source.project.functions()[0], Vec::new()).ok_or("code")?;
        let build = request.build.ok_or("commands")?;
        assert_eq!((build.commands, build.inputs), (vec!["make".to_owned()], vec![PathBuf::from("Makefile")]));
        let options = request.options;
        assert_eq!(
            [options.pip_install_extra, options.npm_install_extra, options.gradle_build_extra].concat(),
            ["--pre", "--force", "--offline"]
        );
        assert!(options.allow_source_distributions);

        let said = Layer::from_folder("common")
            .build(crate::describe::Build::commands(["make"]))
            .pip_install_extra(["--pre"])
            .npm_install_extra(["--force"])
            .source_distributions(true);
        let checked = CheckedLayer { layer: said, ..source.project.layers()[0].clone() };
        let request = layer_request(&checked);
        assert_eq!((request.name.as_str(), request.content), ("layer.common", Content::Layer));
        assert_eq!(request.build.ok_or("commands")?.commands, ["make"]);
        let options = request.options;
        assert_eq!([options.pip_install_extra, options.npm_install_extra].concat(), ["--pre", "--force"]);
        assert!(options.allow_source_distributions);
        Ok(())
    }

    #[test]
    fn a_container_image_has_no_zip() -> Outcome {
        let folder = crate_dir()?;
        let image = crate::describe::Image::uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/a:1");
        let project = Project::new("shop").app(App::new("a").function(Function::new("x").image(image)));
        let settings = artifact::Settings::new(folder.path().join("_build"), "shop", folder.path());
        let built = build(&[source("dev", project, folder.path())?], &settings, &|_| {})?;
        assert_eq!((built.artifacts.len(), built.stages[0].zips.len()), (0, 0));
        Ok(())
    }
}
