//! What apply is given: one stage of a project in one region, ready to send.
//!
//! Owns the input as plain data; must not read files, know AWS's clients, or show a secret.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::resolve::fingerprint;
use crate::artifact;
use crate::describe::{Param, Place};

/// The tag that says which project owns a stack.
pub const PROJECT_TAG: &str = "gordon:project";
/// The tag that says which stage owns a stack.
pub const STAGE_TAG: &str = "gordon:stage";
/// The output of the bucket stack that names the bucket, and the parameter of the resource stack that takes it.
pub const BUCKET: &str = "ArtifactBucket";
/// The output of each stack that says what it was made from.
pub const DIGEST: &str = "GordonDigest";

/// One stage of a project in one region.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// The project's name.
    pub project: String,
    /// The stage's name.
    pub stage: String,
    /// The account that the stage belongs to (12 digits), where the stage says so.
    pub account: Option<String>,
    /// Whether the stage is protected: never in Express mode.
    pub protected: bool,
    /// Whether the stage is one developer's sandbox: in Express mode unless refused.
    pub sandbox: bool,
    /// The stack of the artifact bucket, `{stage}-{project}-p`.
    pub bucket_stack: StackTemplate,
    /// The stack of everything else, `{stage}-{project}-r`.
    pub resource_stack: StackTemplate,
    /// Artifacts and nested templates that the resource stack's template names by key.
    pub uploads: Vec<Upload>,
    /// Parameters of the resource stack; apply adds [`BUCKET`] where the template declares it.
    pub parameters: BTreeMap<String, Parameter>,
    /// Parameters of the resource stack whose values apply finds first, by name.
    pub found: BTreeMap<String, Param>,
    /// Artifacts that are made when values are found, by the parameter that takes their key.
    pub derived: BTreeMap<String, Derived>,
    /// Parameters that are a keyed hash of the values of others: the function's version changes with them.
    pub fingerprints: BTreeMap<String, Vec<String>>,
    /// Tags of both stacks; apply adds [`PROJECT_TAG`] and [`STAGE_TAG`].
    pub tags: BTreeMap<String, String>,
    /// Where the user described each resource, by logical ID.
    pub places: BTreeMap<String, Place>,
}

/// An artifact with a file whose content is known only when values are found.
#[derive(Clone, Debug)]
pub struct Derived {
    /// The zip without the file.
    pub base: PathBuf,
    /// The file's name in the zip.
    pub file: String,
    /// Its content as JSON, in which `{"Ref": name}` is a parameter of [`Deployment::found`].
    pub json: Json,
    /// Where the zip is made.
    pub settings: artifact::Settings,
}

/// A stack's name and template.
#[derive(Clone, Debug)]
pub struct StackTemplate {
    /// The stack's name.
    pub name: String,
    /// The template as JSON, without the output [`DIGEST`], which apply adds.
    pub body: String,
}

/// A file that the artifact bucket must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The key, made from the content (`{sha256}.zip`), so that a key that is there need not be sent.
    pub key: String,
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// The value of a template's parameter, which is overwritten when it is no longer needed.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameter {
    value: Zeroizing<String>,
    no_echo: bool,
    fingerprint: Option<String>,
}

impl Parameter {
    /// A value that may be seen.
    #[must_use]
    pub fn plain(value: impl Into<String>) -> Self {
        Self { value: Zeroizing::new(value.into()), no_echo: false, fingerprint: None }
    }

    /// A value that may not be seen (`NoEcho`). `fingerprint` is a *keyed* hash of it: it tells apply that a secret did
    /// not change. Without one, apply asks CloudFormation each time.
    #[must_use]
    pub fn secret(value: impl Into<String>, fingerprint: Option<String>) -> Self {
        Self { value: Zeroizing::new(value.into()), no_echo: true, fingerprint }
    }

    /// A value that apply found.
    pub(crate) fn found(value: Zeroizing<String>, no_echo: bool) -> Self {
        Self { value, no_echo, fingerprint: None }
    }

    pub(crate) fn value(&self) -> &Zeroizing<String> {
        &self.value
    }

    /// Whether the value may not be seen.
    #[must_use]
    pub fn no_echo(&self) -> bool {
        self.no_echo
    }

    pub(crate) fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = if self.no_echo { super::secrets::MASK } else { &self.value };
        f.debug_struct("Parameter").field("value", &value).field("no_echo", &self.no_echo).finish_non_exhaustive()
    }
}

/// How to apply.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Express mode: CloudFormation reports success before resources settle. By default on for sandbox stages and off
    /// for others. On a [`protected`](Deployment::protected) stage `Some(true)` is an error.
    pub express: Option<bool>,
    /// Makes the change set and leaves it there. A bucket stack that is not there is made all the same, since
    /// artifacts have to lie somewhere.
    pub no_execute: bool,
    /// Returns as soon as the resource stack's change runs.
    pub detach: bool,
    /// Takes resources that exist under the template's physical names into the stack.
    pub import_existing: bool,
    /// Goes on where nothing changed.
    pub force: bool,
    /// Logical IDs of stateful resources that may be replaced or deleted.
    pub replace: BTreeSet<String>,
    /// How long to watch one stack operation. The stack is not stopped.
    pub timeout: Option<Duration>,
    /// How often to look at a running stack.
    pub pace: Pace,
}

/// How often a running operation is looked at: `first` after it began, then ever slower up to `slowest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The first pause.
    pub first: Duration,
    /// The longest pause.
    pub slowest: Duration,
}

impl Pace {
    /// For an emulator on this machine, where nobody throttles.
    pub const LOCAL: Self = Self { first: Duration::from_millis(20), slowest: Duration::from_millis(250) };

    /// The pause after `pause`: half as long again.
    pub(crate) fn after(self, pause: Duration) -> Duration {
        (pause + pause / 2).min(self.slowest)
    }
}

impl Default for Pace {
    /// From one second to five.
    fn default() -> Self {
        Self { first: Duration::from_secs(1), slowest: Duration::from_secs(5) }
    }
}

impl Deployment {
    /// Whether Express mode is used, given what the user asked for.
    pub(crate) fn express(&self, asked: Option<bool>) -> bool {
        !self.protected && asked.unwrap_or(self.sandbox)
    }

    /// Whether a parameter's value counts by its keyed hash.
    pub(crate) fn is_fingerprinted(&self) -> bool {
        !self.fingerprints.is_empty() || self.parameters.values().any(Parameter::no_echo)
    }

    /// The parameters with their fingerprints; without a key there are none.
    pub(crate) fn fingerprinted(&self, key: Option<&[u8]>) -> BTreeMap<String, Parameter> {
        let mut parameters = self.parameters.clone();
        let Some(key) = key else { return parameters };
        for (name, parameter) in &mut parameters {
            if parameter.no_echo && parameter.fingerprint.is_none() {
                parameter.fingerprint = Some(fingerprint(key, [(name.as_str(), parameter.value.as_str())]));
            }
        }
        for (name, of) in &self.fingerprints {
            let values =
                of.iter().filter_map(|other| Some((other.as_str(), self.parameters.get(other)?.value().as_str())));
            parameters.insert(name.clone(), Parameter::plain(fingerprint(key, values)));
        }
        parameters
    }

    /// The tags of both stacks, with those that say whose they are.
    pub(crate) fn all_tags(&self) -> BTreeMap<String, String> {
        let mut tags = self.tags.clone();
        tags.insert(PROJECT_TAG.to_owned(), self.project.clone());
        tags.insert(STAGE_TAG.to_owned(), self.stage.clone());
        tags
    }
}

/// The stacks of one stage of a project, without what is in them: all that delete, outputs and status need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The project's name.
    pub project: String,
    /// The stage's name.
    pub stage: String,
    /// The account that the stage belongs to (12 digits), where the stage says so.
    pub account: Option<String>,
    /// The name of the artifact bucket's stack.
    pub bucket_stack: String,
    /// The name of the stack of everything else.
    pub resource_stack: String,
}

impl From<&Deployment> for Target {
    fn from(deployment: &Deployment) -> Self {
        Self {
            project: deployment.project.clone(),
            stage: deployment.stage.clone(),
            account: deployment.account.clone(),
            bucket_stack: deployment.bucket_stack.name.clone(),
            resource_stack: deployment.resource_stack.name.clone(),
        }
    }
}
