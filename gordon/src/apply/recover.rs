//! Mends what an earlier operation left behind.
//!
//! Owns the way from a broken state to one that apply can go on from; must not touch a stack that works.

use super::aws::Stack;
use super::error::{Error, Kind};
use super::event::{Event, Operation, Recovery};
use super::session::{Session, unique};
use super::state::{State, state};
use super::watch::Watched;

impl Session<'_> {
    /// Mends `stack` where it is broken; gives the stack to go on with, `None` where it has to be created.
    pub(crate) async fn mend(&self, stack: Option<Stack>) -> Result<Option<Stack>, Error> {
        let Some(stack) = stack else { return Ok(None) };
        let by = match state(&stack.status) {
            State::Absent => return Ok(None),
            State::Broken(by) => by,
            State::Ready | State::Busy | State::Stuck => return Ok(Some(stack)),
        };
        self.tell(Event::Recovering { stack: stack.name.clone(), status: stack.status.clone(), by });
        match by {
            Recovery::Delete => self.erase(&stack.name, &stack.id, false).await.map(|()| None),
            Recovery::Rollback | Recovery::ContinueRollback => self.roll_back(&stack, by).await,
        }
    }

    /// Deletes a stack and watches it go.
    pub(crate) async fn erase(&self, name: &str, stack_id: &str, express: bool) -> Result<(), Error> {
        let token = unique("gordon");
        let mark = self.mark(stack_id).await?;
        self.aws.stacks.delete(stack_id, &token, express).await.map_err(|error| error.with_stack(name))?;
        self.started(name, stack_id, Operation::Delete);
        let watched = self.watch(stack_id, Some(&token), mark).await?;
        if watched.status() == "DELETE_COMPLETE" {
            self.tell(Event::Finished { stack: name.to_owned(), status: "DELETE_COMPLETE".to_owned() });
            return Ok(());
        }
        Err(self.failed(Kind::DeleteFailed, watched, &token).await)
    }

    async fn roll_back(&self, stack: &Stack, by: Recovery) -> Result<Option<Stack>, Error> {
        let token = unique("gordon");
        let mark = self.mark(&stack.id).await?;
        let call = match by {
            Recovery::ContinueRollback => self.aws.stacks.continue_rollback(&stack.id, &token),
            Recovery::Rollback | Recovery::Delete => self.aws.stacks.rollback(&stack.id, &token),
        };
        call.await.map_err(|error| {
            let advice = "CloudFormation does not roll this stack back (it does not for one that Express mode left); \
                          apply the last version that worked, with rollback disabled, or delete the stack";
            let refused = error.kind() == Kind::Service;
            let error = error.with_stack(&stack.name);
            if refused { error.with_hint(advice) } else { error }
        })?;
        self.started(&stack.name, &stack.id, Operation::Rollback);
        let watched = self.watch(&stack.id, Some(&token), mark).await?;
        match watched.status() {
            "UPDATE_ROLLBACK_COMPLETE" => {
                let status = watched.status().to_owned();
                self.tell(Event::Finished { stack: stack.name.clone(), status });
                Ok(watched.stack)
            }
            "DELETE_COMPLETE" => Ok(None),
            _ => Err(self.stays_broken(&stack.name, watched, &token).await),
        }
    }

    /// The error for a rollback that failed again: it names the resources to skip.
    async fn stays_broken(&self, name: &str, watched: Watched, token: &str) -> Error {
        let error = self.failed(Kind::Stuck, watched, token).await;
        let mut skip: Vec<&str> = error.failures().iter().map(|failure| failure.logical_id.as_str()).collect();
        skip.retain(|logical_id| *logical_id != name);
        if skip.is_empty() {
            return error;
        }
        let hint = format!(
            "mend {these}, or leave it as it is: `aws cloudformation continue-update-rollback --stack-name {name} \
             --resources-to-skip {list}`; then run the command again",
            these = skip.join(", "),
            list = skip.join(" ")
        );
        error.with_hint(hint)
    }

    fn started(&self, stack: &str, stack_id: &str, operation: Operation) {
        self.tell(Event::Started {
            stack: stack.to_owned(),
            stack_id: stack_id.to_owned(),
            operation,
            resources: None,
        });
    }
}
