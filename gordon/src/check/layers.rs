//! Layers that are built: that each exists, has a name of its own, and suits the functions that have it.
//!
//! Owns which runtime and architecture a layer's dependencies are installed for. Reads no file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::code::{located, root_of};
use super::{CheckedFunction, Diagnostic};
use crate::describe::layer::LayerSource;
use crate::describe::limits::{check_layer_name, check_license, check_short_text};
use crate::describe::{Architecture, Function, Layer, Place, Project, Runtime};

/// A layer whose folder was found.
#[derive(Clone, Debug)]
pub struct CheckedLayer {
    /// Its name, unique among the project's layers.
    pub name: String,
    /// The folder of the crate that names it.
    pub root: PathBuf,
    /// What is in it, relative to `root`.
    pub path: PathBuf,
    /// The runtime that its dependencies are installed for.
    pub runtime: Runtime,
    /// The architecture that they are installed for.
    pub architecture: Architecture,
    /// The line of the layer.
    pub place: Place,
    pub(crate) layer: Layer,
}

/// What names dependencies to install.
const MANIFESTS: [&str; 3] = ["requirements.txt", "pyproject.toml", "package.json"];

/// A layer with the functions that have it.
struct Used<'a> {
    layer: &'a Layer,
    root: PathBuf,
    path: PathBuf,
    by: Vec<(&'a Function, Option<Runtime>)>,
}

/// All layers of the project, by name; `functions` are those whose code was found.
pub(super) fn check(
    project: &Project,
    functions: &[CheckedFunction],
    crate_dir: &Path,
    findings: &mut Vec<Diagnostic>,
) -> Vec<CheckedLayer> {
    let runtimes: BTreeMap<u64, Option<Runtime>> = functions
        .iter()
        .map(|checked| (checked.function.id.number(), checked.code.as_ref().map(|code| code.runtime)))
        .collect();
    let mut all: BTreeMap<&str, Used<'_>> = BTreeMap::new();
    for (_, function) in project.functions() {
        let runtime = runtimes.get(&function.id.number()).copied().flatten();
        for placed in &function.settings.layers {
            let LayerSource::Built(layer) = &placed.value else { continue };
            if let Some(used) = all.get_mut(layer.name.as_str()) {
                if !same(used, layer, crate_dir) {
                    findings.push(
                        Diagnostic::error(&layer.place, format!("there are two layers named `{}`", layer.name))
                            .related(&used.layer.place, "the first is here")
                            .help("give one of them another name with `.named(\"…\")`"),
                    );
                }
                used.by.push((function, runtime));
                continue;
            }
            let root = root_of(&layer.code, crate_dir);
            words(layer, findings);
            if let Some(path) = located("layer", &layer.code, &root, findings) {
                all.insert(&layer.name, Used { layer, root, path, by: vec![(function, runtime)] });
            }
        }
    }
    all.into_values().filter_map(|used| checked(used, findings)).collect()
}

/// Whether a layer is one that was seen already.
fn same(used: &Used<'_>, layer: &Layer, crate_dir: &Path) -> bool {
    // All that is said of it but where: two lines may say the same.
    let said = |layer: &Layer| {
        let Layer { runtimes, architectures, description, license, build, .. } = layer.clone();
        let Layer { pip_install_extra, npm_install_extra, source_distributions, .. } = layer.clone();
        let installed = (pip_install_extra, npm_install_extra, source_distributions);
        (runtimes, architectures, description, license, build, installed)
    };
    used.root == root_of(&layer.code, crate_dir)
        && used.layer.code.path == layer.code.path
        && said(used.layer) == said(layer)
}

fn words(layer: &Layer, findings: &mut Vec<Diagnostic>) {
    let mut judge = |verdict: Result<&str, crate::describe::limits::LimitError>, help: Option<&str>| {
        if let Err(rule) = verdict {
            let message = format!("the layer `{}` is outside AWS's limits", layer.name.escape_debug());
            let finding = Diagnostic::error(&layer.place, message).label(rule.message());
            findings.push(match help {
                Some(help) => finding.help(help),
                None => finding,
            });
        }
    };
    judge(check_layer_name(&layer.name), Some("give it a name with `.named(\"…\")`"));
    layer.description.iter().for_each(|text| judge(check_short_text(text), None));
    layer.license.iter().for_each(|text| judge(check_license(text), None));
    if layer.runtimes.len() > 15 {
        let message = format!("the layer `{}` is for {} runtimes", layer.name, layer.runtimes.len());
        findings.push(Diagnostic::error(&layer.place, message).label("at most 15"));
    }
}

fn checked(used: Used<'_>, findings: &mut Vec<Diagnostic>) -> Option<CheckedLayer> {
    let Used { layer, root, path, by } = used;
    suits(layer, &by, findings);
    let folder = root.join(&path);
    // What is only copied is the same for every runtime.
    let made_for_one = layer.build.is_some() || MANIFESTS.iter().any(|manifest| folder.join(manifest).is_file());
    let (mut runtime, mut architecture) = (Runtime::ProvidedAl2023, Architecture::default());
    if made_for_one {
        let runtimes = by.iter().filter_map(|(_, runtime)| *runtime);
        runtime = chosen(layer, "runtimes", &layer.runtimes, runtimes, findings)?;
        let architectures = by.iter().map(|(function, _)| function.settings.architecture.unwrap_or_default());
        architecture = chosen(layer, "architectures", &layer.architectures, architectures, findings)?;
    }
    let (name, place) = (layer.name.clone(), layer.place.clone());
    Some(CheckedLayer { name, root, path, runtime, architecture, place, layer: layer.clone() })
}

/// What the layer says, or what all functions that have it agree on.
fn chosen<T: Copy + Ord + std::fmt::Display>(
    layer: &Layer,
    what: &str,
    said: &[T],
    of_functions: impl Iterator<Item = T>,
    findings: &mut Vec<Diagnostic>,
) -> Option<T> {
    if let Some(first) = said.first() {
        return Some(*first);
    }
    let mut all: Vec<T> = of_functions.collect();
    all.sort();
    all.dedup();
    if let [_, _, ..] = all.as_slice() {
        let names: Vec<String> = all.iter().map(|one| format!("`{one}`")).collect();
        let message = format!("the functions with the layer `{}` have several {what}", layer.name);
        findings.push(
            Diagnostic::error(&layer.place, message)
                .label(format!("its dependencies are installed for one of {}", names.join(", ")))
                .help(format!("say which with `.{what}([…])`, and make a layer for each of the others")),
        );
    }
    all.first().copied()
}

/// That each function is one of those that the layer says it is for.
fn suits(layer: &Layer, by: &[(&Function, Option<Runtime>)], findings: &mut Vec<Diagnostic>) {
    for (function, runtime) in by {
        let architecture = function.settings.architecture.unwrap_or_default();
        let wrong = match runtime {
            Some(runtime) if !layer.runtimes.is_empty() && !layer.runtimes.contains(runtime) => runtime.to_string(),
            _ if !layer.architectures.is_empty() && !layer.architectures.contains(&architecture) => {
                architecture.to_string()
            }
            _ => continue,
        };
        let message =
            format!("function `{}` runs on `{wrong}`, which the layer `{}` is not for", function.name, layer.name);
        findings.push(Diagnostic::error(&function.place, message).related(&layer.place, "the layer says so here"));
    }
}
