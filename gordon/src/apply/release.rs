//! What a stage ran before an apply, and the way back to it.
//!
//! Owns one region's release: the resource stack's template as it was sent, with its parameters. Must not decide when to
//! go back.

use std::collections::{BTreeMap, BTreeSet};

use super::aws::{Aws, Bucket, Template};
use super::change::Role;
use super::changeset::Plan;
use super::deployment::{BUCKET, Options, Target};
use super::digest::Prepared;
use super::error::Error;
use super::event::Listener;
use super::secrets::Secrets;
use super::session::{NOWHERE, Session};
use super::state::{self, State};
use super::status;

/// CloudFormation's word for the value of a `NoEcho` parameter.
const HIDDEN: &str = "****";

/// What one region of a stage runs.
#[derive(Clone, Debug)]
pub struct Release(Option<Running>);

#[derive(Clone, Debug)]
struct Running {
    body: String,
    parameters: BTreeMap<String, String>,
    /// Secrets: nobody tells their value, so that the stack keeps what it has.
    kept: BTreeSet<String>,
    tags: BTreeMap<String, String>,
}

/// What a stage runs now in one region: to be asked before an apply.
///
/// # Errors
///
/// What AWS says.
pub async fn release(aws: &Aws, target: &Target) -> Result<Release, Error> {
    let Some(stack) = status::find(aws, target, &target.resource_stack).await? else { return Ok(Release(None)) };
    if state::state(&stack.status) != State::Ready {
        return Ok(Release(None));
    }
    let body = aws.stacks.template(&stack.id).await?;
    let (kept, parameters): (BTreeMap<_, _>, BTreeMap<_, _>) =
        stack.parameters.into_iter().partition(|(_, value)| value == HIDDEN);
    Ok(Release(Some(Running { body, parameters, kept: kept.into_keys().collect(), tags: stack.tags })))
}

/// Goes back to a release; whether there was anything to change. A stage that ran nothing then runs nothing again: its
/// resource stack is deleted, and what a deletion policy keeps stays.
///
/// Secrets keep the value that they have now: CloudFormation tells nobody the one before.
///
/// # Errors
///
/// As apply's; nothing is half done.
pub async fn roll_back(
    aws: &Aws,
    target: &Target,
    release: &Release,
    options: &Options,
    listener: Listener<'_>,
) -> Result<bool, Error> {
    let session = Session {
        aws,
        listener,
        places: &NOWHERE,
        secrets: Secrets::default(),
        pace: options.pace,
        timeout: options.timeout,
    };
    let account = session.account(target.account.as_deref()).await?;
    let base = status::find(aws, target, &target.bucket_stack).await?;
    let Some(main) = status::find(aws, target, &target.resource_stack).await? else { return Ok(false) };
    let Some(running) = &release.0 else {
        session.erase(&main.name, &main.id, false).await?;
        return Ok(true);
    };
    let prepared = Prepared {
        body: running.body.clone(),
        digest: String::new(),
        complete: false,
        parameters: running.parameters.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect(),
        kept: running.kept.clone(),
    };
    let bucket = base.and_then(|stack| stack.outputs.get(BUCKET).cloned());
    let template = match bucket {
        Some(name) => session.place_template(&Bucket { name, owner: account }, &prepared).await?,
        None => Template::Body(running.body.clone()),
    };
    // What the apply made anew may go again, and what it replaced comes back empty: that was allowed when it was applied.
    let replace = aws.stacks.resources(&main.id).await?.into_iter().map(|resource| resource.logical_id).collect();
    let plan = Plan {
        stack: &main.name,
        role: Role::Resources,
        create: false,
        prepared: &prepared,
        template,
        tags: running.tags.clone(),
        express: false,
        import_existing: false,
        replace: &replace,
    };
    let Some(made) = session.plan(plan).await? else { return Ok(false) };
    session.execute(&made, false).await?;
    Ok(true)
}
