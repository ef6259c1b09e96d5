//! Rules of functions at the edge, and of distributions that name functions.
//!
//! Owns what CloudFront refuses.

#[cfg(test)]
mod tests;

use serde_json::Value as Json;

use crate::check::Diagnostic;
use crate::describe::id::{Mark, Part};
use crate::describe::trigger::Edge;
use crate::describe::{Architecture, Family, Function, Place, Project, Runtime, RuntimeManagement, Tracing, Trigger};

/// The only region of functions at the edge.
const REGION: &str = "us-east-1";

/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html>
pub(super) fn check(function: &Function, edge: &Edge, findings: &mut Vec<Diagnostic>) {
    let settings = &function.settings;
    let mut refuse = |place: &Place, what: &str, help: &str| {
        let message = format!("function `{}` answers {} events and {what}", function.name, edge.event.name());
        findings.push(Diagnostic::error(place, message).related(&edge.place, "it is at the edge here").help(help));
    };
    for placed in settings.environment.values() {
        refuse(
            &placed.place,
            "has an environment variable",
            "put the value into the code: CloudFront takes no environment",
        );
    }
    if let Some(memory) = settings.memory.as_ref().filter(|memory| edge.event.is_viewers() && memory.value > 128) {
        refuse(&memory.place, &format!("has {} MiB", memory.value), "a function that answers viewers has 128 MiB");
    }
    let most = if edge.event.is_viewers() { 5 } else { 30 };
    if let Some(timeout) = settings.timeout.as_ref().filter(|timeout| timeout.value > most) {
        let help = format!("CloudFront waits for at most {most} seconds");
        refuse(&timeout.place, &format!("may take {} seconds", timeout.value), &help);
    }
    if let Some(vpc) = &settings.vpc {
        refuse(&vpc.place, "is in a VPC", "replicas run in no VPC: take `.vpc(…)` away");
    }
    for layer in &settings.layers {
        refuse(&layer.place, "has a layer", "put what is in the layer into the code");
    }
    if let Some(storage) = settings.ephemeral_storage.as_ref().filter(|storage| storage.value > 512) {
        refuse(&storage.place, &format!("has {} MiB of `/tmp`", storage.value), "a function at the edge has 512 MiB");
    }
    let managed = settings.runtime_management.as_ref();
    let refused = [
        (settings.image.as_ref().map(|image| &image.place), "is an image", "replicas run zips only"),
        (settings.file_system.as_ref().map(|mounted| &mounted.place), "has a file system", "replicas mount none"),
        (
            settings.provisioned_concurrency.as_ref().map(|it| &it.place),
            "is kept warm",
            "replicas are made when called",
        ),
        (
            settings.source_kms_key.as_ref().map(|key| &key.place),
            "has its own key for its code",
            "replicas know no key",
        ),
        (
            managed.filter(|it| !matches!(it.value, RuntimeManagement::Auto)).map(|it| &it.place),
            "chooses its runtime's version",
            "replicas follow Lambda's own choice",
        ),
        (settings.durable.as_ref().map(|durable| &durable.place), "is durable", "a replica answers at once"),
        (settings.tenant_isolation.as_ref(), "is told a tenant", "CloudFront names none"),
        (settings.capacity_provider.as_ref().map(|it| &it.place), "has instances of its own", "replicas have none"),
    ];
    for (place, what, help) in refused {
        if let Some(place) = place {
            refuse(place, what, help);
        }
    }
    // These were set at lines that nobody noted.
    let place = &edge.place;
    if settings.architecture == Some(Architecture::Arm64) {
        refuse(place, "is for arm64", "CloudFront runs x86_64 only");
    }
    if settings.tracing == Some(Tracing::Active) {
        refuse(place, "is traced", "CloudFront knows no X-Ray: take `.tracing(…)` away");
    }
    if settings.dead_letter.is_some() {
        refuse(place, "has a dead-letter target", "nothing at the edge is asynchronous: take `.dead_letter(…)` away");
    }
    let runtime = runtime(function);
    if let Some(runtime) = runtime.filter(|runtime| !matches!(runtime.family(), Family::Node | Family::Python)) {
        refuse(place, &format!("runs on {runtime}"), "CloudFront runs Node.js and Python");
    }
}

/// What runs the function, where its description alone tells.
fn runtime(function: &Function) -> Option<Runtime> {
    let settings = &function.settings;
    let by_code = || Runtime::inferred_from(settings.code.as_ref()?.path.rsplit('/').next()?);
    settings.runtime.as_ref().map(|runtime| runtime.value).or_else(by_code)
}

/// What distributions of the project say of its functions.
pub(super) fn check_distributions(project: &Project, findings: &mut Vec<Diagnostic>) {
    let resources = project.apps.iter().flat_map(|app| &app.resources).chain(&project.resources);
    for resource in resources.filter(|resource| resource.kind == "AWS::CloudFront::Distribution") {
        associations(&resource.properties, &mut |association| {
            findings.extend(judge(project, association, &resource.place));
        });
    }
}

/// Every association with a function, wherever it stands.
fn associations(json: &Json, visit: &mut dyn FnMut(&Json)) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| associations(item, visit)),
        Json::Object(map) => {
            for (name, value) in map {
                if name == "LambdaFunctionAssociations" {
                    value.as_array().into_iter().flatten().for_each(&mut *visit);
                } else {
                    associations(value, visit);
                }
            }
        }
        _ => {}
    }
}

fn judge(project: &Project, association: &Json, place: &Place) -> Option<Diagnostic> {
    let reference = &association["LambdaFunctionARN"];
    let of_attribute = reference["Fn::GetAtt"].get(0);
    let mark = Mark::read(of_attribute.unwrap_or(&reference["Ref"]))?;
    let (_, function) = project.functions().find(|(_, function)| function.id.number() == mark.target.number)?;
    if mark.target.part != Part::Version {
        let message = format!("the distribution names function `{}` without a version", function.name);
        return Some(Diagnostic::error(place, message).help("use `version_arn()`: CloudFront takes no alias"));
    }
    let event = association["EventType"].as_str()?;
    let answered = function.settings.triggers.iter().any(|trigger| match trigger {
        Trigger::Edge(edge) => edge.event.name() == event,
        _ => false,
    });
    let message =
        format!("the distribution sends {event} events to function `{}`, which does not say so", function.name);
    let help = format!("give it the trigger: `.on(Edge::{}())`", event.replace('-', "_"));
    (!answered).then(|| Diagnostic::error(place, message).related(&function.place, "the function is here").help(help))
}

/// Functions at the edge in regions where they cannot be; of a stage whose regions are known.
pub(super) fn check_regions(project: &Project, regions: &[&str], findings: &mut Vec<Diagnostic>) {
    let elsewhere: Vec<&str> = regions.iter().copied().filter(|region| *region != REGION).collect();
    if elsewhere.is_empty() {
        return;
    }
    for (_, function) in project.functions() {
        let at_the_edge = function.settings.triggers.iter().find_map(|trigger| match trigger {
            Trigger::Edge(edge) => Some(edge),
            _ => None,
        });
        if let Some(edge) = at_the_edge {
            let message =
                format!("function `{}` is at the edge, and the stage in {}", function.name, elsewhere.join(", "));
            findings.push(
                Diagnostic::error(&edge.place, message)
                    .label(format!("CloudFront takes functions of {REGION} only"))
                    .help("put functions at the edge into a project of their own, whose stages are in us-east-1"),
            );
        }
    }
}
