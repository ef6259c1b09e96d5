//! What `#[derive(Function)]` found in an attribute.
//!
//! Owns the hand-over from macro to model, hidden from the docs; its values are checked already.

use super::code::{Build, Code};
use super::layer::LayerSource;
use super::settings::Placed;
use super::{
    ApplicationLogLevel, Architecture, Function, Image, Layer, LogFormat, Place, RecursiveLoop, Runtime,
    SystemLogLevel, Tracing, Value,
};

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
    /// `image = …`
    pub image: Option<&'static str>,
    /// `layers = […]`: folders of the crate, and ARNs.
    pub layers: &'static [&'static str],
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
    /// `provisioned_concurrency = …`
    pub provisioned_concurrency: Option<u32>,
    /// `retries = …`
    pub retries: Option<u32>,
    /// `max_event_age = …`, seconds.
    pub max_event_age: Option<u32>,
    /// `snap_start = …`
    pub snap_start: Option<bool>,
    /// `tenant_isolation = …`
    pub tenant_isolation: Option<bool>,
    /// `recursive_loop = …`
    pub recursive_loop: Option<RecursiveLoop>,
    /// `log_retention_days = …`
    pub log_retention_days: Option<u16>,
    /// `log_format = …`
    pub log_format: Option<LogFormat>,
    /// `application_log_level = …`
    pub application_log_level: Option<ApplicationLogLevel>,
    /// `system_log_level = …`
    pub system_log_level: Option<SystemLogLevel>,
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
        image: None,
        layers: &[],
        build: None,
        handler: None,
        runtime: None,
        memory: None,
        timeout: None,
        architecture: None,
        ephemeral_storage: None,
        reserved_concurrency: None,
        provisioned_concurrency: None,
        retries: None,
        max_event_age: None,
        snap_start: None,
        tenant_isolation: None,
        recursive_loop: None,
        log_retention_days: None,
        log_format: None,
        application_log_level: None,
        system_log_level: None,
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
        let placed = At(&place);
        settings.image = derived.image.map(|uri| Image::at(Value::from(uri), place.clone()));
        settings.layers = (derived.layers.iter())
            .map(|&layer| match layer.starts_with("arn:") {
                true => LayerSource::from(layer),
                false => LayerSource::from(Layer::at(layer, Some(derived.crate_dir), place.clone())),
            })
            .filter_map(|layer| placed.here(Some(layer)))
            .collect();
        settings.handler = placed.here(derived.handler.map(str::to_owned));
        settings.runtime = placed.here(derived.runtime);
        settings.memory = placed.here(derived.memory);
        settings.timeout = placed.here(derived.timeout);
        settings.description = placed.here(derived.description.map(str::to_owned));
        settings.architecture = derived.architecture;
        settings.ephemeral_storage = placed.here(derived.ephemeral_storage);
        settings.reserved_concurrency = placed.here(derived.reserved_concurrency);
        settings.provisioned_concurrency = placed.here(derived.provisioned_concurrency.map(Into::into));
        settings.asynchronous.retries = placed.here(derived.retries);
        settings.asynchronous.max_event_age = placed.here(derived.max_event_age);
        settings.snap_start = placed.here(derived.snap_start);
        settings.tenant_isolation = (derived.tenant_isolation == Some(true)).then(|| place.clone());
        settings.recursive_loop = derived.recursive_loop;
        settings.logging.retention_days = placed.here(derived.log_retention_days);
        settings.logging.format = placed.here(derived.log_format);
        settings.logging.application_level = placed.here(derived.application_log_level);
        settings.logging.system_level = placed.here(derived.system_log_level);
        settings.tracing = derived.tracing;
        settings.no_cli_output = derived.cli_output == Some(false);
        function
    }
}

/// The line of everything that an attribute says.
struct At<'a>(&'a Place);

impl At<'_> {
    fn here<T>(&self, value: Option<T>) -> Option<Placed<T>> {
        value.map(|value| Placed { value, place: self.0.clone() })
    }
}
