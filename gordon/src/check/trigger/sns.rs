//! Rules of SNS triggers: that the topic sends to functions, and its filter policy.

use serde_json::Value as Json;

use super::{Scope, dead_letter, pattern};
use crate::check::Diagnostic;
use crate::describe::Sns;

pub(super) fn check(scope: &Scope<'_>, sns: &Sns, findings: &mut Vec<Diagnostic>) {
    let topic = sns.topic.json();
    if topic.as_str().is_some_and(|arn| !arn.starts_with("arn:") || arn.split(':').count() != 6) {
        let message = format!("{topic} is not the ARN of a topic");
        findings.push(
            Diagnostic::error(&sns.place, message).label("it is such as `arn:aws:sns:eu-west-1:111111111111:news`"),
        );
    }
    if scope.resources.is_fifo(topic, "FifoTopic") {
        // <https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html>
        findings.push(
            Diagnostic::error(&sns.place, "a FIFO topic sends to queues only")
                .help("subscribe a queue to the topic, and give the function `Sqs::of(&queue)`"),
        );
    }
    let at = |property: &str| sns.options.place(property).unwrap_or(&sns.place);
    let policy = sns.options.get("FilterPolicy");
    if let Some(policy) = policy {
        filter(policy, sns.options.get("FilterPolicyScope"), at("FilterPolicy"), findings);
    } else if sns.options.get("FilterPolicyScope").is_some() {
        let message = "the scope of a filter policy says nothing without one";
        findings.push(Diagnostic::error(at("FilterPolicyScope"), message).help("add `.filter_policy(json!({ … }))`"));
    }
    if let Some(redrive) = sns.options.get("RedrivePolicy") {
        dead_letter(scope, &redrive["deadLetterTargetArn"], at("RedrivePolicy"), findings);
    }
}

/// <https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html>
fn filter(policy: &Json, scope: Option<&Json>, place: &crate::describe::Place, findings: &mut Vec<Diagnostic>) {
    if let Err(broken) = pattern::check(policy) {
        findings.push(Diagnostic::error(place, "this filter policy matches nothing").label(broken));
        return;
    }
    let Some(fields) = policy.as_object() else { return };
    if scope.is_some_and(|scope| scope == "MessageBody") {
        return;
    }
    if fields.len() > 5 {
        let message = format!("the filter policy has {} attributes", fields.len());
        findings.push(Diagnostic::error(place, message).label("at most 5"));
    }
    if let Some((field, _)) = fields.iter().find(|(_, value)| value.is_object()) {
        findings.push(
            Diagnostic::error(place, format!("`{field}` has fields, and attributes have none"))
                .help("a policy for the body has `.filter_policy_scope(FilterPolicyScope::MessageBody)`"),
        );
    }
}
