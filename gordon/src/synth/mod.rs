//! A checked project becomes CloudFormation templates.
//!
//! Owns the templates, logical IDs and CloudFormation's limits. Must not do I/O, and must not depend on map order,
//! clock or machine: the same project and artifacts give the same bytes everywhere.

mod alias;
mod bucket;
pub(crate) mod canonical;
mod circle;
mod condition;
mod findings;
mod function;
mod ids;
mod layer;
#[cfg(test)]
mod least_privilege;
mod log_group;
mod properties;
mod provider;
#[cfg(test)]
mod reach;
mod resource;
mod role;
mod stateful;
mod tags;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod trigger;

use std::collections::BTreeMap;

pub use bucket::ARTIFACT_BUCKET;
pub use function::ALIAS;
pub use stateful::held_by;
pub use template::Template;

use crate::check::{Checked, Diagnostic, Severity};
use function::Made;
use ids::{Ids, join};
use trigger::{Context, Owner, QueuePolicies};

/// The templates of a stage. They do not name the stage: what differs between stages is what the project says.
#[derive(Clone, Debug)]
pub struct Templates {
    /// `{stage}-{project}-p`: the artifact bucket.
    pub bucket: Template,
    /// `{stage}-{project}-r`: everything else.
    pub resources: Template,
    /// What is wrong with them, and does not stop a build.
    pub warnings: Vec<Diagnostic>,
}

/// What the templates are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// AWS.
    Aws,
    /// The emulator of stage `local`, where URLs look different.
    Emulator,
}

/// The parameter that has the emulator's address, of the templates for [`Host::Emulator`].
pub const ENDPOINT: &str = "GordonEndpoint";

/// The keys of artifacts in the artifact bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Of each function's zip, by `app.function`.
    pub functions: BTreeMap<String, String>,
    /// Of each layer's zip, by the layer's name.
    pub layers: BTreeMap<String, String>,
}

impl Keys {
    /// A key for each artifact of a project, made of its name.
    pub fn named(checked: &Checked, key: impl Fn(&str) -> String) -> Self {
        let functions = checked.functions().iter().filter(|function| function.code.is_some());
        Self {
            functions: functions.map(|function| (function.name.clone(), key(&function.name))).collect(),
            layers: checked.layers().iter().map(|layer| (layer.name.clone(), key(&layer.name))).collect(),
        }
    }
}

/// Makes the templates; `keys` has the artifact of every function and layer.
///
/// # Errors
///
/// What only the whole template shows, errors and warnings, where at least one is an error: IDs that two resources get,
/// CloudFormation's limits, and whatever AWS's schemas say against a resource.
pub fn synth(checked: &Checked, keys: &Keys, host: Host) -> Result<Templates, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let ids = Ids::of(checked, host);
    let bucket = bucket::template(checked, &ids, &mut findings);
    let resources = resources(checked, keys, host, &ids, &mut findings);
    // An ID that two resources got would be told again, as what follows from it.
    if findings.is_empty() {
        findings::add(&bucket, &checked.project, &mut findings);
        findings::add(&resources, &checked.project, &mut findings);
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    Ok(Templates { bucket, resources, warnings: findings })
}

fn resources(checked: &Checked, keys: &Keys, host: Host, ids: &Ids, findings: &mut Vec<Diagnostic>) -> Template {
    let project = &checked.project;
    let mut template = Template::new(format!("Resources of the project {}", project.name));
    if !checked.functions.is_empty() {
        let description = "Where artifacts are uploaded to: the output of the artifact stack";
        template.parameter(ARTIFACT_BUCKET, serde_json::json!({ "Type": "String", "Description": description }));
    }
    if host == Host::Emulator {
        let description = "Where the emulator is, for the URLs of its APIs";
        template.parameter(ENDPOINT, serde_json::json!({ "Type": "String", "Description": description }));
    }
    // The user's own first: functions look at those that they refer to.
    for data in &project.resources {
        resource::add(&mut template, &data.name, data, ids, findings);
    }
    for app in &project.apps {
        for data in &app.resources {
            resource::add(&mut template, &join(&[&app.name], &data.name), data, ids, findings);
        }
    }
    template.owned = template.resources();
    for checked in checked.layers() {
        match keys.layers.get(&checked.name) {
            Some(key) => layer::add(&mut template, checked, key, ids, findings),
            None => {
                findings.push(Diagnostic::error(&checked.place, format!("the layer `{}` was not built", checked.name)));
            }
        }
    }
    let mut queue_policies = QueuePolicies::default();
    let mut context = Context {
        template: &mut template,
        ids,
        host,
        log_retention_days: project.log_retention_days.as_ref().map(|days| days.value),
        findings,
        queue_policies: &mut queue_policies,
    };
    let mut functions = checked.functions.iter();
    for app in &project.apps {
        // `checked.functions` has the functions of all apps in this same order.
        for (declared, found) in app.functions.iter().zip(functions.by_ref()) {
            let made = Made { project, app, checked: found, keys };
            function::add(context.template, &made, ids, context.findings);
            let owner = Owner { app, function: declared };
            declared.settings.triggers.iter().for_each(|trigger| trigger::add(&mut context, owner, trigger));
        }
        trigger::add_apis(&mut context, app);
    }
    trigger::add_project(&mut context, project);
    queue_policies.add(&mut template, ids, findings);
    circle::open(&mut template, checked, ids, findings);
    outputs(checked, &mut template, ids, findings);
    condition::spread(&mut template, findings);
    template.limits(&project.place, findings);
    template
}

fn outputs(checked: &Checked, template: &mut Template, ids: &Ids, findings: &mut Vec<Diagnostic>) {
    let project = &checked.project;
    for output in &project.outputs {
        template.output(&output.name, serde_json::json!({ "Value": output.value }), ids);
    }
    for (app, function) in project.functions() {
        if function.settings.no_cli_output {
            continue;
        }
        let name = join(&[&app.name, &function.name], "Arn");
        let description = format!("{}.{}", app.name, function.name);
        if !template.output(&name, serde_json::json!({ "Description": description, "Value": function.arn() }), ids) {
            let place = project.outputs.iter().find(|output| output.name == name).map_or(&function.place, |o| &o.place);
            let message = format!("the output `{name}` is that of `{description}`'s ARN");
            findings.push(Diagnostic::error(place, message).help("give the output another name"));
        }
    }
}
