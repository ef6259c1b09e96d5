//! Why a change failed.
//!
//! Owns the search for the root cause in a stack's events, nested stacks included; must not mend anything.

use super::aws::{FindingsOf, stack_name};
use super::error::{Error, Kind};
use super::event::{Failure, NESTED, StackEvent};
use super::session::Session;
use super::watch::Watched;

/// How deep stacks in stacks are followed.
const DEPTH: usize = 4;

/// Whether a reason only says that something else failed.
fn consequence(reason: &str) -> bool {
    let reason = reason.to_ascii_lowercase();
    reason.contains("cancelled") || reason.starts_with("the following resource(s) failed")
}

fn failure(event: &StackEvent) -> Failure {
    Failure {
        stack: event.stack.clone(),
        logical_id: event.logical_id.clone(),
        resource_type: event.resource_type.clone(),
        status: event.status.clone(),
        reason: event.reason.clone().unwrap_or_else(|| format!("{} without a reason", event.status)),
        path: None,
        place: event.place.clone(),
    }
}

/// The failed resources, causes before consequences, each once.
fn causes(events: &[StackEvent]) -> Vec<Failure> {
    let failed = events.iter().filter(|event| event.failed() && !event.about_stack());
    let (mut causes, consequences): (Vec<&StackEvent>, Vec<&StackEvent>) =
        failed.partition(|event| !consequence(event.reason.as_deref().unwrap_or_default()));
    causes.extend(consequences);
    let mut found: Vec<Failure> = Vec::new();
    for event in causes {
        if !found.iter().any(|other| other.logical_id == event.logical_id) {
            found.push(failure(event));
        }
    }
    found
}

impl Session<'_> {
    /// The error for an operation that ended badly: the root cause leads.
    pub(crate) async fn failed(&self, kind: Kind, watched: Watched, token: &str) -> Error {
        let status = watched.status().to_owned();
        let (name, id, reason) = match &watched.stack {
            Some(stack) => (stack.name.clone(), stack.id.clone(), stack.reason.clone()),
            None => {
                let event = watched.events.last();
                (event.map(|event| event.stack.clone()).unwrap_or_default(), String::new(), None)
            }
        };
        let mut failures = self.findings(&id, token).await;
        failures.extend(self.nested(causes(&watched.events), &watched.events).await);
        if failures.is_empty() {
            let own = watched.events.iter().rev().find(|event| event.about_stack() && event.reason.is_some());
            let reason = own.and_then(|event| event.reason.clone()).or(reason);
            failures.push(Failure {
                stack: name.clone(),
                logical_id: name.clone(),
                resource_type: NESTED.to_owned(),
                status: status.clone(),
                reason: reason.unwrap_or_else(|| format!("the stack ended in {status} without a reason")),
                path: None,
                place: None,
            });
        }
        let after = match status.as_str() {
            "UPDATE_ROLLBACK_COMPLETE" => "the stack is as it was before; correct the cause and run the command again",
            "DELETE_COMPLETE" | "ROLLBACK_COMPLETE" | "CREATE_FAILED" if kind == Kind::Failed => {
                "nothing was left behind; correct the cause and run the command again"
            }
            "UPDATE_ROLLBACK_FAILED" => "the way back failed too; run the command again: it tries the way back first",
            "DELETE_FAILED" => "correct the cause and run the command again: it carries on",
            _ => "correct the cause and run the command again",
        };
        let lead = failures.first();
        let message = lead.map(headline).unwrap_or_default();
        let place = lead.and_then(|failure| failure.place.clone());
        Error::new(kind, message)
            .with_hint(after)
            .with_place(place)
            .with_stack(&name)
            .with_failures(failures)
            .with_events(watched.events)
    }

    /// What the checks before deployment said of the operation; nothing where the endpoint does not know them.
    async fn findings(&self, stack_id: &str, token: &str) -> Vec<Failure> {
        if stack_id.is_empty() {
            return Vec::new();
        }
        let found = self.aws.stacks.findings(FindingsOf::Stack(stack_id)).await.unwrap_or_default();
        let ours = found.into_iter().filter(|finding| {
            !finding.warning && finding.token.as_deref().is_none_or(|other| other == token || other.is_empty())
        });
        ours.map(|finding| self.failure(finding.failure)).collect()
    }

    /// Puts the causes inside a failed nested stack in the place of the nested stack.
    async fn nested(&self, failures: Vec<Failure>, events: &[StackEvent]) -> Vec<Failure> {
        let mut found = Vec::new();
        let mut events = events.to_vec();
        let mut level = failures;
        for _ in 0..DEPTH {
            let mut next = Vec::new();
            for failure in level {
                let inner =
                    if failure.resource_type == NESTED { self.inside(&failure, &mut events).await } else { Vec::new() };
                if inner.is_empty() {
                    found.push(failure);
                } else {
                    next.extend(inner);
                }
            }
            level = next;
            if level.is_empty() {
                break;
            }
        }
        level.extend(found);
        level.sort_by_key(|failure| consequence(&failure.reason));
        level
    }

    async fn inside(&self, failure: &Failure, events: &mut Vec<StackEvent>) -> Vec<Failure> {
        let of = |event: &&StackEvent| event.logical_id == failure.logical_id && event.stack == failure.stack;
        let id = events.iter().filter(of).find_map(|event| event.physical_id.clone());
        let Some(id) = id.filter(|id| stack_name(id) != failure.stack) else { return Vec::new() };
        let Ok(page) = self.aws.stacks.events(&id, None).await else { return Vec::new() };
        // Newest first; the events of the last operation end where the stack itself began.
        let mut inner: Vec<StackEvent> = Vec::new();
        for event in page.items {
            let first = event.about_stack()
                && matches!(event.status.as_str(), "CREATE_IN_PROGRESS" | "UPDATE_IN_PROGRESS" | "DELETE_IN_PROGRESS");
            inner.push(self.event(event));
            if first {
                break;
            }
        }
        inner.reverse();
        let found = causes(&inner);
        events.extend(inner);
        found
    }
}

/// A failure on one line.
pub(crate) fn headline(failure: &Failure) -> String {
    let Failure { logical_id, resource_type, reason, path, .. } = failure;
    let at = path.as_deref().map(|path| format!(" at {path}")).unwrap_or_default();
    if logical_id.is_empty() {
        return format!("{reason}{at}");
    }
    format!("{logical_id} ({resource_type}){at}: {reason}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(logical_id: &str, status: &str, reason: &str) -> StackEvent {
        StackEvent {
            id: format!("{logical_id}-{status}"),
            time: None,
            stack: "dev-weather-r".to_owned(),
            logical_id: logical_id.to_owned(),
            physical_id: None,
            resource_type: "AWS::SQS::Queue".to_owned(),
            status: status.to_owned(),
            reason: Some(reason.to_owned()),
            token: None,
            place: None,
        }
    }

    #[test]
    fn the_cause_comes_before_what_it_cancelled() {
        let found = causes(&[
            event("Role", "CREATE_COMPLETE", ""),
            event("Table", "CREATE_FAILED", "Resource creation cancelled"),
            event("Queue", "CREATE_FAILED", "VisibilityTimeout must not be above 43200"),
            event("Queue", "DELETE_FAILED", "gone"),
        ]);
        let told: Vec<_> = found.iter().map(|failure| (failure.logical_id.as_str(), failure.reason.as_str())).collect();
        assert_eq!(
            told,
            [("Queue", "VisibilityTimeout must not be above 43200"), ("Table", "Resource creation cancelled")]
        );
    }
}
