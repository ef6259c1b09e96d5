//! Where a function's code is, and how it is built.
//!
//! Owns the description only; `artifact` does the work.

use std::borrow::Cow;
use std::path::PathBuf;

use super::Place;

/// A file or folder of a crate.
#[derive(Clone, Debug)]
pub struct Code {
    pub(crate) path: Cow<'static, str>,
    /// `CARGO_MANIFEST_DIR` of the crate that names the code; without it, the folder of the `Cargo.toml` nearest to
    /// the place.
    pub(crate) crate_dir: Option<&'static str>,
    pub(crate) place: Place,
}

/// A custom build: shell commands that leave what is to be zipped in `{target}`.
///
/// The commands run in the function's folder with `sh -c`, one after another. These placeholders are replaced, quoted
/// for the shell, and are environment variables too (`GORDON_TARGET`, `GORDON_PROJECT_PATH`, …):
/// `{target}` `{project_path}` `{project_name}` `{lambda_name}` `{pip_path}` `{npm_path}` `{gradle_path}`
/// `{pip_install_extra}` `{npm_install_extra}` `{gradle_build_extra}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "cli"), allow(dead_code))] // `artifact` reads it, which is part of `cli`
pub struct Build {
    pub(crate) commands: Vec<String>,
    pub(crate) inputs: Vec<PathBuf>,
}

impl Build {
    /// A build by these commands.
    #[must_use]
    pub fn commands<S: Into<String>>(commands: impl IntoIterator<Item = S>) -> Self {
        Self { commands: commands.into_iter().map(Into::into).collect(), inputs: Vec::new() }
    }

    /// A file or folder, relative to the crate, that the commands read besides the function's own folder: when it
    /// changes, they run again.
    #[must_use]
    pub fn input(mut self, path: impl Into<PathBuf>) -> Self {
        self.inputs.push(path.into());
        self
    }
}
