//! Watches a stack to the end of an operation.
//!
//! Owns polling: each event once, oldest first, only those of the operation. Dropping the future stops watching; the
//! stack goes on.

use std::collections::HashSet;
use std::time::Instant;

use super::aws::Stack;
use super::error::{Error, Kind};
use super::event::{Event, StackEvent};
use super::session::Session;
use super::state::ended;

/// How an operation ended.
pub(crate) struct Watched {
    /// The stack as it is now; `None` where CloudFormation has forgotten it.
    pub(crate) stack: Option<Stack>,
    /// The operation's events, oldest first.
    pub(crate) events: Vec<StackEvent>,
}

impl Watched {
    /// The final state; that of a forgotten stack is `DELETE_COMPLETE`.
    pub(crate) fn status(&self) -> &str {
        self.stack.as_ref().map_or("DELETE_COMPLETE", |stack| &stack.status)
    }
}

/// What there was before an operation, so that its events can be told from older ones.
pub(crate) struct Mark(Option<String>);

impl Session<'_> {
    /// The newest event of a stack: those of an operation that begins now come after it.
    pub(crate) async fn mark(&self, stack_id: &str) -> Result<Mark, Error> {
        let page = self.aws.stacks.events(stack_id, None).await?;
        Ok(Mark(page.items.into_iter().next().map(|event| event.id)))
    }

    /// The newest event that is not of the operation with `token`.
    pub(crate) async fn mark_before(&self, stack_id: &str, token: Option<&str>) -> Result<Mark, Error> {
        let mut page = None;
        loop {
            let answer = self.aws.stacks.events(stack_id, page).await?;
            let before = answer.items.into_iter().find(|event| token.is_none() || event.token.as_deref() != token);
            page = answer.next;
            if before.is_some() || page.is_none() {
                return Ok(Mark(before.map(|event| event.id)));
            }
        }
    }

    /// Watches an operation that the request with `token` began after `mark`.
    pub(crate) async fn watch(&self, stack_id: &str, token: Option<&str>, mark: Mark) -> Result<Watched, Error> {
        let watched = self.poll(stack_id, token, mark).await;
        watched.map_err(|error| match error.kind() {
            Kind::Timeout => error,
            _ => error.also("the stack goes on by itself: run the command again to carry on"),
        })
    }

    async fn poll(&self, stack_id: &str, token: Option<&str>, mark: Mark) -> Result<Watched, Error> {
        let began = Instant::now();
        let mut pause = self.pace.first;
        let mut seen: HashSet<String> = mark.0.into_iter().collect();
        let mut events: Vec<StackEvent> = Vec::new();
        loop {
            // The state first: whatever it says, the events that are read after it cover it.
            let stack = self.aws.stacks.describe(stack_id).await?;
            let fresh = self.fresh(stack_id, token, &mut seen).await?;
            if !fresh.is_empty() {
                pause = self.pace.first;
            }
            for event in fresh {
                self.tell(Event::Stack(event.clone()));
                events.push(event);
            }
            match stack {
                None => return Ok(Watched { stack: None, events }),
                // An answer from before the operation says that it ended, too; only with the event is it believed.
                Some(stack) if ended(&stack.status) && over(&events) => {
                    return Ok(Watched { stack: Some(stack), events });
                }
                Some(stack) => {
                    if self.timeout.is_some_and(|timeout| began.elapsed() + pause > timeout) {
                        return Err(self.late(&stack, events));
                    }
                }
            }
            tokio::time::sleep(pause).await;
            pause = self.pace.after(pause);
        }
    }

    /// Events that were not there before, oldest first.
    async fn fresh(
        &self,
        stack_id: &str,
        token: Option<&str>,
        seen: &mut HashSet<String>,
    ) -> Result<Vec<StackEvent>, Error> {
        let mut fresh = Vec::new();
        let mut page = None;
        'pages: loop {
            let answer = self.aws.stacks.events(stack_id, page).await?;
            for event in answer.items {
                if seen.contains(&event.id) {
                    break 'pages;
                }
                fresh.push(event);
            }
            page = answer.next;
            if page.is_none() {
                break;
            }
        }
        seen.extend(fresh.iter().map(|event| event.id.clone()));
        fresh.reverse();
        // CloudFormation's own events, such as those of a delete after a failed create, may lack the token.
        fresh.retain(|event| event.token.is_none() || token.is_none() || event.token.as_deref() == token);
        Ok(fresh.into_iter().map(|event| self.event(event)).collect())
    }

    fn late(&self, stack: &Stack, events: Vec<StackEvent>) -> Error {
        let waited = self.timeout.unwrap_or_default().as_secs();
        let message = format!("stack {} is still in {} after {waited} s", stack.name, stack.status);
        Error::new(Kind::Timeout, message)
            .with_stack(&stack.name)
            .with_events(events)
            .with_hint("the stack goes on by itself; `status --follow` watches it, or raise --cf-timeout")
    }
}

/// Whether the newest event about the stack itself says that the operation ended.
fn over(events: &[StackEvent]) -> bool {
    events.iter().rev().find(|event| event.about_stack()).is_some_and(|event| ended(&event.status))
}
