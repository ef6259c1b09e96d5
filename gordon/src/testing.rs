//! Templates for the tests of an infra crate, or of an app crate.
//!
//! Owns the way from a description to its templates without a build: artifacts get stand-in keys. Must not build, and
//! must not reach AWS.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

use crate::check::check;
use crate::describe::setting::ledger;
use crate::describe::{Project, StageKind, StageName, Stages};
use crate::synth::{self, Host, Keys};

/// The stage that an `any` variant is tried as.
const ANY: &str = "any";

/// The template of every stage, by the stage's name.
#[derive(Clone, Debug)]
pub struct Templates(BTreeMap<String, Template>);

/// The template of one stage's resources.
#[derive(Clone, Debug)]
pub struct Template(Json);

/// Describes, checks and synthesises every stage of a project, as `build` does before it makes artifacts.
///
/// `crate_dir` is `env!("CARGO_MANIFEST_DIR")`. A variant that takes any name is tried as the stage `any`.
///
/// ```no_run
/// # use gordon::prelude::*;
/// # #[derive(Stages)]
/// # enum Stage { Dev, Prod }
/// # fn project(_: &Stage) -> Project { Project::new("shop") }
/// let templates = gordon::testing::templates(env!("CARGO_MANIFEST_DIR"), project);
/// assert_eq!(templates.of("prod").logical_ids("AWS::Lambda::Function"), ["ShopOrdersFunction"]);
/// ```
///
/// # Panics
///
/// Where a stage has mistakes: with all of them, each with its line. Warnings pass.
#[track_caller]
#[must_use]
pub fn templates<S: Stages>(crate_dir: &str, project: impl Fn(&S) -> Project) -> Templates {
    let (mut templates, mut findings) = (BTreeMap::new(), Vec::new());
    for (index, definition) in S::DEFINITIONS.iter().enumerate() {
        let Ok(name) = StageName::new(definition.name.unwrap_or(ANY)) else { continue };
        let host = if definition.kind == StageKind::Local { Host::Emulator } else { Host::Aws };
        let (mut described, ledger) = ledger::recorded(|| project(&S::from_definition(index, &name)));
        described.mistakes = ledger.mistakes;
        match template(described, crate_dir, host, definition.regions) {
            Ok(template) => drop(templates.insert(name.to_string(), template)),
            Err(more) => findings.extend(more.into_iter().map(|finding| format!("stage {name}: {finding}"))),
        }
    }
    assert!(findings.is_empty(), "the project has mistakes:\n{}", findings.join("\n"));
    Templates(templates)
}

/// Apart from the generic function above, so that it is compiled once.
fn template(project: Project, crate_dir: &str, host: Host, regions: &[&str]) -> Result<Template, Vec<String>> {
    let said = |findings: Vec<crate::check::Diagnostic>| findings.iter().map(ToString::to_string).collect::<Vec<_>>();
    let checked = check(project, Path::new(crate_dir)).map_err(said)?;
    if host == Host::Aws {
        let findings = checked.check_regions(regions);
        if !findings.is_empty() {
            return Err(said(findings));
        }
    }
    let keys = Keys::named(&checked, |name| format!("{name}.zip"));
    let templates = synth::synth(&checked, &keys, host).map_err(said)?;
    Ok(Template(templates.resources.json()))
}

impl Templates {
    /// The stages' names, in alphabetical order.
    pub fn stages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The template of a stage.
    ///
    /// # Panics
    ///
    /// Where there is no such stage.
    #[track_caller]
    #[must_use]
    pub fn of(&self, stage: &str) -> &Template {
        let known = || self.stages().collect::<Vec<_>>().join(", ");
        self.0.get(stage).unwrap_or_else(|| panic!("there is no stage `{stage}`: the stages are {}", known()))
    }
}

impl Template {
    /// The template, as CloudFormation reads it.
    #[must_use]
    pub fn json(&self) -> &Json {
        &self.0
    }

    /// The logical IDs of the resources of a type, such as `AWS::Lambda::Function`, in alphabetical order.
    #[must_use]
    pub fn logical_ids(&self, resource_type: &str) -> Vec<&str> {
        let resources = self.0["Resources"].as_object();
        let of_type = resources.into_iter().flatten().filter(|(_, resource)| resource["Type"] == resource_type);
        of_type.map(|(id, _)| id.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::describe::{Resource, StageDefinition};

    struct Stage(String);

    impl Stages for Stage {
        const DEFINITIONS: &'static [StageDefinition] =
            &[definition(Some("local"), StageKind::Local), definition(None, StageKind::Any)];

        fn from_definition(_: usize, name: &StageName) -> Self {
            Self(name.to_string())
        }

        fn given_name(&self) -> Option<&StageName> {
            None
        }
    }

    const fn definition(name: Option<&'static str>, kind: StageKind) -> StageDefinition {
        StageDefinition {
            name,
            doc: "",
            kind,
            regions: &[],
            account: None,
            profile: None,
            role: None,
            external_id: None,
            protected: false,
            at: ("", 0, 0),
        }
    }

    fn project(stage: &Stage) -> Project {
        let topic = Resource::untyped("Topic", "AWS::SNS::Topic", serde_json::json!({ "DisplayName": stage.0 }));
        Project::new("shop").add(topic)
    }

    #[test]
    fn each_stage_has_its_template() {
        let templates = templates(env!("CARGO_MANIFEST_DIR"), project);
        assert_eq!(templates.stages().collect::<Vec<_>>(), ["any", "local"]);
        for stage in templates.stages() {
            assert_eq!(templates.of(stage).logical_ids("AWS::SNS::Topic"), ["Topic"]);
            assert_eq!(templates.of(stage).json()["Resources"]["Topic"]["Properties"]["DisplayName"], stage);
        }
    }

    #[test]
    #[should_panic(expected = "stage local: gordon/src/testing.rs")]
    fn mistakes_name_stage_and_line() {
        let _ = templates(env!("CARGO_MANIFEST_DIR"), |_: &Stage| Project::new("No name!"));
    }

    #[test]
    #[should_panic(expected = "there is no stage `prod`: the stages are any, local")]
    fn an_unknown_stage_is_told() {
        let _ = templates(env!("CARGO_MANIFEST_DIR"), project).of("prod");
    }
}
