//! Rules over a whole project.
//!
//! Owns every rule that needs more than one literal to judge. Returns all findings, each with the user's place; must
//! not stop at the first.

mod arns;
mod code;
mod combinations;
mod context;
mod diagnostic;
mod environment;
mod functions;
mod layers;
mod names;
mod references;
mod roles;
pub(crate) mod statements;
#[cfg(test)]
mod tests;
mod trigger;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[cfg(feature = "cli")]
pub(crate) use code::source_file;
#[cfg(feature = "cli")]
pub(crate) use diagnostic::add_new;
pub use diagnostic::{Diagnostic, Severity};
pub use layers::CheckedLayer;

use crate::describe::layer::LayerSource;
use crate::describe::{Function, Place, Project, Runtime};

/// A project without errors: what `synth` and `artifact` take.
#[derive(Clone, Debug)]
pub struct Checked {
    pub(crate) project: Project,
    /// Of each function in the order of description, where its code is and what runs it.
    pub(crate) functions: Vec<CheckedFunction>,
    /// The layers that are built, by name; each once, however many functions have it.
    pub(crate) layers: Vec<CheckedLayer>,
    /// Findings that do not stop a build.
    pub warnings: Vec<Diagnostic>,
}

/// A function whose code was found.
#[derive(Clone, Debug)]
pub struct CheckedFunction {
    /// `app.function`.
    pub name: String,
    /// Where its code is and what runs it; none of a container image.
    pub code: Option<CheckedCode>,
    /// The line of the function.
    pub place: Place,
    pub(crate) function: Function,
}

/// Code that becomes a zip.
#[derive(Clone, Debug)]
pub struct CheckedCode {
    /// The folder of the crate that names the code.
    pub root: PathBuf,
    /// The code, relative to `root`: a file or a folder.
    pub path: PathBuf,
    /// What runs it.
    pub runtime: Runtime,
    /// The entry point; none for `provided`.
    pub handler: Option<String>,
}

impl Checked {
    /// The project's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.project.name
    }

    /// The tags of the project's stacks.
    #[must_use]
    pub fn tags(&self) -> BTreeMap<String, String> {
        self.project.tags.iter().map(|(key, tag)| (key.clone(), tag.value.clone())).collect()
    }

    /// What is wrong with the project in these regions: Lambda@Edge takes functions of one region only.
    #[must_use]
    pub fn check_regions(&self, regions: &[&str]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        trigger::check_regions(&self.project, regions, &mut findings);
        findings
    }

    /// The functions, in the order of description.
    #[must_use]
    pub fn functions(&self) -> &[CheckedFunction] {
        &self.functions
    }

    /// The layers that are built, by name.
    #[must_use]
    pub fn layers(&self) -> &[CheckedLayer] {
        &self.layers
    }
}

impl CheckedFunction {
    /// Seconds after which a call is stopped.
    #[must_use]
    pub fn timeout(&self) -> u32 {
        self.function.settings.timeout.as_ref().map_or(3, |timeout| timeout.value)
    }

    /// Memory in MiB.
    #[must_use]
    pub fn memory(&self) -> u32 {
        self.function.settings.memory.as_ref().map_or(128, |memory| memory.value)
    }

    /// The names of the layers that are built for it, in order.
    pub fn layers(&self) -> impl Iterator<Item = &str> {
        self.function.settings.layers.iter().filter_map(|layer| match &layer.value {
            LayerSource::Built(layer) => Some(layer.name.as_str()),
            LayerSource::Version(_) => None,
        })
    }

    /// The file and the JSON of its context.
    #[cfg(feature = "cli")]
    pub(crate) fn context(&self) -> Option<(&str, &serde_json::Value)> {
        let context = self.function.settings.context.as_ref()?;
        Some((context.path.as_str(), context.json.as_ref().ok()?))
    }

    /// The values of the environment variables, by name.
    #[cfg(feature = "cli")]
    pub(crate) fn environment_values(&self) -> impl Iterator<Item = (&str, &serde_json::Value)> {
        self.function.settings.environment.iter().map(|(name, placed)| (name.as_str(), placed.value.json()))
    }

    /// The environment variables that are literals, by name; the others are known only while CloudFormation runs.
    pub fn environment(&self) -> impl Iterator<Item = (&str, Option<String>)> {
        self.function.settings.environment.iter().map(|(name, placed)| {
            let text = placed.value.literal().map(|literal| match literal {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            (name.as_str(), text)
        })
    }
}

/// Checks a project; `crate_dir` is the folder of the infra crate.
///
/// # Errors
///
/// Every finding, errors and warnings, in the order of the user's files, where at least one is an error.
pub fn check(project: Project, crate_dir: &Path) -> Result<Checked, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let mistakes = project.mistakes.iter();
    findings.extend(mistakes.map(|(place, message)| Diagnostic::error(place, message.as_str())));
    names::check(&project, &mut findings);
    functions::check_project(&project, &mut findings);
    trigger::check(&project, &mut findings);
    references::check(&project, &mut findings);
    context::check(&project, &mut findings);
    statements::check(&project, &mut findings);
    let mut functions = Vec::new();
    for (app, function) in project.functions() {
        functions::check(app, function, &mut findings);
        combinations::check(function, &mut findings);
        arns::check(function, &mut findings);
        roles::check(function, &mut findings);
        environment::check(function, &mut findings);
        functions.extend(code::check(app, function, crate_dir, &mut findings));
    }
    let layers = layers::check(&project, &functions, crate_dir, &mut findings);
    for function in &mut functions {
        let context = &mut function.function.settings.context;
        *context = context.take().or_else(|| project.context.clone());
    }
    findings.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    findings.dedup();
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    Ok(Checked { project, functions, layers, warnings: findings })
}
