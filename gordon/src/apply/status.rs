//! What there is: stacks, their state, their outputs; and what runs on them.
//!
//! Owns reading; must not change anything.

use std::collections::BTreeMap;
use std::time::Duration;

use super::aws::{Aws, Stack};
use super::deployment::{Pace, Target};
use super::error::Error;
use super::event::Listener;
use super::run;
use super::secrets::Secrets;
use super::session::{NOWHERE, Session};
use super::state;

/// A stack as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackStatus {
    /// The stack's name.
    pub name: String,
    /// The ARN.
    pub id: String,
    /// The state, such as `UPDATE_COMPLETE`.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// Whether something runs on it.
    pub busy: bool,
    /// The outputs, without Gordon's own.
    pub outputs: BTreeMap<String, String>,
}

impl From<&Stack> for StackStatus {
    fn from(stack: &Stack) -> Self {
        Self {
            name: stack.name.clone(),
            id: stack.id.clone(),
            status: stack.status.clone(),
            reason: stack.reason.clone(),
            busy: state::state(&stack.status) == state::State::Busy,
            outputs: run::outputs(stack),
        }
    }
}

/// The stack of that name, which must be the target's; `None` where there is none.
pub(crate) async fn find(aws: &Aws, target: &Target, name: &str) -> Result<Option<Stack>, Error> {
    let stack = aws.stacks.describe(name).await?.filter(|stack| stack.status != "DELETE_COMPLETE");
    if let Some(stack) = &stack {
        state::ours(stack, &target.project, &target.stage)?;
    }
    Ok(stack)
}

/// The stacks of a stage that exist, the bucket's first.
///
/// # Errors
///
/// [`Kind::ForeignStack`](super::Kind::ForeignStack), and whatever keeps AWS from answering.
pub async fn status(aws: &Aws, target: &Target) -> Result<Vec<StackStatus>, Error> {
    let (base, main) =
        tokio::try_join!(find(aws, target, &target.bucket_stack), find(aws, target, &target.resource_stack))?;
    Ok([base, main].iter().flatten().map(StackStatus::from).collect())
}

/// The outputs of a stage, without Gordon's own; `None` where the stage is not deployed.
///
/// # Errors
///
/// As [`status`].
pub async fn outputs(aws: &Aws, target: &Target) -> Result<Option<BTreeMap<String, String>>, Error> {
    let stack = find(aws, target, &target.resource_stack).await?;
    Ok(stack.filter(|stack| stack.status != "REVIEW_IN_PROGRESS").as_ref().map(run::outputs))
}

/// Watches whatever runs on the stage's stacks to its end; gives the stacks as they are then.
///
/// # Errors
///
/// As [`status`], and [`Kind::Timeout`](super::Kind::Timeout). That the operation fails is no error of this function: the states tell.
pub async fn follow(
    aws: &Aws,
    target: &Target,
    pace: Pace,
    timeout: Option<Duration>,
    listener: Listener<'_>,
) -> Result<Vec<StackStatus>, Error> {
    let session = Session { aws, listener, places: &NOWHERE, secrets: Secrets::default(), pace, timeout };
    for stack in status(aws, target).await?.iter().filter(|stack| stack.busy) {
        let newest = aws.stacks.events(&stack.id, None).await?.items.into_iter().next();
        let token = newest.and_then(|event| event.token);
        let mark = session.mark_before(&stack.id, token.as_deref()).await?;
        session.watch(&stack.id, token.as_deref(), mark).await?;
    }
    status(aws, target).await
}
