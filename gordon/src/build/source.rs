//! What a stage is built from.
//!
//! Owns what the project says whatever its artifacts are; must not write.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Error;
use crate::check::{Checked, Diagnostic};
use crate::describe::{Param, StageName};
use crate::synth::{self, Host, Keys};

/// What apply finds a value for, by the parameter's name.
pub(super) type Found = BTreeMap<String, Param>;
/// Parameters that are a keyed hash of others.
pub(super) type Fingerprints = BTreeMap<String, Vec<String>>;
/// Contexts whose values apply finds: by the parameter of the zip's key, the file and its JSON.
pub(super) type Contexts = BTreeMap<String, (String, Json)>;

/// What a stage is to be built from.
#[derive(Debug)]
pub struct Source {
    /// The stage.
    pub stage: StageName,
    /// Its project.
    pub project: Checked,
    /// What its templates are for.
    pub host: Host,
}

impl Source {
    /// What the templates show that the project does not, without building its artifacts: warnings, or all findings
    /// where one is an error.
    ///
    /// # Errors
    ///
    /// As with [`synth`](synth::synth).
    pub fn findings(&self) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        Ok(self.synth()?.warnings)
    }

    /// The templates as they are whatever the artifacts are.
    fn synth(&self) -> Result<synth::Templates, Vec<Diagnostic>> {
        let keys = Keys::named(&self.project, |_| "0.zip".to_owned());
        synth::synth(&self.project, &keys, self.host)
    }

    /// What apply finds of the template's parameters, and which are a hash of others: the same whatever the artifacts are.
    pub(super) fn parameters(&self) -> Result<(Found, Fingerprints, Contexts), Error> {
        let synth::Template { found_at_apply, fingerprints, derived, .. } =
            self.synth().map_err(Error::Findings)?.resources;
        Ok((found_at_apply, fingerprints, derived))
    }
}
