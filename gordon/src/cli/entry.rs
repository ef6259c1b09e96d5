//! What `gordon::main!` hands over: an infra crate, its stages, and the way from a stage to its project.
//!
//! Owns the step from the user's types to plain data, so that nothing else of the command line is generic.

use std::fmt;
use std::path::PathBuf;

use crate::describe::setting::{Row, SetError, ledger};
use crate::describe::{Place, Project, Settings, StageDefinition, StageName, Stages};

/// From a stage's variant and name, and what `--set` said, to its project.
type Describe = Box<dyn Fn(usize, &StageName, &[Override]) -> Result<Described, (Override, SetError)> + Send + Sync>;

/// A setting by its name, and the text that it is set to.
pub(super) type Override = (String, String);

/// A project, and the settings that it was described with.
pub(super) struct Described {
    pub(super) project: Project,
    pub(super) settings: Vec<(Row, Source)>,
}

/// Where a setting has its value from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Nothing gave one.
    Default,
    /// A line of the user's.
    Lines(Vec<Place>),
    /// `--set`.
    Override,
}

/// An infra crate.
pub struct Entry {
    pub(super) crate_dir: PathBuf,
    pub(super) package: &'static str,
    pub(super) version: &'static str,
    pub(super) stages: &'static [StageDefinition],
    describe: Describe,
}

impl Entry {
    /// A crate whose project needs only the stage.
    #[must_use]
    pub fn new<S: Stages + 'static>(package: Package, project: fn(&S) -> Project) -> Self {
        let describe = move |index, name: &StageName, overrides: &[Override]| {
            let stage = S::from_definition(index, name);
            described(overrides, || (), |()| project(&stage))
        };
        Self::of(package, S::DEFINITIONS, Box::new(describe))
    }

    /// A crate whose project needs the stage and the settings of that stage.
    #[must_use]
    pub fn with_settings<S: Stages + 'static, T: Settings + 'static>(
        package: Package,
        project: fn(&S, &T) -> Project,
        settings: fn(&S) -> T,
    ) -> Self {
        let describe = move |index, name: &StageName, overrides: &[Override]| {
            let stage = S::from_definition(index, name);
            described(overrides, || settings(&stage), |settings| project(&stage, settings))
        };
        Self::of(package, S::DEFINITIONS, Box::new(describe))
    }

    fn of(package: Package, stages: &'static [StageDefinition], describe: Describe) -> Self {
        let Package { crate_dir, name, version } = package;
        Self { crate_dir: PathBuf::from(crate_dir), package: name, version, stages, describe }
    }

    /// Describes a stage's project.
    pub(super) fn describe(
        &self,
        index: usize,
        name: &StageName,
        overrides: &[Override],
    ) -> Result<Described, (Override, SetError)> {
        (self.describe)(index, name, overrides)
    }
}

/// Describes a project with its settings, of which some may be overridden.
fn described<T: Settings>(
    overrides: &[Override],
    settings: impl FnOnce() -> T,
    project: impl FnOnce(&T) -> Project,
) -> Result<Described, (Override, SetError)> {
    let (made, ledger) = ledger::recorded(|| {
        let mut settings = settings();
        for (name, text) in overrides {
            let path: Vec<&str> = name.split('.').collect();
            settings.set(&path, text).map_err(|error| ((name.clone(), text.clone()), error))?;
        }
        if let (Err(broken), Some(first)) = (settings.check(), overrides.first()) {
            return Err((first.clone(), SetError::Rule(broken)));
        }
        let mut rows = Vec::new();
        settings.describe("", &mut rows);
        Ok((project(&settings), rows))
    });
    let (mut project, rows) = made?;
    let source = |row: &Row| match overrides.iter().any(|(name, _)| *name == row.name) {
        true => Source::Override,
        false => match ledger.lines_of(row) {
            lines if lines.is_empty() => Source::Default,
            lines => Source::Lines(lines),
        },
    };
    let settings = rows.iter().map(|row| (row.clone(), source(row))).collect();
    project.mistakes = ledger.mistakes;
    Ok(Described { project, settings })
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("package", &self.package).field("stages", &self.stages).finish_non_exhaustive()
    }
}

/// What cargo says of the infra crate.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// `CARGO_MANIFEST_DIR`
    pub crate_dir: &'static str,
    /// `CARGO_BIN_NAME`, or `CARGO_PKG_NAME`
    pub name: &'static str,
    /// `CARGO_PKG_VERSION`
    pub version: &'static str,
}

/// Makes an infra crate a command line: `gordon::main!(project)`, or `gordon::main!(project, settings)`.
///
/// `project` is a `fn(&Stage) -> Project`, or with settings a `fn(&Stage, &Settings) -> Project` beside a
/// `fn(&Stage) -> Settings`, where `Stage` has `#[derive(Stages)]`.
///
/// ```no_run
/// use gordon::prelude::*;
///
/// #[derive(Stages)]
/// enum Stage {
///     #[stage(region = "eu-west-1")]
///     Dev,
/// }
///
/// fn hello(_: &Stage) -> Project {
///     Project::new("hello")
/// }
///
/// gordon::main!(hello);
/// ```
#[macro_export]
macro_rules! main {
    ($project:path $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::cli::main($crate::cli::Entry::new($crate::__package!(), $project))
        }
    };
    ($project:path, $settings:path $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::cli::main($crate::cli::Entry::with_settings($crate::__package!(), $project, $settings))
        }
    };
}

/// What cargo says of the crate that expands this.
#[doc(hidden)]
#[macro_export]
macro_rules! __package {
    () => {
        $crate::cli::Package {
            crate_dir: env!("CARGO_MANIFEST_DIR"),
            // A crate may have several programs.
            name: match option_env!("CARGO_BIN_NAME") {
                Some(name) => name,
                None => env!("CARGO_PKG_NAME"),
            },
            version: env!("CARGO_PKG_VERSION"),
        }
    };
}
