//! What `gordon::main!` hands over: an infra crate, its stages, and the way from a stage to its project.
//!
//! Owns the step from the user's types to plain data, so that nothing else of the command line is generic.

use std::fmt;
use std::path::PathBuf;

use crate::describe::{Project, StageDefinition, StageName, Stages};

/// From a stage's variant and name to its project.
type Describe = Box<dyn Fn(usize, &StageName) -> Project + Send + Sync>;

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
        let describe = move |index, name: &StageName| project(&S::from_definition(index, name));
        Self::of(package, S::DEFINITIONS, Box::new(describe))
    }

    /// A crate whose project needs the stage and the settings of that stage.
    #[must_use]
    pub fn with_settings<S: Stages + 'static, T: 'static>(
        package: Package,
        project: fn(&S, &T) -> Project,
        settings: fn(&S) -> T,
    ) -> Self {
        let describe = move |index, name: &StageName| {
            let stage = S::from_definition(index, name);
            project(&stage, &settings(&stage))
        };
        Self::of(package, S::DEFINITIONS, Box::new(describe))
    }

    fn of(package: Package, stages: &'static [StageDefinition], describe: Describe) -> Self {
        let Package { crate_dir, name, version } = package;
        Self { crate_dir: PathBuf::from(crate_dir), package: name, version, stages, describe }
    }

    pub(super) fn project(&self, index: usize, name: &StageName) -> Project {
        (self.describe)(index, name)
    }
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
