//! What `#[derive(Function)]` found in an attribute.
//!
//! Owns the hand-over from macro to model, hidden from the docs; its values are checked already.

use super::code::{Build, Code};
use super::settings::Placed;
use super::{Architecture, Function, Place, Runtime, Tracing};

/// The attribute's values; a `None` was not given.
#[derive(Debug, Clone, Copy)]
pub struct Derived {
    /// `CARGO_MANIFEST_DIR` of the crate.
    pub crate_dir: &'static str,
    /// The struct's place: file, line, column.
    pub at: (&'static str, u32, u32),
    /// Name of the function.
    pub name: &'static str,
    /// The doc comment, or `description = …`.
    pub description: Option<&'static str>,
    /// `code = …`
    pub code: Option<&'static str>,
    /// `build = […]`
    pub build: Option<&'static [&'static str]>,
    /// `handler = …`
    pub handler: Option<&'static str>,
    /// `runtime = …`
    pub runtime: Option<Runtime>,
    /// `memory = …`, MiB.
    pub memory: Option<u32>,
    /// `timeout = …`, seconds.
    pub timeout: Option<u32>,
    /// `architecture = …`
    pub architecture: Option<Architecture>,
    /// `ephemeral_storage = …`, MiB.
    pub ephemeral_storage: Option<u32>,
    /// `reserved_concurrency = …`
    pub reserved_concurrency: Option<u32>,
    /// `log_retention_days = …`
    pub log_retention_days: Option<u16>,
    /// `tracing = …`
    pub tracing: Option<Tracing>,
    /// `cli_output = …`
    pub cli_output: Option<bool>,
}

impl Derived {
    /// Nothing given.
    pub const DEFAULT: Self = Self {
        crate_dir: "",
        at: ("", 0, 0),
        name: "",
        description: None,
        code: None,
        build: None,
        handler: None,
        runtime: None,
        memory: None,
        timeout: None,
        architecture: None,
        ephemeral_storage: None,
        reserved_concurrency: None,
        log_retention_days: None,
        tracing: None,
        cli_output: None,
    };
}

impl Function {
    /// The function that a derive describes.
    #[doc(hidden)]
    #[must_use]
    pub fn derived(derived: Derived) -> Self {
        let (file, line, column) = derived.at;
        let place = Place::new(file, line, column);
        let mut function = Self::at(derived.name, place.clone());
        function.crate_dir = Some(derived.crate_dir);
        let settings = &mut function.settings;
        settings.code = derived.code.map(|path| Code {
            path: path.into(),
            crate_dir: Some(derived.crate_dir),
            place: place.clone(),
        });
        settings.build = derived.build.map(|commands| Build {
            commands: commands.iter().map(|&command| command.to_owned()).collect(),
            inputs: Vec::new(),
        });
        settings.handler = derived.handler.map(|value| Placed { value: value.to_owned(), place: place.clone() });
        settings.runtime = derived.runtime.map(|value| Placed { value, place: place.clone() });
        settings.memory = derived.memory.map(|value| Placed { value, place: place.clone() });
        settings.timeout = derived.timeout.map(|value| Placed { value, place: place.clone() });
        settings.description =
            derived.description.map(|value| Placed { value: value.to_owned(), place: place.clone() });
        settings.architecture = derived.architecture;
        settings.ephemeral_storage = derived.ephemeral_storage.map(|value| Placed { value, place: place.clone() });
        settings.reserved_concurrency =
            derived.reserved_concurrency.map(|value| Placed { value, place: place.clone() });
        settings.logging.retention_days =
            derived.log_retention_days.map(|value| Placed { value, place: place.clone() });
        settings.tracing = derived.tracing;
        settings.no_cli_output = derived.cli_output == Some(false);
        function
    }
}
