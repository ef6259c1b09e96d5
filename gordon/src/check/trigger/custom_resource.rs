//! Rules of custom resources.

use crate::check::Diagnostic;
use crate::describe::Project;

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html>
pub(super) fn check(project: &Project, findings: &mut Vec<Diagnostic>) {
    for resource in project.resources() {
        let name = resource.kind.strip_prefix("Custom::");
        if name.is_none() && resource.kind != "AWS::CloudFormation::CustomResource" {
            continue;
        }
        let letters = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || "_@-".contains(c));
        if name.is_some_and(|name| !(1..=60).contains(&name.len()) || !letters(name)) {
            let message = format!("`{}` is not the type of a custom resource", resource.kind.escape_debug());
            let label = "`Custom::` and 1 to 60 letters, digits, `_`, `@` and `-`";
            findings.push(Diagnostic::error(&resource.place, message).label(label));
        }
        let seconds = resource.properties.get("ServiceTimeout").and_then(serde_json::Value::as_u64);
        if seconds.is_some_and(|seconds| !(1..=3600).contains(&seconds)) {
            let message = format!("the timeout of `{}` is out of range", resource.name);
            findings.push(Diagnostic::error(&resource.place, message).label("CloudFormation waits 1 to 3600 seconds"));
        }
    }
}
