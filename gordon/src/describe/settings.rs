//! The settings of a function, one field each, with the line that set each.
//!
//! Owns the data that `check` reads and `synth` writes; the setters are in [`function`](super::function).

use std::collections::BTreeMap;

use super::code::{Build, Code};
use super::policy::InlinePolicy;
use super::{Architecture, Context, DeadLetter, Place, Runtime, Statement, Tracing, Trigger, Value, Vpc};

/// A value and the line that set it.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// All that can be said of a function besides its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct FunctionSettings {
    pub(crate) code: Option<Code>,
    pub(crate) build: Option<Build>,
    pub(crate) handler: Option<Placed<String>>,
    /// As given: the name is checked later, so that a computed one is a diagnostic and not a panic.
    pub(crate) runtime: Option<Placed<Runtime>>,
    pub(crate) memory: Option<Placed<u32>>,
    pub(crate) timeout: Option<Placed<u32>>,
    pub(crate) description: Option<Placed<String>>,
    pub(crate) environment: BTreeMap<String, Placed<Value<String>>>,
    /// Environment variables set twice, for the diagnostic.
    pub(crate) repeated: Vec<(String, Place)>,
    pub(crate) role: Option<Placed<Value<String>>>,
    pub(crate) policies: Vec<InlinePolicy>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) vpc: Option<Placed<Vpc>>,
    pub(crate) manual_vpc_policy: bool,
    pub(crate) log_retention_days: Option<Placed<u16>>,
    pub(crate) architecture: Option<Architecture>,
    pub(crate) tags: BTreeMap<String, Placed<Value<String>>>,
    pub(crate) layers: Vec<Placed<Value<String>>>,
    pub(crate) dead_letter: Option<DeadLetter>,
    pub(crate) tracing: Option<Tracing>,
    pub(crate) ephemeral_storage: Option<Placed<u32>>,
    pub(crate) reserved_concurrency: Option<Placed<u32>>,
    pub(crate) no_cli_output: bool,
    pub(crate) context: Option<Context>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) pip_install_extra: Vec<String>,
    pub(crate) npm_install_extra: Vec<String>,
    pub(crate) gradle_build_extra: Vec<String>,
    pub(crate) source_distributions: bool,
}
