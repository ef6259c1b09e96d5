//! A stage that was built: its files in `_build`, written and read again.
//!
//! Owns the layout of a stage's folder and the source map; must not make templates or artifacts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::Error;
use super::source::{Contexts, Source};
use crate::apply::Derived;
use crate::artifact::{self, Artifact};
use crate::describe::{Param, Place, StageName};
use crate::synth;

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

/// The suffix of the artifact bucket's stack.
pub(crate) const BUCKET_STACK: &str = "p";
/// The suffix of the stack of everything else.
pub(crate) const RESOURCE_STACK: &str = "r";

/// The name of a stage's stack: `{stage}-{project}-{suffix}`.
pub(crate) fn stack_name(stage: &StageName, project: &str, suffix: &str) -> String {
    format!("{stage}-{project}-{suffix}")
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

pub(super) fn write<'a>(
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
