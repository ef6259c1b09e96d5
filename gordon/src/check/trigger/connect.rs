//! Rules of Amazon Connect: the form of an instance's ARN.

use super::text;
use crate::check::Diagnostic;
use crate::describe::Connect;

pub(super) fn check(connect: &Connect, findings: &mut Vec<Diagnostic>) {
    let form = |arn: &str| {
        let parts: Vec<&str> = arn.split(':').collect();
        matches!(parts.as_slice(), ["arn", _, "connect", _, _, resource] if resource.starts_with("instance/"))
    };
    if let Some(arn) = text(&connect.instance).filter(|arn| !form(arn)) {
        let message = format!("`{}` is not the ARN of an Amazon Connect instance", arn.escape_debug());
        let label = "such as `arn:aws:connect:eu-west-1:111111111111:instance/ID`";
        findings.push(Diagnostic::error(&connect.place, message).label(label));
    }
}
