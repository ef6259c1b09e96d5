//! The settings of a function, one field each, with the line that set each.
//!
//! Owns the data that `check` reads and `synth` writes, and the walk over all that may hold a reference; the setters are
//! in [`setters`](super::setters).

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::asynchronous::Asynchronous;
use super::code::{Build, Code};
use super::layer::LayerSource;
use super::logging::Logging;
use super::policy::InlinePolicy;
use super::{
    Architecture, CapacityProvider, Condition, Context, DeadLetter, Durable, FileSystem, Image, Place, Principal,
    ProvisionedConcurrency, RecursiveLoop, Runtime, RuntimeManagement, Statement, Tracing, Trigger, Value, Vpc,
};

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
    pub(crate) image: Option<Image>,
    pub(crate) handler: Option<Placed<String>>,
    /// As given: the name is checked later, so that a computed one is a diagnostic and not a panic.
    pub(crate) runtime: Option<Placed<Runtime>>,
    pub(crate) runtime_management: Option<Placed<RuntimeManagement>>,
    pub(crate) memory: Option<Placed<u32>>,
    pub(crate) timeout: Option<Placed<u32>>,
    pub(crate) description: Option<Placed<String>>,
    pub(crate) environment: BTreeMap<String, Placed<Value<String>>>,
    /// Environment variables set twice, for the diagnostic.
    pub(crate) repeated: Vec<(String, Place)>,
    /// Where the environment has secrets by reference.
    pub(crate) secret_references: Vec<Place>,
    pub(crate) kms_key: Option<Placed<Value<String>>>,
    pub(crate) source_kms_key: Option<Placed<Value<String>>>,
    pub(crate) code_signing: Option<Placed<Value<String>>>,
    pub(crate) role: Option<Placed<Value<String>>>,
    pub(crate) permissions_boundary: Option<Placed<Value<String>>>,
    pub(crate) role_path: Option<Placed<String>>,
    pub(crate) managed_policies: Vec<Placed<Value<String>>>,
    pub(crate) assumed_by: Vec<Principal>,
    pub(crate) policies: Vec<InlinePolicy>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) vpc: Option<Placed<Vpc>>,
    pub(crate) manual_vpc_policy: bool,
    pub(crate) file_system: Option<FileSystem>,
    pub(crate) logging: Logging,
    pub(crate) architecture: Option<Architecture>,
    pub(crate) tags: BTreeMap<String, Placed<Value<String>>>,
    pub(crate) propagate_tags: bool,
    pub(crate) layers: Vec<Placed<LayerSource>>,
    pub(crate) asynchronous: Asynchronous,
    pub(crate) dead_letter: Option<DeadLetter>,
    pub(crate) tracing: Option<Tracing>,
    pub(crate) ephemeral_storage: Option<Placed<u32>>,
    pub(crate) reserved_concurrency: Option<Placed<u32>>,
    pub(crate) provisioned_concurrency: Option<Placed<ProvisionedConcurrency>>,
    pub(crate) snap_start: Option<Placed<bool>>,
    pub(crate) recursive_loop: Option<RecursiveLoop>,
    pub(crate) durable: Option<Durable>,
    /// The line that asked for tenant isolation.
    pub(crate) tenant_isolation: Option<Place>,
    pub(crate) capacity_provider: Option<CapacityProvider>,
    pub(crate) delete_versions: bool,
    pub(crate) alias_description: Option<Placed<String>>,
    pub(crate) condition: Option<Placed<Condition>>,
    pub(crate) depends_on: Vec<Placed<Json>>,
    pub(crate) no_cli_output: bool,
    pub(crate) context: Option<Context>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) pip_install_extra: Vec<String>,
    pub(crate) npm_install_extra: Vec<String>,
    pub(crate) gradle_build_extra: Vec<String>,
    pub(crate) source_distributions: bool,
}

impl FunctionSettings {
    /// Every JSON value that may hold a reference, with the line that said it; those of triggers are the triggers' own.
    pub(crate) fn values(&self, visit: &mut dyn FnMut(&Json, &Place)) {
        let Logging { group, kms_key: log_key, data_protection, .. } = &self.logging;
        let one = [
            &self.kms_key,
            &self.source_kms_key,
            &self.code_signing,
            &self.role,
            &self.permissions_boundary,
            group,
            log_key,
        ];
        let each = self.environment.values().chain(self.tags.values()).chain(&self.managed_policies);
        for Placed { value, place } in one.into_iter().flatten().chain(each) {
            visit(value.json(), place);
        }
        for Placed { value, place } in data_protection.iter().chain(&self.depends_on) {
            visit(value, place);
        }
        for Placed { value, place } in &self.layers {
            if let LayerSource::Version(arn) = value {
                visit(arn.json(), place);
            }
        }
        if let Some(Image { uri, place, .. }) = &self.image {
            visit(uri.json(), place);
        }
        if let Some(Placed { value, place }) = &self.runtime_management {
            value.version().into_iter().for_each(|arn| visit(arn.json(), place));
        }
        for policy in &self.policies {
            visit(&policy.document, &policy.place);
        }
        for statement in &self.statements {
            visit(&statement.json(), &statement.place);
        }
        for principal in &self.assumed_by {
            visit(&principal.json(), &principal.place);
        }
        if let Some(Placed { value, .. }) = &self.vpc {
            visit(&value.security_groups.json(), &value.place);
            visit(&value.subnets.json(), &value.place);
        }
        if let Some(file_system) = &self.file_system {
            file_system.values(&mut |json| visit(json, &file_system.place));
        }
        for destination in self.asynchronous.destinations() {
            visit(destination.arn.json(), &destination.place);
        }
        if let Some(DeadLetter { arn, place, .. }) = &self.dead_letter {
            visit(arn.json(), place);
        }
        if let Some(durable) = &self.durable {
            durable.kms_key.iter().for_each(|key| visit(key.json(), &durable.place));
        }
        if let Some(provider) = &self.capacity_provider {
            visit(provider.arn.json(), &provider.place);
        }
        if let Some(Placed { value, place }) = &self.condition {
            visit(&value.mark(), place);
        }
    }
}
