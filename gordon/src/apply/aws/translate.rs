//! From the SDK's CloudFormation types to apply's.
//!
//! Owns the translation alone; must not call, and must not judge.

use std::time::SystemTime;

use aws_sdk_cloudformation::primitives::DateTime;
use aws_sdk_cloudformation::types;

use super::{Finding, Stack, StackResource};
use crate::apply::change::{Action, Change, Detail, Replacement};
use crate::apply::event::{Failure, StackEvent};

pub(super) fn stack(stack: types::Stack) -> Stack {
    let pair = |tag: types::Tag| Some((tag.key?, tag.value?));
    let parameter = |parameter: types::Parameter| Some((parameter.parameter_key?, parameter.parameter_value?));
    let output = |output: types::Output| Some((output.output_key?, output.output_value?));
    Stack {
        id: stack.stack_id.unwrap_or_default(),
        name: stack.stack_name.unwrap_or_default(),
        status: stack.stack_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
        reason: stack.stack_status_reason.filter(|reason| !reason.is_empty()),
        tags: stack.tags.unwrap_or_default().into_iter().filter_map(pair).collect(),
        parameters: stack.parameters.unwrap_or_default().into_iter().filter_map(parameter).collect(),
        outputs: stack.outputs.unwrap_or_default().into_iter().filter_map(output).collect(),
    }
}

pub(super) fn resource(resource: types::StackResourceSummary) -> StackResource {
    StackResource {
        logical_id: resource.logical_resource_id.unwrap_or_default(),
        physical_id: resource.physical_resource_id.filter(|id| !id.is_empty()),
        resource_type: resource.resource_type.unwrap_or_default(),
        status: resource.resource_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
    }
}

fn time(time: DateTime) -> Option<SystemTime> {
    SystemTime::try_from(time).ok()
}

pub(super) fn event(event: types::StackEvent) -> StackEvent {
    StackEvent {
        id: event.event_id.unwrap_or_default(),
        time: event.timestamp.and_then(time),
        stack: event.stack_name.unwrap_or_default(),
        logical_id: event.logical_resource_id.unwrap_or_default(),
        physical_id: event.physical_resource_id.filter(|id| !id.is_empty()),
        resource_type: event.resource_type.unwrap_or_default(),
        status: event.resource_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
        reason: event.resource_status_reason.filter(|reason| !reason.is_empty()),
        token: event.client_request_token.filter(|token| !token.is_empty()),
        place: None,
    }
}

fn recreates(word: Option<&str>) -> Replacement {
    match word {
        Some("True" | "Always") => Replacement::Always,
        Some("Conditional" | "Conditionally") => Replacement::Maybe,
        _ => Replacement::Never,
    }
}

pub(super) fn change(change: types::ResourceChange) -> Change {
    let action = match change.action.as_ref().map(types::ChangeAction::as_str) {
        Some("Add") => Action::Add,
        Some("Modify") => Action::Modify,
        Some("Remove") => Action::Remove,
        Some("Import") => Action::Import,
        Some("SyncWithActual") => Action::Sync,
        // A word of tomorrow is treated as the one that may do anything.
        _ => Action::Dynamic,
    };
    let mut details: Vec<Detail> = Vec::new();
    for found in change.details.unwrap_or_default().into_iter().filter_map(detail) {
        // CloudFormation reports some changes twice, once before and once after parameters are known.
        if !details.contains(&found) {
            details.push(found);
        }
    }
    let mut replacement = recreates(change.replacement.as_ref().map(types::Replacement::as_str));
    if action == Action::Dynamic && change.replacement.is_none() {
        replacement = Replacement::Maybe;
    }
    Change {
        logical_id: change.logical_resource_id.unwrap_or_default(),
        physical_id: change.physical_resource_id.filter(|id| !id.is_empty()),
        resource_type: change.resource_type.unwrap_or_default(),
        action,
        replacement,
        policy: change.policy_action.map(|policy| policy.as_str().to_owned()),
        scope: change.scope.unwrap_or_default().iter().map(|scope| scope.as_str().to_owned()).collect(),
        details,
        nested: change.change_set_id.filter(|id| !id.is_empty()),
        place: None,
    }
}

fn detail(detail: types::ResourceChangeDetail) -> Option<Detail> {
    let target = detail.target?;
    let attribute = target.attribute.map(|attribute| attribute.as_str().to_owned());
    Some(Detail {
        name: target.path.or(target.name).or(attribute).unwrap_or_default(),
        before: target.before_value,
        after: target.after_value,
        recreates: recreates(target.requires_recreation.as_ref().map(types::RequiresRecreation::as_str)),
        source: detail.change_source.map(|source| source.as_str().to_owned()),
        cause: detail.causing_entity.filter(|cause| !cause.is_empty()),
    })
}

/// A validation or hook that failed or warns; `None` for all other events.
pub(super) fn finding(event: types::OperationEvent) -> Option<Finding> {
    let kind = event.event_type.as_ref().map(types::EventType::as_str);
    let (reason, name, mode) = match kind {
        Some("VALIDATION_ERROR") => {
            if event.validation_status.as_ref().map(types::ValidationStatus::as_str) == Some("SKIPPED") {
                return None;
            }
            (event.validation_status_reason, event.validation_name, event.validation_failure_mode)
        }
        Some("HOOK_INVOCATION_ERROR") => (event.hook_status_reason, event.hook_type, event.hook_failure_mode),
        _ => return None,
    };
    Some(Finding {
        failure: Failure {
            stack: event.stack_id.as_deref().map(super::stack_name).unwrap_or_default().to_owned(),
            logical_id: event.logical_resource_id.unwrap_or_default(),
            resource_type: event.resource_type.unwrap_or_default(),
            status: name.unwrap_or_default(),
            reason: reason.or(event.resource_status_reason).unwrap_or_default(),
            path: event.validation_path,
            place: None,
        },
        warning: mode.as_ref().map(types::HookFailureMode::as_str) == Some("WARN"),
        token: event.client_request_token,
    })
}
