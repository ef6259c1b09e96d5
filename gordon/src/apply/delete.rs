//! Takes a stage away.
//!
//! Owns what delete would remove and the removal, in reverse order of apply; must not delete what [`plan_delete`] did
//! not show, nor ask: the caller does that between the two.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::aws::{Aws, Bucket, Stack};
use super::change;
use super::deployment::{BUCKET, Pace, Target};
use super::error::{Error, Kind};
use super::event::{Event, Listener};
use super::secrets::Secrets;
use super::session::{NOWHERE, Session};
use super::state::{self, State};
use super::status;
use crate::synth;

/// What delete would remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletePlan {
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
    /// The stacks, in the order in which they go.
    pub stacks: Vec<StackPlan>,
    /// The artifact bucket.
    pub bucket: Option<BucketPlan>,
}

/// A stack that would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackPlan {
    /// The stack's name.
    pub name: String,
    /// The ARN.
    pub id: String,
    /// The state.
    pub status: String,
    /// Its resources.
    pub resources: Vec<DoomedResource>,
}

/// A resource of a stack that would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoomedResource {
    /// The logical ID.
    pub logical_id: String,
    /// The physical ID, once it has one.
    pub physical_id: Option<String>,
    /// The type.
    pub resource_type: String,
    /// Whether it stays, since its deletion policy says so. (A Lambda version dies with its function all the same.)
    pub retained: bool,
    /// What is lost with it, in a few words; `None` where it can be made again.
    pub holds: Option<&'static str>,
}

/// A bucket that would be emptied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketPlan {
    /// The bucket.
    pub name: String,
    /// Versions and delete markers in it.
    pub objects: u64,
    /// Bytes of all versions.
    pub bytes: u64,
    /// Whether it stays, since its deletion policy says so; then it is not emptied either.
    pub retained: bool,
}

/// How to delete.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeleteOptions {
    /// Express mode: does not wait until resources are gone for good.
    pub express: bool,
    /// How long to watch one stack. The stack is not stopped.
    pub timeout: Option<Duration>,
    /// How often to look.
    pub pace: Pace,
}

/// Tells what [`delete`] would remove; `None` where there is nothing.
///
/// # Errors
///
/// [`Kind::ForeignStack`], [`Kind::WrongAccount`], [`Kind::Updating`], and whatever keeps AWS from answering.
pub async fn plan_delete(aws: &Aws, target: &Target) -> Result<Option<DeletePlan>, Error> {
    let session = quiet(aws, &|_| ());
    let account = session.account(target.account.as_deref()).await?;
    let (base, main) = stacks(aws, target).await?;
    let mut stacks = Vec::new();
    let mut bucket = None;
    for stack in [&main, &base].into_iter().flatten() {
        let resources = resources(aws, stack).await?;
        if stack.name == target.bucket_stack {
            let retained = resources.iter().any(|one| one.retained && one.resource_type == "AWS::S3::Bucket");
            if let Some(name) = stack.outputs.get(BUCKET) {
                let (objects, bytes) = session.count(&Bucket { name: name.clone(), owner: account.clone() }).await?;
                bucket = Some(BucketPlan { name: name.clone(), objects, bytes, retained });
            }
        }
        stacks.push(StackPlan {
            name: stack.name.clone(),
            id: stack.id.clone(),
            status: stack.status.clone(),
            resources,
        });
    }
    let plan = DeletePlan { account, region: aws.region.clone(), stacks, bucket };
    Ok(if plan.stacks.is_empty() { None } else { Some(plan) })
}

/// Deletes what `plan` shows: the resource stack, all versions in the artifact bucket, the bucket's stack.
///
/// Dropping the future stops watching; run again, it carries on.
///
/// # Errors
///
/// [`Kind::DeleteFailed`] with each resource's reason, [`Kind::Bucket`], [`Kind::Updating`], [`Kind::Timeout`].
pub async fn delete(
    aws: &Aws,
    target: &Target,
    plan: &DeletePlan,
    options: DeleteOptions,
    listener: Listener<'_>,
) -> Result<(), Error> {
    let DeleteOptions { express, timeout, pace } = options;
    let session = Session { aws, listener, places: &NOWHERE, secrets: Secrets::default(), pace, timeout };
    let account = session.account(Some(&plan.account)).await?;
    // By name, since the plan may be old: a stack that was made anew since has another ARN, and was not shown.
    let (base, main) = stacks(aws, target).await?;
    for stack in [&main, &base].into_iter().flatten() {
        if !plan.stacks.iter().any(|planned| planned.id == stack.id) {
            let message = format!("stack {} was made anew since it was shown", stack.name);
            return Err(Error::new(Kind::Updating, message).with_stack(&stack.name).with_hint("run the command again"));
        }
    }
    if let Some(stack) = main {
        session.erase(&stack.name, &stack.id, express).await?;
    }
    // Only now: while functions run, a rollback may want their artifacts.
    if let (Some(bucket), true) = (&plan.bucket, base.is_some())
        && !bucket.retained
    {
        session.empty(&Bucket { name: bucket.name.clone(), owner: account }).await?;
    }
    if let Some(stack) = base {
        session.erase(&stack.name, &stack.id, false).await?;
    }
    Ok(())
}

fn quiet<'a>(aws: &'a Aws, listener: Listener<'a>) -> Session<'a> {
    let pace = Pace::default();
    Session { aws, listener, places: &NOWHERE, secrets: Secrets::default(), pace, timeout: None }
}

/// The stacks of a stage, on which nothing may run.
async fn stacks(aws: &Aws, target: &Target) -> Result<(Option<Stack>, Option<Stack>), Error> {
    let (base, main) = tokio::try_join!(
        status::find(aws, target, &target.bucket_stack),
        status::find(aws, target, &target.resource_stack)
    )?;
    for stack in [&base, &main].into_iter().flatten() {
        if state::state(&stack.status) == State::Busy {
            return Err(state::busy(stack));
        }
    }
    Ok((base, main))
}

async fn resources(aws: &Aws, stack: &Stack) -> Result<Vec<DoomedResource>, Error> {
    if stack.status == "REVIEW_IN_PROGRESS" {
        return Ok(Vec::new());
    }
    let template = aws.stacks.template(&stack.id).await?;
    let policies = policies(&template);
    let found = aws.stacks.resources(&stack.id).await?;
    let left = found.into_iter().filter(|resource| resource.status != "DELETE_COMPLETE");
    Ok(left
        .map(|resource| DoomedResource {
            retained: change::keeps(policies.get(&resource.logical_id).map(String::as_str)),
            holds: synth::held_by(&resource.resource_type),
            logical_id: resource.logical_id,
            physical_id: resource.physical_id,
            resource_type: resource.resource_type,
        })
        .collect())
}

/// The deletion policies of a template, by logical ID. Gordon's templates are JSON; of another's nothing is known.
fn policies(template: &str) -> BTreeMap<String, String> {
    let template: Value = serde_json::from_str(template).unwrap_or_default();
    let resources = template.get("Resources").and_then(Value::as_object);
    let policy = |(name, resource): (&String, &Value)| {
        Some((name.clone(), resource.get("DeletionPolicy")?.as_str()?.to_owned()))
    };
    resources.into_iter().flatten().filter_map(policy).collect()
}

impl Session<'_> {
    async fn count(&self, bucket: &Bucket) -> Result<(u64, u64), Error> {
        let (mut objects, mut bytes) = (0, 0);
        let mut page = None;
        loop {
            let answer = match self.aws.objects.versions(bucket, page).await {
                Err(error) if gone(&error) => return Ok((0, 0)),
                answer => answer?,
            };
            objects += answer.versions.len() as u64;
            bytes += answer.versions.iter().map(|version| version.size).sum::<u64>();
            page = answer.next;
            if page.is_none() {
                return Ok((objects, bytes));
            }
        }
    }

    /// Deletes every version and delete marker.
    async fn empty(&self, bucket: &Bucket) -> Result<(), Error> {
        loop {
            // Always the first page: what was on it is gone the next time.
            let answer = match self.aws.objects.versions(bucket, None).await {
                Err(error) if gone(&error) => return Ok(()),
                answer => answer?,
            };
            if answer.versions.is_empty() {
                return Ok(());
            }
            let count = answer.versions.len();
            let kept = self.aws.objects.delete(bucket, answer.versions).await?;
            if let Some((version, reason)) = kept.first() {
                let message = format!(
                    "S3 keeps {} objects of bucket {}, such as {}: {reason}",
                    kept.len(),
                    bucket.name,
                    version.key
                );
                return Err(Error::new(Kind::Bucket, message)
                    .with_hint("correct the cause (a bucket policy or an object lock) and run the command again"));
            }
            self.tell(Event::Emptied { bucket: bucket.name.clone(), objects: count });
        }
    }
}

/// Whether the bucket is not there: a delete that stopped half way, or a hand that was quicker.
fn gone(error: &Error) -> bool {
    error.cause().is_some_and(|cause| cause.code == "NoSuchBucket")
}
